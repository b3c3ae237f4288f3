"""The keys a page answers itself, told in the same words by its last line and by F1."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len

from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key as an agent reads it, a word or two for the last line, and a sentence for F1.

    Both are marked, and asked for where they are drawn.
    """

    key: str
    words: str
    help: str = ""


LEAVE = OwnKey("Esc", N_("leaves"))
MOVE = OwnKey("j/k PgUp PgDn", N_("move"))


PARTED = "   "


def keys_in_a_line(words: str, width: int) -> str:
    """Keys that are told in one line, parted by three blanks: those that do not fit fall away from the end, the last
    one, which leaves, stays."""
    parts = words.strip().split(PARTED)
    while len(parts) > 1 and cell_len(PARTED.join(parts)) > width - 2:
        del parts[-2]
    return safe.cells(f" {PARTED.join(parts)}", width)


def foot(keys: Iterable[OwnKey], width: int) -> list[Line]:
    """The keys below a page, parted in the same way, in as many rows as they take; at least one."""
    rows = [""]
    for each in (f"{key.key} {_(key.words)}" for key in keys):
        if rows[-1] and cell_len(rows[-1] + PARTED + each) > width - 2:
            rows.append("")
        rows[-1] += f"{PARTED}{each}" if rows[-1] else each
    return [((safe.cells(f" {row}", width), Ink.DIM),) for row in rows]
