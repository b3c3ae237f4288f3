"""A server's address in its one spelling."""

from __future__ import annotations

from urllib.parse import urlsplit

from agentconsole.backends.base import BackendRejected

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Names by which no other computer is reached, nor reaches this one."""


def origin(address: str) -> str:
    """The server's address in its one spelling. Raises BackendRejected for what is none, or is not safe."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise BackendRejected(f"{address[:200]!r} is no server's address; write https://host or https://host:port.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise BackendRejected(
            "A server elsewhere is spoken to over https:// only: a password would be read on the way."
        )
    named = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{named}{port}{parts.path.rstrip('/')}"
