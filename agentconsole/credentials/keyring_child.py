"""The process that speaks to the keyring: one question on stdin, one answer on stdout, both JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

SERVICE = "agentconsole"
ALLOWED = (
    *("keyring.backends.macOS.", "keyring.backends.Windows.", "keyring.backends.SecretService."),
    *("keyring.backends.libsecret.", "keyring.backends.kwallet."),
)
"""Keyrings that encrypt. Whatever else is installed, such as keyrings.alt, is not asked: it may write plain text."""


def chosen(backends: list[Any]) -> Any | None:
    """Of those we trust, the one that fits this computer best; None when there is none."""
    trusted = [each for each in backends if _name(each).startswith(ALLOWED)]
    return max(trusted, key=lambda each: float(each.priority), default=None)


def _name(backend: Any) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def answer(question: dict[str, str], backends: list[Any]) -> dict[str, str]:
    """What the keyring says to the question."""
    backend = chosen(backends)
    if backend is None:
        return {"token": "", "where": "", "trouble": "this computer has no keyring we trust"}
    where, name = str(backend.name), f"{question['agent']}@{question['server']}"
    token = ""
    match question["what"]:
        case "set":
            backend.set_password(SERVICE, name, question["token"])
        case "delete":
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)
        case _:
            token = backend.get_password(SERVICE, name) or ""
    return {"token": token, "where": where}


def main() -> None:
    """Answers one question."""
    from keyring.backend import get_all_keyring
    from keyring.errors import KeyringError

    question = json.load(sys.stdin)
    try:
        told = answer(question, list(get_all_keyring()))
    except KeyringError:
        told = {"token": "", "where": "", "trouble": "the keyring is locked or refused"}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
