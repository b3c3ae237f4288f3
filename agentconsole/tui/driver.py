"""The terminal's driver: its input thread sleeps until a key or the end, where Textual's looks up ten times a second.

Textual's thread notices a lone Escape, and the end, at its next look: up to 100 ms late. This one waits on the
terminal and on a pipe of its own at once. It leans on `run_input_thread`, `disable_input`, `_writer_thread` and
`_sigcont_application` of Textual 8.2's Linux driver; where that driver is not at hand `driver_class` answers None, and
Textual chooses as it always does.
"""

from __future__ import annotations

import os
import re
import selectors
import sys
from codecs import getincrementaldecoder
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from textual import constants
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.driver import Driver

from agentconsole.tui.pasted import Pasted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

CHUNK: Final = 4096
"""Bytes read at once."""
IN_ORDER: Final = "\x1b[8l"
"""Asks a terminal that reorders text from right to left (ECMA-48's BDSM) to leave that be: it would do so across the
whole row, and mix the panes."""
REORDERING: Final = "\x1b[8h"
LETTERS_AS_TEXT: Final = "\x1b[=1u"
"""Asks a terminal with kitty's keyboard protocol for a sequence only where a key is ambiguous without one. Textual
wants one for every key, with its text, and kitty 0.26 leaves that text out beyond ASCII: an umlaut would be lost."""
ESC: Final = "\x1b"
FRAME_MARKS: Final = frozenset({SYNC_START, SYNC_END})
CELL: Final = "\x1b[1;1H"
"""What a picture of the whole window begins with: to draw it twice changes nothing."""
AT_ONCE: Final = 0.2
"""Seconds within which the same picture is not drawn again."""
SHOW_CURSOR: Final = "\x1b[?25h"
APART: Final = re.compile("(?<=\x1b)(?=[\x01-\x07\x0b\x0c\x0e-\x1a]|[^\x00-\x1f\x7f\\[\\]OP_\\\\])")
"""Between Esc and a key behind it, read at once where a line or a busy machine was slow, or since tmux holds an Esc
back for half a second unless it is told not to. Only keys with Alt are written so, and what begins a sequence; with
Enter it is what some terminals write for Enter with Alt. Textual's parser would leave the Esc out."""
HALF: Final = re.compile("\x1b[\\[\\]OP]$")
"""Esc and a key that begins a sequence together with it. With nothing behind it in time they are two keys; Textual's
parser would leave the Esc out, or take them for an Alt."""
PATIENCE: Final = constants.ESCAPE_DELAY + 0.002
"""Seconds an Esc waits for what it may begin: a little past the parser's own deadline, which is surely over then."""


def driver_class(*, shows_cursor: bool = False) -> type[Driver] | None:
    """The driver for this terminal, with the terminal's cursor seen or not; None where Textual's own choice is the
    right one."""
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER"):
        return None
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return None
    return ShowingDriver if shows_cursor else WakingDriver


if sys.platform != "win32":
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    class WakingDriver(LinuxDriver):
        """Textual's driver for Linux and macOS, woken instead of polling."""

        _wake: tuple[int, int] | None = None
        _picture = ""
        _drawn_at = 0.0
        _open_until = 0.0
        _half = ""

        def start_application_mode(self) -> None:
            """Takes the terminal over; the pipe is there before the thread that waits on it."""
            self._wake = os.pipe()
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves it unannotated
            if not constants.DISABLE_KITTY_KEY:
                self.write(LETTERS_AS_TEXT)
            self.write(IN_ORDER)

        def stop_application_mode(self) -> None:
            """Gives the terminal back, to reorder as it did."""
            self.write(REORDERING)
            super().stop_application_mode()

        def disable_input(self) -> None:
            """Wakes the input thread for the last time and waits for its end."""
            wake, self._wake = self._wake, None
            if wake is not None:
                os.write(wake[1], b"x")
            super().disable_input()
            for end in wake or ():
                os.close(end)

        def run_input_thread(self) -> None:
            """Hands every key to the app until it is woken by the pipe."""
            if self._wake is None:
                return
            wake = self._wake[0]
            parser = XTermParser(self._debug)
            # A key nobody can type, such as a stray byte of another encoding, must not end a shift.
            decoder, pasted = getincrementaldecoder("utf-8")("replace"), Pasted()
            with selectors.SelectSelector() as waiting:
                waiting.register(self.fileno, selectors.EVENT_READ)
                waiting.register(wake, selectors.EVENT_READ)
                timeout: float | None = None
                while True:
                    ready = {key.fd for key, _ in waiting.select(timeout)}
                    timeout = None
                    if self.fileno in ready:
                        data = os.read(self.fileno, CHUNK)
                        if not data:
                            # The terminal is gone: what is left to wait for is the end.
                            waiting.unregister(self.fileno)
                        # An Esc whose time ran out while nobody looked is no part of what is read now.
                        self._hand_over(parser.tick())
                        if data:
                            self._take(parser, pasted.plain(decoder.decode(data)))
                        timeout = PATIENCE if b"\x1b" in data or self._half else None
                    self._hand_over(parser.tick())
                    if not ready:
                        half, self._half = self._half, ""
                        self._feed(parser, half)
                    if wake in ready:
                        return

        def _take(self, parser: XTermParser, text: str) -> None:
            # The Esc before it was fed when it came, and may still be taken for the beginning of this.
            open_ = ESC if monotonic() < self._open_until else ""
            whole, self._half = open_ + self._half + text, ""
            alts: frozenset[str] = getattr(self._app, "alts", frozenset())
            if HALF.search(whole) and whole[-1] not in alts:
                whole, self._half = whole[:-1], whole[-1]
            fed = len(open_)
            for found in APART.finditer(whole):
                if whole[found.start()] not in alts:
                    self._feed(parser, whole[fed : found.start()])
                    fed = found.start()
                    sleep(PATIENCE)
                    self._hand_over(parser.tick())
            self._feed(parser, whole[fed:])
            self._open_until = monotonic() + PATIENCE if whole.endswith(ESC) else 0.0

        def _feed(self, parser: XTermParser, text: str) -> None:
            # Nothing at all would tell the parser that the terminal is gone.
            if text:
                self._hand_over(parser.feed(text))

        def _sigcont_application(self, *_: object) -> None:
            """Takes the terminal over again; whose terminal is closed gets the signal as well, and has none to take."""
            try:
                termios.tcgetattr(self.fileno)
            except termios.error:
                return
            super()._sigcont_application()

        def write(self, data: str) -> None:
            """Writes, unless the terminal is gone and with it the thread that writes: its queue would fill; and unless
            that very picture was drawn a moment ago, as Textual does twice when something opens over it or is left."""
            if self._has_writer and (data in FRAME_MARKS or not self._is_drawn(data)):
                super().write(data)

        def _is_drawn(self, data: str) -> bool:
            """Whether the window shows it already. After AT_ONCE something else may have written there: it is drawn."""
            now, before, drawn_at = monotonic(), self._picture, self._drawn_at
            self._picture, self._drawn_at = (data if data.startswith(CELL) else ""), now
            return data == before and now - drawn_at < AT_ONCE

        def close(self) -> None:
            """Waits for what is still to be written, where somebody writes it."""
            if self._has_writer:
                super().close()

        @property
        def _has_writer(self) -> bool:
            return self._writer_thread is not None and self._writer_thread.is_alive()

        def _hand_over(self, messages: Iterable[Message]) -> None:
            for message in messages:
                self.process_message(message)

    class ShowingDriver(WakingDriver):
        """The same, with the terminal's own cursor seen: screen readers and braille lines follow nothing else."""

        def start_application_mode(self) -> None:
            """Takes the terminal over, and shows the cursor that Textual has hidden."""
            super().start_application_mode()
            self.write(SHOW_CURSOR)
            self.flush()
