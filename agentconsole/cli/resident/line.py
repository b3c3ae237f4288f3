"""What the two ends of the resident's socket say to each other; light, because every start of a console loads it."""

import os
import socket

CONSOLE, STATUS, STOP = b"c", b"s", b"q"
TAKEN, REFUSED, GO = b"y", b"n", b"g"
LONGEST = 4 * 1024 * 1024
"""Bytes of a request: more than the kernel lets an environment and arguments have."""


class Wanted:
    """A console as it is asked for: everything a process gets from whoever begins it, but for its files."""

    def __init__(
        self, likeness: bytes, umask: int, folder: str, arguments: list[str], environment: dict[str, str]
    ) -> None:
        """`folder` is the working folder."""
        self.likeness, self.umask, self.folder = likeness, umask, folder
        self.arguments, self.environment = arguments, environment

    def packed(self) -> bytes:
        """For the socket."""
        words = [str(self.umask), self.folder, str(len(self.arguments)), *self.arguments]
        words += [f"{name}={value}" for name, value in self.environment.items()]
        return b"\0".join([self.likeness, *map(os.fsencode, words)])

    @classmethod
    def unpacked(cls, told: bytes) -> "Wanted":
        """Raises ValueError."""
        likeness, umask, folder, count, *rest = told.split(b"\0")
        words = [os.fsdecode(each) for each in rest]
        arguments, environment = words[: int(count)], words[int(count) :]
        pairs = [each.partition("=") for each in environment]
        named = {name: value for name, _, value in pairs}
        return cls(likeness, int(umask), os.fsdecode(folder), arguments, named)


def peer_uid(line: socket.socket) -> int:
    """Whose process is at the other end, by the kernel's word; -1 where it does not say."""
    if not hasattr(socket, "SO_PEERCRED"):
        return -1
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(told[4:8], "little")


def is_private(folder: str) -> bool:
    """Whether nobody but its owner, who we are, can reach into it."""
    try:
        stat = os.lstat(folder)
    except OSError:
        return False
    return stat.st_uid == os.geteuid() and stat.st_mode & 0o170077 == 0o040000


def receive(line: socket.socket, count: int) -> bytes:
    """So many bytes; fewer when the other end has closed."""
    got = b""
    while len(got) < count:
        part = line.recv(count - len(got))
        if not part:
            break
        got += part
    return got
