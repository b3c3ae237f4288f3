"""One message as lines: time, author and wrapped text; notes marked on every row, receipts where no text can reach.

A receipt stands at the right edge of the last row of what the agent wrote. A contact's text begins behind the time
and the author's name, so it can write "accepted" but never write it there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from agentconsole.domain.terms import Author, MessageKind, Voice
from agentconsole.tongue import _, n_, number, said
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.wrap import wrap
from agentconsole.workspace.carried import Delivery

if TYPE_CHECKING:
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.views import TranscriptLine

AUTHOR_WIDTH: Final = 7
INDENT: Final = 1 + 5 + 1 + AUTHOR_WIDTH + 1
"""Cells in front of the text: the time, the author and the blanks around them."""
ROOMY: Final = 100
"""Cells from which on a receipt tells its time as well."""
NOTE_SIGN: Final = "┃"
_GROWTH: Final = 10
"""How many times more of a cut message each "show all" shows: even 1 MB never holds up a key for long."""
_LINK: Final = r"https?://[^\s<>\"'␦]+"

_DELIVERY_INKS: Final = {
    Delivery.SAVING: Ink.SOON,
    Delivery.SAVED: Ink.SOON,
    Delivery.SENDING: Ink.SOON,
    Delivery.HELD: Ink.SOON,
    Delivery.ACCEPTED: Ink.DIM,
    Delivery.REFUSED: Ink.LATE,
}


def message_lines(line: TranscriptLine, width: int, offset: int, shown_more: int = 0) -> tuple[Line, ...]:
    """The message laid out at a width. `shown_more` counts how often the agent asked to see more of it."""
    rows = _body(line, width - INDENT - 1, shown_more)
    at = times.clock_time(line.at, offset)
    author = safe.name(present.author_words(line), AUTHOR_WIDTH)
    laid: list[Line] = []
    for n, row in enumerate(rows):
        front = f"{at:>6} {author} " if n == 0 else " " * INDENT
        laid.append(_row(line, front, row, width))
    return _with_delivery(line, tuple(laid), width, offset)


def day_rule(at: int, offset: int, width: int) -> Line:
    """The line between two days."""
    return _rule(times.day(at, offset), width, Ink.DIM)


def unread_rule(count: int, width: int) -> Line:
    """The line above what the agent has not seen."""
    return _rule(_("{count} new").format(count=number(count)) if count else _("new"), width, Ink.SOON)


def is_cut(line: TranscriptLine, shown_more: int = 0) -> bool:
    """Whether the message is longer than what is shown of it."""
    limit, lines = _limits(shown_more)
    return len(line.body) > limit or line.body.count("\n") >= lines


def size_words(size: int) -> str:
    """Bytes as people say them: `812 B`, `220 kB`, `1.4 MB`."""
    if size < 1000:
        return f"{max(0, size)} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    whole, _point, tenths = f"{size / 1_000_000:.1f}".partition(".")
    return _("{whole}.{tenths} MB").format(whole=whole, tenths=tenths)


def _limits(shown_more: int) -> tuple[int, int]:
    growth = _GROWTH**shown_more
    return safe.TEXT_LIMIT * growth, safe.LINES_LIMIT * growth


def _body(line: TranscriptLine, width: int, shown_more: int) -> list[str]:
    body = said(line.body) if line.kind is MessageKind.SYSTEM else line.body
    clipped, was_cut = safe.clipped(body, *_limits(shown_more))
    text = safe.in_order(clipped)
    if line.kind is MessageKind.NOTE:
        text = f"{_(present.OWN) if line.is_own else safe.line(line.author)}: {text}"
    rows = wrap(text, width) if text or not line.attachments else []
    if was_cut:
        rows.append(safe.fit(_left_off(body, clipped), width))
    return rows + [safe.fit(_file(name, size), width) for name, size in line.attachments]


def _left_off(body: str, shown: str) -> str:
    lines, characters = body.count("\n") - shown.count("\n"), max(0, len(body) - len(shown))
    if lines:
        words = n_("… {count} more line, v shows more", "… {count} more lines, v shows more", lines)
        return words.format(count=number(lines))
    words = n_("… {count} more character, v shows more", "… {count} more characters, v shows more", characters)
    return words.format(count=number(characters))


def _file(name: str, size: int) -> str:
    return _("[file {name} {size}]").format(name=safe.fit(safe.line(name), 60), size=size_words(size))


def _row(line: TranscriptLine, front: str, row: str, width: int) -> Line:
    if line.kind is MessageKind.NOTE:
        return ((safe.cells(f"{front[:-1]}{NOTE_SIGN}{row}", width), Ink.NOTE),)
    if line.kind is MessageKind.SYSTEM:
        return ((front + row, Ink.DIM),)
    author_ink = Ink.CONTACT if line.author_kind is Author.CONTACT else Ink.OWN
    time_width = INDENT - AUTHOR_WIDTH - 1
    return (front[:time_width], Ink.DIM), (front[time_width:], author_ink), *_linked(row)


def _linked(row: str) -> Line:
    runs = []
    end = 0
    for match in re.finditer(_LINK, row):
        runs += [(row[end : match.start()], Ink.TEXT), (match.group(), Ink.LINK)]
        end = match.end()
    return tuple(run for run in (*runs, (row[end:], Ink.TEXT)) if run[0])


def _with_delivery(line: TranscriptLine, laid: tuple[Line, ...], width: int, offset: int) -> tuple[Line, ...]:
    words = present.delivery_words(line, offset, is_long=width >= ROOMY) if line.is_own else ""
    if line.kind is MessageKind.UPDATE:
        words = _("update {receipt}").format(receipt=words).rstrip()
    if line.voice is Voice.LEAD:
        words = _("team lead {receipt}").format(receipt=words).rstrip()
    if line.next_word_at:
        by = times.moment(line.next_word_at, line.at, offset)
        words = _("next word by {at}  {receipt}").format(at=by, receipt=words).rstrip()
    if not words:
        return laid
    last = laid[-1]
    text = "".join(part for part, _ in last).rstrip()
    gap = width - cell_len(text) - len(words) - 1
    ink = _DELIVERY_INKS[line.delivery]
    if gap < 2:
        return (*laid, ((" " * max(0, width - len(words) - 1), Ink.TEXT), (words, ink)))
    if line.kind is MessageKind.NOTE:
        return (*laid[:-1], ((f"{text}{' ' * gap}{words} ", Ink.NOTE),))
    return (*laid[:-1], (*last, (" " * gap, Ink.TEXT), (words, ink)))


def _rule(words: str, width: int, ink: Ink) -> Line:
    shown = safe.fit(words, max(0, width - 4))
    rest = max(0, width - 4 - cell_len(shown))
    return ("── ", Ink.RULE), (shown, ink), (f" {'─' * rest}", Ink.RULE)
