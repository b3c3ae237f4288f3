"""What a terminal answers when a program asks it something, and what a program left switched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

STRING_END = rb"(?:\x07|\x1b\\)"

QUERY = re.compile(
    rb"\x1b\[(?P<attributes>0?)c"
    rb"|\x1b\[(?P<secondary>>0?)c"
    rb"|\x1b\[(?P<status>[56])n"
    rb"|\x1b\[(?P<version>>0?)q"
    rb"|\x1b\[(?P<keyboard>\?)u"
    rb"|\x1b\[\?(?P<mode>\d+)\$p"
    rb"|\x1b\](?P<colour>1[0-2]);\?" + STRING_END + rb"|\x1b\[(?P<window>18)t"
    rb"|\x1bP\+q(?P<capability>[0-9A-Fa-f;]*)" + STRING_END
)

AT_REST = frozenset({7, 25})
"Modes a shell expects switched on: wrapping at the margin, and a cursor one can see."

PRIVATE_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")

UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[P\]_^X](?:[^\x07\x1b]|\x1b(?!\\))*\x1b?)?\Z")


@dataclass(frozen=True, slots=True)
class Replies:
    """What this terminal says of itself; the defaults are those of a plain modern terminal."""

    kitty_keys: bool = False
    "Whether `CSI ? u` is answered, which makes Textual switch to the kitty keyboard protocol."
    modes: frozenset[int] = frozenset({1004, 2004, 2026})
    "Private modes it admits to knowing; 2048 added here obliges the caller to report sizes in band."
    foreground: str = "cccc/cccc/cccc"
    background: str = "0000/0000/0000"
    name: str = "house-terminal 1"

    def to(self, query: re.Match[bytes], cursor: Callable[[], tuple[int, int]], size: tuple[int, int]) -> bytes:
        """The bytes a terminal sends back for one match of `QUERY`.

        `cursor` gives (row, column) from 1, asked only when needed; `size` is (columns, rows).
        """
        asked = query.group(query.lastgroup or 0).decode()
        match query.lastgroup:
            case "attributes":
                return b"\x1b[?62;22c"
            case "secondary":
                return b"\x1b[>1;10;0c"
            case "status":
                return b"\x1b[0n" if asked == "5" else "\x1b[{};{}R".format(*cursor()).encode()
            case "version":
                return f"\x1bP>|{self.name}\x1b\\".encode()
            case "keyboard":
                return b"\x1b[?0u" if self.kitty_keys else b""
            case "mode":
                return f"\x1b[?{asked};{2 if int(asked) in self.modes else 0}$y".encode()
            case "colour":
                colour = self.background if asked == "11" else self.foreground
                return f"\x1b]{asked};rgb:{colour}\x1b\\".encode()
            case "window":
                return f"\x1b[8;{size[1]};{size[0]}t".encode()
            case _:
                return b"\x1bP0+r\x1b\\"


def split_unfinished(output: bytes) -> tuple[bytes, bytes]:
    """The whole sequences of `output`, and the start of one still to be completed by the next read."""
    unfinished = UNFINISHED.search(output)
    return (output, b"") if unfinished is None else (output[: unfinished.start()], output[unfinished.start() :])


def modes_left_changed(output: bytes) -> set[int]:
    """The private modes that `output` left other than a shell expects (25: the cursor is hidden)."""
    on = set(AT_REST)
    for numbers, switch in PRIVATE_MODE.findall(output):
        changed = {int(number) for number in numbers.split(b";") if number}
        on = on | changed if switch == b"h" else on - changed
    return on ^ AT_REST
