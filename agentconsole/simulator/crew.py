"""Who the simulated agents sign in as: a file of names with one-time codes, in which their passwords are kept."""

from __future__ import annotations

import os
import re
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from agentconsole.backends.api import SignIn
from agentconsole.backends.rest import RestBackend
from agentconsole.ids import token

CODE = re.compile(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}")
TERMINAL = "t-simulated"


class CrewError(ValueError):
    """The file cannot be used; the message names the line and what belongs there."""


@dataclass(frozen=True, slots=True)
class Mate:
    """One agent to play. `secret` is a password, or the one-time code a first sign-in is made with."""

    name: str
    secret: str

    @property
    def is_new(self) -> bool:
        """Whether the secret is a code, as `agentconsole server user add` prints it."""
        return CODE.fullmatch(self.secret) is not None


def read_crew(path: Path) -> tuple[Mate, ...]:
    """One agent a line: the name, then the code or the password; empty lines and `#` are passed over.

    Raises CrewError and OSError.
    """
    crew = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _, secret = line.strip().partition(" ")
        if not name or name.startswith("#"):
            continue
        if not secret.strip():
            raise CrewError(f"{path}, line {number}: write a name, a space, and the one-time code or the password.")
        crew.append(Mate(name, secret.strip()))
    if not crew:
        raise CrewError(f"{path} names nobody: one agent a line, a space, and the one-time code or the password.")
    return tuple(crew)


def sign_in(url: str, crew: tuple[Mate, ...], path: Path, ca_file: str = "") -> dict[str, str]:
    """A token for each; a password chosen with a code takes its place in the file at once. Raises BackendError."""
    tokens, known = {}, list(crew)
    with closing(RestBackend(url, ca_file=ca_file)) as backend:
        for n, mate in enumerate(crew):
            password = token()[:32] if mate.is_new else mate.secret
            code = mate.secret if mate.is_new else ""
            backend.token = ""
            tokens[mate.name] = backend.sign_in(SignIn(mate.name, password, TERMINAL, "simulated", code)).token
            known[n] = replace(mate, secret=password)
            if mate.is_new:
                _write(path, known)
    return tokens


def _write(path: Path, crew: list[Mate]) -> None:
    beside = path.with_name(f"{path.name}.new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{mate.name} {mate.secret}\n" for mate in crew)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
