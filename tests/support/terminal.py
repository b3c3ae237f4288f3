"""A real terminal for tests and benchmarks: a command in a pty, its screen, and when each byte arrived."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from tests.support.terminal_keys import KEYS
from tests.support.terminal_queries import QUERY, Replies, modes_left_changed, split_unfinished
from tests.support.terminal_screen import ScreenModel

QUIET = 0.03
"Seconds without a byte after which a screen counts as settled: two frames at 60 Hz, less than a person sees."


class NotShown(AssertionError):
    """What was waited for did not come in time; the message holds the screen as it was."""


@dataclass(frozen=True, slots=True)
class Read:
    """Bytes that arrived together, `at` seconds of `perf_counter`."""

    at: float
    output: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """What one press did: milliseconds to its answer and to the settled screen, and the bytes written."""

    first_ms: float
    settled_ms: float
    size: int


class Terminal:
    """Runs `command` in a pty of `size` (columns, rows) and plays the terminal; a context manager.

    A thread reads all the time, so a program never blocks on a terminal nobody reads, unless `stall` says so.
    Leaving the `with` kills the process group the terminal started, and nothing else.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        size: tuple[int, int] = (120, 36),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        replies: Replies | None = None,
    ) -> None:
        self.command = [str(part) for part in command]
        self.size = size
        self._env = plain_environment() | dict(env or {})
        self._cwd = cwd
        self._replies = replies or Replies()
        self._reads: list[Read] = []
        self._arrived = threading.Condition()
        self._screen = ScreenModel(size)
        self._feeding = threading.Lock()
        self._fed = 0
        self._stalled = False
        self._is_open = False

    # Life

    def __enter__(self) -> Self:
        self._terminal, program_side = os.openpty()
        self._name = os.ttyname(program_side)
        self._set_size()
        self._wake_reader, self._wake = os.pipe()
        self.started_at = perf_counter()
        try:
            self._process = subprocess.Popen(
                self.command,
                stdin=program_side,
                stdout=program_side,
                stderr=program_side,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
                preexec_fn=_own_the_terminal,
            )
        finally:
            os.close(program_side)
        self._reader = threading.Thread(target=self._read_for_ever, daemon=True, name="terminal reader")
        self._reader.start()
        self._is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal, as closing its window does; the kernel tells the command."""
        if self._is_open:
            self._is_open = False
            os.close(self._wake)
            self._reader.join()
            os.close(self._wake_reader)
            os.close(self._terminal)

    @property
    def pid(self) -> int:
        """The process id of the command."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the command has not ended yet."""
        return self._process.poll() is None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to the command alone, as `kill` from another shell does."""
        self._process.send_signal(number)

    def wait_exit(self, timeout: float = 30) -> int:
        """The exit code (negative: the signal it died of), all its output read.

        Raises NotShown if it still runs after `timeout` seconds.
        """
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise NotShown(f"still running after {timeout} s\n{self._picture()}") from None
        # A grandchild may hold the pty open; the command's own bytes are in the buffer by now.
        self._reader.join(timeout=1)
        return code

    # The keyboard and the window

    def send(self, keys: str | bytes) -> float:
        """Type `keys` as they are, in one write; the instant it was begun."""
        at = perf_counter()
        left = keys.encode() if isinstance(keys, str) else keys
        while left:
            left = left[os.write(self._terminal, left) :]
        return at

    def has_read(self) -> bool:
        """Whether the program has read everything that was typed."""
        side = os.open(self._name, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            return fcntl.ioctl(side, termios.FIONREAD, b"\0" * 4) == b"\0" * 4
        finally:
            os.close(side)

    def press(self, *names: str) -> float:
        """Press keys by name ("enter", "ctrl+s", "é"), one write each; the instant the last was sent."""
        at = perf_counter()
        for name in names:
            at = self.send(KEYS.get(name, name))
        return at

    def paste(self, text: str) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window; the kernel tells the program."""
        self._feed_all()
        self.size = (columns, rows)
        self._screen.resize(columns, rows)
        self._set_size()

    def stall(self) -> None:
        """Stop reading, as a frozen client does; the program's writes pile up in the kernel, then block."""
        self._stalled = True
        os.write(self._wake, b"s")

    def resume(self) -> None:
        """Read again."""
        self._stalled = False
        os.write(self._wake, b"r")

    # What it shows

    def screen(self) -> list[str]:
        """The rows as they stand, padded to the window's width; a wide character counts one."""
        self._feed_all()
        return self._screen.rows()

    def text(self) -> str:
        """The screen as one string, without trailing spaces."""
        return "\n".join(row.rstrip() for row in self.screen())

    def cells(self) -> list[list[str]]:
        """The cells of each row; the right half of a wide character is an empty one."""
        self._feed_all()
        return self._screen.cells()

    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, both from 1."""
        self._feed_all()
        return self._screen.cursor()

    def wait_for(self, text: str, timeout: float = 30) -> float:
        """Wait until `text` is on the screen in one row; the instant of the read that completed it.

        Raises NotShown with the screen after `timeout` seconds, or at once when the command ended without it.
        """
        return self.wait_until(lambda rows: any(text in row for row in rows), timeout, repr(text))

    def wait_gone(self, text: str, timeout: float = 30) -> float:
        """Wait until no row shows `text`; the instant it went. Raises NotShown."""
        return self.wait_until(lambda rows: not any(text in row for row in rows), timeout, f"no {text!r}")

    def wait_until(self, shown: Callable[[list[str]], bool], timeout: float = 30, wanted: str = "it") -> float:
        """Wait until `shown(rows)` holds; the instant of the read that made it so. Raises NotShown."""
        end = perf_counter() + timeout
        while not shown(self._screen.rows()):
            if not self._feed_one(until=end):
                raise NotShown(f"waited for {wanted}, but saw\n{self._picture()}")
        return self._reads[self._fed - 1].at if self._fed else self.started_at

    def settle(self, quiet: float = QUIET, timeout: float = 30) -> float:
        """Wait for `quiet` seconds without a byte; the instant of the last one. Raises NotShown."""
        began = perf_counter()
        while True:
            last = max(self._reads[-1].at if self._reads else began, began)
            left = last + quiet - perf_counter()
            if left <= 0:
                return self._reads[-1].at if self._reads else began
            if perf_counter() - began > timeout:
                raise NotShown(f"never quiet for {quiet} s in {timeout} s\n{self._picture()}")
            with self._arrived:
                self._arrived.wait(left)

    # What it wrote

    @property
    def raw(self) -> bytes:
        """Every byte the command has written so far."""
        return b"".join(read.output for read in self._reads)

    @property
    def reads(self) -> tuple[Read, ...]:
        """Every read so far, oldest first."""
        return tuple(self._reads)

    @property
    def modes_left_changed(self) -> set[int]:
        """The private modes not as a shell expects them; empty after a clean exit."""
        return modes_left_changed(self.raw)

    def bytes_for(self, action: Callable[[], object], quiet: float = 0.2) -> bytes:
        """What the command writes in answer to `action`, until it is quiet for `quiet` seconds.

        An answer that begins later than that is missed: nothing at all is a valid answer.
        """
        before = len(self._reads)
        action()
        self.settle(quiet)
        return b"".join(read.output for read in self._reads[before:])

    def time(
        self,
        keys: str | bytes,
        quiet: float = QUIET,
        timeout: float = 30,
        answers: Callable[[bytes], object] = lambda _: True,
    ) -> Response:
        """Send `keys` and time the answer: the read with which all that came since answers, by `answers`.

        Raises NotShown if none comes in `timeout` seconds.
        """
        before = len(self._reads)
        sent_at = self.send(keys)
        with self._arrived:
            if not self._arrived.wait_for(lambda: self._answered_at(before, answers), timeout):
                raise NotShown(f"no answer to {keys!r}\n{self._picture()}")
        settled_at = self.settle(quiet)
        answered_at = self._answered_at(before, answers)
        size = sum(len(read.output) for read in self._reads[before:])
        return Response((answered_at - sent_at) * 1000, (settled_at - sent_at) * 1000, size)

    # Inside

    def _answered_at(self, number: int, answers: Callable[[bytes], object]) -> float:
        """0 until the reads from that number on answer."""
        output = b""
        for read in self._reads[number:]:
            output += read.output
            if answers(output):
                return read.at
        return 0.0

    def _set_size(self) -> None:
        columns, rows = self.size
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read_for_ever(self) -> None:
        unanswered = b""
        while True:
            ready, _, _ = select.select([self._wake_reader] + [self._terminal] * (not self._stalled), [], [])
            if self._wake_reader in ready and not os.read(self._wake_reader, 1):
                return
            if self._terminal not in ready or self._stalled:
                continue
            try:
                output = os.read(self._terminal, 65536)
            except OSError:  # EIO: the last program that held the pty has gone
                output = b""
            with self._arrived:
                if output:
                    self._reads.append(Read(perf_counter(), output))
                self._arrived.notify_all()
            if not output:
                return
            unanswered = self._answer(unanswered + output)

    def _answer(self, output: bytes) -> bytes:
        whole, unfinished = split_unfinished(output)
        for query in QUERY.finditer(whole):
            self.send(self._replies.to(query, self.cursor, self.size))
        return unfinished

    def _feed_all(self) -> None:
        while self._fed < len(self._reads):
            self._feed_one(until=0)

    def _feed_one(self, until: float) -> bool:
        """Draw the next read, waiting for it `until` that instant; whether there was one."""
        with self._arrived:
            while self._fed >= len(self._reads):
                left = until - perf_counter()
                if left <= 0 or not self._reader.is_alive():
                    return False
                self._arrived.wait(min(left, 0.2))
        with self._feeding:
            if self._fed < len(self._reads):
                self._screen.feed(self._reads[self._fed].output)
                self._fed += 1
        return True

    def _picture(self) -> str:
        rows = "\n".join(f"│{row}│" for row in self.screen())
        state = "running" if self._reader.is_alive() else "ended"
        return f"{' '.join(self.command)} ({state})\n{rows}"


def plain_environment() -> dict[str, str]:
    """An environment that does not depend on who runs the tests: a true-colour xterm in UTF-8."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC"}


def _own_the_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
