"""The resident's own process: one thread, no file of anybody's open, everything loaded; a fork for each console."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import threading
from time import monotonic
from typing import NoReturn

from agentconsole.cli.resident import spare
from agentconsole.cli.resident.likeness import likeness
from agentconsole.cli.resident.line import (
    CONSOLE,
    GO,
    LONGEST,
    REFUSED,
    STOP,
    TAKEN,
    Wanted,
    is_private,
    peer_uid,
    receive,
)
from agentconsole.cli.resident.spare import Spare

UNUSED_SECONDS = 12 * 3_600.0
"""A shift and a bit without a start, after which it ends by itself."""
PATIENCE = 2.0
"""Seconds one request may take: nobody keeps the next one waiting."""
SPARE_AFTER = 1.0
"""Seconds after a start until the next spare is made: not while the console that has begun needs the processor."""
WORKING = (
    *(
        "agentconsole.cli.starting.console",
        "agentconsole.cli.starting.team_console",
        "agentconsole.cli.ending",
        "agentconsole.cli.plain",
    ),
    *("agentconsole.store.files.check", "agentconsole.sync.delivery", "agentconsole.sync.team_courier"),
    *("agentconsole.sync.line", "agentconsole.sync.line_carrier", "agentconsole.backends.rest"),
    *("agentconsole.tui.driver", "agentconsole.tui.keymap", "agentconsole.tui.theme"),
)
"""What a console loads at its start and in the first seconds of its work, beside the screens."""


class Started:
    """A console that this process has become: what it was asked for, and the line to the process in front."""

    def __init__(self, wanted: Wanted, line: socket.socket) -> None:
        self.wanted, self._line = wanted, line
        self._is_over = False

    def watch(self) -> None:
        """Leaves in good order when the process in front is gone, as when a terminal closes."""
        threading.Thread(target=self._watch, name="front", daemon=True).start()

    def _watch(self) -> None:
        try:
            told = self._line.recv(1)
        except OSError:
            told = b""
        if not told and not self._is_over:
            os.kill(os.getpid(), signal.SIGHUP)

    def end(self, code: int) -> None:
        """Tells the process in front how it ended."""
        self._is_over = True
        try:
            self._line.sendall(bytes([code & 0xFF]))
        except OSError:
            return


class Keeper:
    """Waits at `place`. Raises OSError where it cannot be private."""

    def __init__(self, place: str) -> None:
        self._place, self._pid = place, os.getpid()
        # Loading the screens adds to it.
        self._environment = dict(os.environ)
        self._like = likeness(self._environment)
        self._inode = 0
        self._spare: Spare | None = None
        folder = os.path.dirname(place)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not is_private(folder):
            raise PermissionError(f"{folder} can be reached by others; make it yours alone: chmod 700")
        self._listening = socket.socket(socket.AF_UNIX)

    def load(self) -> None:
        """Imports everything and plays a start through; no file stays open and no thread is left by it."""
        from agentconsole.cli.build import load_screens

        load_screens()
        for name in WORKING:
            importlib.import_module(name)
        from agentconsole.cli.resident.rehearsal import rehearse

        rehearse()
        gc.collect()
        # The collector of a console never looks at it, so the memory stays shared.
        gc.freeze()

    def open(self) -> None:
        """From here on consoles find it; a socket that a dead one has left is replaced."""
        beside = f"{self._place}.{self._pid}"
        before = os.umask(0o177)
        try:
            self._listening.bind(beside)
        finally:
            os.umask(before)
        self._listening.listen(16)
        self._inode = os.lstat(beside).st_ino
        os.replace(beside, self._place)
        # Consoles are waited for by their fronts, and by nobody here.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self._leave())

    def serve(self) -> Started:
        """Returns in the process of each console; the resident itself ends in it, after hours unused or when told."""
        until, spare_at = monotonic() + UNUSED_SECONDS, monotonic()
        while (now := monotonic()) < until:
            if self._spare is None and now >= spare_at:
                self._spare, started = self._spared()
                # Where there is no room for one, it is tried again.
                spare_at = now + SPARE_AFTER
            elif (line := self._called(until if self._spare is not None else spare_at)) is not None:
                started = self._heard(line)
                until, spare_at = monotonic() + UNUSED_SECONDS, monotonic() + SPARE_AFTER
            else:
                started = None
            if started is not None:
                return started
        self._leave()

    def _called(self, until: float) -> socket.socket | None:
        """The line to the next who asks; None when nobody does until then."""
        self._listening.settimeout(max(0.001, until - monotonic()))
        try:
            return self._listening.accept()[0]
        except TimeoutError:
            return None

    def _heard(self, line: socket.socket) -> Started | None:
        """What becomes of whoever asked; a console in the process that is one."""
        with line:
            try:
                return self._answer(line)
            except (OSError, ValueError):
                return None

    def _spared(self) -> tuple[Spare | None, Started | None]:
        """The next spare, where there is room for one; a console in the process that was it."""
        try:
            made = spare.begun()
        except OSError:
            return None, None
        if isinstance(made, Spare):
            return made, None
        self._listening.close()
        try:
            line, files, wanted = spare.wait(made, PATIENCE)
            self._become(line, wanted, files)
        except (OSError, ValueError):
            os._exit(1)
        for each in files:
            os.close(each)
        return None, Started(wanted, line)

    def _leave(self) -> NoReturn:
        """Ends the resident; its consoles go on."""
        try:
            if os.lstat(self._place).st_ino == self._inode:
                os.unlink(self._place)
        except OSError:
            pass
        os._exit(0)

    def _answer(self, line: socket.socket) -> Started | None:
        """What becomes of one request; a console in the process that is one. Raises OSError and ValueError."""
        if peer_uid(line) != os.geteuid():
            return None
        # Whoever asks works out the same at the same time, on the other core.
        like = likeness(self._environment)
        line.settimeout(PATIENCE)
        head, files, _, _ = socket.recv_fds(line, 5, 3)
        try:
            if head[:1] == CONSOLE and len(files) == 3:
                told = receive(line, min(LONGEST, int.from_bytes(head[1:], "little")))
                return self._begun(line, told, files, like)
            line.sendall(TAKEN + self._pid.to_bytes(4, "little"))
            if head[:1] == STOP:
                self._leave()
            return None
        finally:
            for each in files:
                os.close(each)

    def _begun(self, line: socket.socket, told: bytes, files: list[int], like: bytes) -> Started | None:
        """`like` is what a resident begun now would be like: this one, unless the program has been changed since."""
        wanted = Wanted.unpacked(told)
        if not wanted.likeness == like == self._like or threading.active_count() != 1:
            line.sendall(REFUSED)
            return None
        if self._spare_takes(line, files, told) or os.fork():
            return None
        try:
            self._become(line, wanted, files)
            return Started(wanted, socket.socket(fileno=os.dup(line.fileno())))
        except OSError:
            os._exit(1)

    def _spare_takes(self, line: socket.socket, files: list[int], told: bytes) -> bool:
        if self._spare is None:
            return False
        try:
            is_taken = self._spare.takes(line, files, told)
        except OSError:
            self._spare = None
            return False
        if is_taken:
            self._spare = None
        return is_taken

    def _become(self, line: socket.socket, wanted: Wanted, files: list[int]) -> None:
        """Makes this child what the process in front would have been. Raises OSError."""
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._listening.close()
        if self._spare is not None:
            self._spare.close()
        os.chdir(wanted.folder)
        line.sendall(TAKEN + os.getpid().to_bytes(4, "little"))
        # Whoever asked may have lost patience, and begun a console by itself on the same terminal.
        if receive(line, 1) != GO:
            os._exit(1)
        line.settimeout(None)
        os.umask(wanted.umask)
        os.environ.clear()
        os.environ.update(wanted.environment)
        for own, theirs in enumerate(files):
            os.dup2(theirs, own)
        sys.argv = [sys.argv[0], *wanted.arguments]
        _open_standard_files()


def _open_standard_files() -> None:
    """Python's files over the descriptors, as a start on a terminal makes them."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        mode, buffering = ("w", 1) if number else ("r", -1)
        file = open(number, mode, buffering, before.encoding, before.errors, closefd=False)  # noqa: SIM115 - open to the end
        setattr(sys, name, file)
        setattr(sys, f"__{name}__", file)
