"""Asking the computer's keyring from a process of its own: a keyring that never answers must not stop a console."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Literal

from agentconsole.domain.values import dataclass

LIMIT_SECONDS = 3.0
"""A Secret Service without anybody to unlock it can wait for ever."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the keyring said: the token, empty for none, and the keyring's own name."""

    token: str
    where: str


class KeyringUnusable(Exception):
    """There is no keyring we trust, or it does not answer; the message says which, in a few words."""


def ask(
    what: Literal["get", "set", "delete"], server: str, agent: str, token: str, limit: float = LIMIT_SECONDS
) -> Kept:
    """Reads, writes or removes one token. Raises KeyringUnusable."""
    question = json.dumps({"what": what, "server": server, "agent": agent, "token": token})
    command = [sys.executable, "-m", "agentconsole.credentials.keyring_child"]
    try:
        child = subprocess.run(command, input=question, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        raise KeyringUnusable(f"the keyring did not answer within {limit:g} s") from error
    except OSError as error:
        raise KeyringUnusable("no keyring could be asked") from error
    try:
        answer = json.loads(child.stdout)
        kept = Kept(str(answer["token"]), str(answer["where"])[:60])
    except (ValueError, KeyError, TypeError) as error:
        raise KeyringUnusable("the keyring failed") from error
    if answer.get("trouble"):
        raise KeyringUnusable(str(answer["trouble"])[:100])
    return kept
