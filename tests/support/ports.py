"""A port nobody listens on, and none that the system gives to whoever calls out meanwhile."""

from __future__ import annotations

import os
import random
import socket
from itertools import count

LOWEST, HIGHEST = 12_000, 31_999
"""Below what systems take for the near end of a connection (Linux: 32768 and up), so that from the choice to the start
of a server no other test's connection comes to sit there."""

_places = count(random.Random(os.getpid()).randrange(HIGHEST - LOWEST))


def free_port() -> int:
    """Its number on the loopback address, another one at each call; it is free until somebody else chooses it."""
    ports = (LOWEST + place % (HIGHEST - LOWEST) for place in _places)
    return next(port for port in ports if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
