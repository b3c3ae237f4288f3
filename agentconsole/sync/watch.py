"""Noticing that somebody else wrote to the store: the kernel tells, so nobody has to look every second."""

from __future__ import annotations

import os
import select
import struct
import sys
from collections.abc import Callable
from threading import Event, Thread

IN_MODIFY, IN_MOVED_TO = 0x2, 0x80
HEADER = struct.Struct("iIII")
POLL_SECONDS = 2.0
SETTLE_SECONDS = 0.05
"""A commit touches the file several times; one look afterwards is enough."""


class Watch:
    """Calls `changed` in its own thread after the store's file was written by anybody."""

    def __init__(self, path: str, changed: Callable[[], None], *, looks_first: bool = False) -> None:
        """`looks_first`: calls it once as soon as the kernel tells, for what was written up to then."""
        self._path = os.path.abspath(path)
        self._changed, self._looks_first = changed, looks_first
        self._stop = Event()
        self._pipe = os.pipe()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the watching; a second time there is nothing to end."""
        if self._stop.is_set():
            return
        self._stop.set()
        # Whoever waits at the other end reads of it, and closes that one: it may be busy for longer than we wait.
        os.close(self._pipe[1])
        if self._thread.ident is None:
            os.close(self._pipe[0])
        else:
            self._thread.join(1.0)

    def _run(self) -> None:
        try:
            self._watch()
        finally:
            os.close(self._pipe[0])

    def _watch(self) -> None:
        descriptor = _inotify(os.path.dirname(self._path))
        if descriptor < 0:
            self._poll()
            return
        if self._looks_first:
            self._changed()
        try:
            self._listen(descriptor)
        finally:
            os.close(descriptor)

    def _listen(self, descriptor: int) -> None:
        names = {os.path.basename(self._path), os.path.basename(self._path) + "-wal"}
        while not self._stop.is_set():
            ready, _, _ = select.select([descriptor, self._pipe[0]], [], [])
            if self._pipe[0] in ready:
                return
            if names & _names(os.read(descriptor, 65_536)):
                self._stop.wait(SETTLE_SECONDS)
                self._changed()

    def _poll(self) -> None:
        """Where the kernel does not tell, the file's time of change does."""
        before = self._stamp()
        while not self._stop.wait(POLL_SECONDS):
            now = self._stamp()
            if now != before:
                before = now
                self._changed()

    def _stamp(self) -> tuple[int, ...]:
        stamps = []
        for name in (self._path, self._path + "-wal"):
            try:
                stamps.append(os.stat(name).st_mtime_ns)
            except OSError:
                stamps.append(0)
        return tuple(stamps)


def _inotify(folder: str) -> int:
    """A descriptor that tells of writes in the folder; -1 where there is no such thing."""
    if not sys.platform.startswith("linux"):
        return -1
    # Imported in the watch's own thread: the first frame does not wait for it.
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = int(libc.inotify_init1(os.O_CLOEXEC))
    if descriptor >= 0 and libc.inotify_add_watch(descriptor, os.fsencode(folder), IN_MODIFY | IN_MOVED_TO) < 0:
        os.close(descriptor)
        return -1
    return descriptor


def _names(data: bytes) -> set[str]:
    names, at = set(), 0
    while at < len(data):
        _wd, _mask, _cookie, length = HEADER.unpack_from(data, at)
        at += HEADER.size
        names.add(os.fsdecode(data[at : at + length].rstrip(b"\0")))
        at += length
    return names
