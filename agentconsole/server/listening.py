"""The sockets the server listens on, had before anything is said or served."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack

WAITING = 2_048
"""Connections that may wait to be taken: every console of the largest team at once."""
NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""A name may stand for an address of IPv6 where the computer has none."""


def listen(host: str, port: int) -> list[socket.socket]:
    """One socket for each address of the host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    absent = OSError(errno.EADDRNOTAVAIL, "no such address on this computer")
    with ExitStack() as opened:
        listening = []
        for family, _, _, _, address in dict.fromkeys(found):
            try:
                listening.append(opened.enter_context(socket.create_server(address, family=family, backlog=WAITING)))
            except OSError as error:
                if error.errno not in NOT_HERE:
                    raise
                absent = error
        if not listening:
            raise absent
        opened.pop_all()
    return listening
