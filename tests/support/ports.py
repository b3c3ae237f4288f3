"""A port nobody listens on."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Its number on the loopback address; it is free until somebody else asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
