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

UNUSED_SECONDS = 12 * 3_600.0
"""A shift and a bit without a start, after which it ends by itself."""
PATIENCE = 2.0
"""Seconds one request may take: nobody keeps the next one waiting."""
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
        folder = os.path.dirname(place)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not is_private(folder):
            raise PermissionError(f"{folder} can be reached by others; make it yours alone: chmod 700")
        self._listening = socket.socket(socket.AF_UNIX)

    def load(self) -> None:
        """Imports everything; nothing is opened and no thread is begun by it."""
        from agentconsole.cli.build import load_screens

        load_screens()
        for name in WORKING:
            importlib.import_module(name)
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
        until = monotonic() + UNUSED_SECONDS
        while (left := until - monotonic()) > 0:
            self._listening.settimeout(left)
            try:
                line, _ = self._listening.accept()
            except TimeoutError:
                break
            with line:
                try:
                    started = self._answer(line)
                except (OSError, ValueError):
                    continue
            if started is not None:
                return started
            until = monotonic() + UNUSED_SECONDS
        self._leave()

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
        line.settimeout(PATIENCE)
        head, files, _, _ = socket.recv_fds(line, 5, 3)
        try:
            if head[:1] == CONSOLE and len(files) == 3:
                told = receive(line, min(LONGEST, int.from_bytes(head[1:], "little")))
                return self._forked(line, Wanted.unpacked(told), files)
            line.sendall(TAKEN + self._pid.to_bytes(4, "little"))
            if head[:1] == STOP:
                self._leave()
            return None
        finally:
            for each in files:
                os.close(each)

    def _forked(self, line: socket.socket, wanted: Wanted, files: list[int]) -> Started | None:
        if wanted.likeness != self._like or likeness(self._environment) != self._like or threading.active_count() != 1:
            line.sendall(REFUSED)
            return None
        if os.fork():
            return None
        try:
            self._become(line, wanted, files)
            return Started(wanted, socket.socket(fileno=os.dup(line.fileno())))
        except OSError:
            os._exit(1)

    def _become(self, line: socket.socket, wanted: Wanted, files: list[int]) -> None:
        """Makes this child what the process in front would have been. Raises OSError."""
        os.setsid()
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._listening.close()
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
