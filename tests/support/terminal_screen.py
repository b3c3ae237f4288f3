"""What a terminal shows: a pyte screen behind the filter that keeps it from drawing what draws nothing."""

from __future__ import annotations

import re
import threading
import unicodedata

import pyte
from pyte.modes import IRM
from wcwidth import wcwidth

from tests.support.terminal_queries import STRING_END, split_unfinished

# pyte draws the rest of a sequence whose prefix it does not know, and takes `CSI > 4 m` for underline. Nobody asks this
# model for colours, and they are most of what it would read, letter by letter.
UNDRAWABLE = re.compile(
    rb"\x1b\[[0-9;:]*m"
    rb"|\x1b\[[<=>][0-?]*[ -/]*[@-~]"
    rb"|\x1b\[\?[0-?]*[ -/]*[@-gi-km-~]"
    rb"|\x1b[P_^X](?:[^\x1b]|\x1b(?!\\))*\x1b\\"
    rb"|\x1b\](?:[^\x07\x1b]|\x1b(?!\\))*" + STRING_END
)


WITHOUT_WIDTH = frozenset(
    chr(code) for code in range(0x300, 0x20000) if not wcwidth(chr(code)) and not unicodedata.combining(chr(code))
)
"pyte drops the rest of a text behind one of these; a terminal draws it into the cell before, or nothing, and goes on."


class _Cells(dict[str, pyte.screens.Char]):
    """The cell of each character that fills one; KeyError for any other."""

    def __missing__(self, character: str) -> pyte.screens.Char:
        if wcwidth(character) != 1:
            raise KeyError(character)
        self[character] = cell = pyte.screens.Char(character)
        return cell


_CELLS = _Cells()


class _Screen(pyte.Screen):
    """Draws what fits into the row, and is nothing but single cells, in one go."""

    def draw(self, data: str) -> None:
        """Draws the text from the cursor on."""
        cursor = self.cursor
        end = cursor.x + len(data)
        if end > self.columns or IRM in self.mode or self.charset:
            super().draw(data)
            return
        try:
            cells = [_CELLS[character] for character in data]
        except KeyError:
            super().draw(data)
            return
        self.buffer[cursor.y].update(zip(range(cursor.x, end), cells, strict=True))
        cursor.x = end


class ScreenModel:
    """The cells of a window of `size` (columns, rows); safe to use from two threads."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._screen = _Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._unfinished = b""

    def feed(self, output: bytes) -> None:
        """Draw `output`; a sequence cut at its end waits for the next call."""
        with self._lock:
            whole, self._unfinished = split_unfinished(self._unfinished + output)
            self._stream.feed(drawable(whole))

    def resize(self, columns: int, rows: int) -> None:
        """Take another size, keeping what fits."""
        with self._lock:
            self._screen.resize(rows, columns)

    def rows(self) -> list[str]:
        """The rows, padded to the width; the right half of a wide character is an empty cell."""
        # pyte's own `display` asserts on some emoji sequences; the cells are all a test needs.
        with self._lock:
            width, lines = self._screen.columns, [self._screen.buffer[y] for y in range(self._screen.lines)]
            return ["".join(line[x].data for x in range(width)) for line in lines]

    def cells(self) -> list[list[str]]:
        """The cells of each row; the right half of a wide character is an empty one."""
        with self._lock:
            return [
                [self._screen.buffer[y][x].data for x in range(self._screen.columns)] for y in range(self._screen.lines)
            ]

    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, both from 1."""
        with self._lock:
            return self._screen.cursor.y + 1, self._screen.cursor.x + 1


def drawable(output: bytes) -> bytes:
    """`output` without the sequences that draw nothing and that the screen model would draw."""
    shown = UNDRAWABLE.sub(b"", output) if b"\x1b" in output else output
    # A character that is cut at the end of a read goes through as the bytes it is.
    text = "" if shown.isascii() else shown.decode("utf-8", "surrogateescape")
    for strange in WITHOUT_WIDTH.intersection(text):
        text = text.replace(strange, "")
    return text.encode("utf-8", "surrogateescape") or shown
