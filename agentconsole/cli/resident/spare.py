"""The spare: a process forked before anybody asks for a console, whose pages are its own by the time somebody does.

A third of what is left of a start goes into pages: a fresh fork copies each one at its first touch, six thousand of
them. The spare plays a start through, which touches them, and waits.
"""

from __future__ import annotations

import os
import signal
import socket
import threading

from agentconsole.cli.resident.line import LONGEST, Wanted, receive

TERMINAL_FILES = 3
READY = b"r"


class Spare:
    """The resident's end of the line to it."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door

    def takes(self, line: socket.socket, files: list[int], told: bytes) -> bool:
        """Hands over the line to whoever asks, their terminal and what they want; False while it is not played
        through. Raises OSError when it has died."""
        try:
            word = self._door.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        if word != READY:
            raise ConnectionResetError("the spare has ended")
        socket.send_fds(self._door, [len(told).to_bytes(4, "little")], [line.fileno(), *files])
        self._door.sendall(told)
        self.close()
        return True

    def close(self) -> None:
        """Without a console to become, it ends."""
        self._door.close()


def begun() -> Spare | socket.socket:
    """Forks one: in the resident the spare, in the spare its own end of the line. Raises OSError."""
    theirs, own = socket.socketpair()
    if os.fork():
        own.close()
        return Spare(theirs)
    theirs.close()
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    return own


def wait(door: socket.socket, patience: float) -> tuple[socket.socket, list[int], Wanted]:
    """In the spare, once it is played through: the line to whoever wants a console, their terminal's files and what
    they want. Ends the process when the resident is gone. `patience` is in seconds. Raises OSError and ValueError."""
    from agentconsole.cli.resident.rehearsal import rehearse

    rehearse()
    door.sendall(READY)
    head, files, _, _ = socket.recv_fds(door, 4, 1 + TERMINAL_FILES)
    if len(head) != 4 or len(files) != 1 + TERMINAL_FILES or threading.active_count() != 1:
        os._exit(0)
    told = receive(door, min(LONGEST, int.from_bytes(head, "little")))
    door.close()
    line = socket.socket(fileno=files[0])
    line.settimeout(patience)
    return line, files[1:], Wanted.unpacked(told)
