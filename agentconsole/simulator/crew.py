"""Who the simulated agents sign in as: a file of names with one-time codes, in which their passwords are kept."""

from __future__ import annotations

import os
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from agentconsole.backends.api import SignIn
from agentconsole.backends.base import BackendRejected
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.values import dataclass
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
    line: int = 0
    """Where in the file they stand, from 1 on."""

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
        crew.append(Mate(name, secret.strip(), number))
    if not crew:
        raise CrewError(f"{path} names nobody: one agent a line, a space, and the one-time code or the password.")
    return tuple(crew)


def sign_in(url: str, crew: tuple[Mate, ...], path: Path, ca_file: str = "") -> dict[str, str]:
    """A token for each; a password chosen with a code takes its place in the file at once.

    Raises CrewError for somebody who is not let in, BackendError and OSError.
    """
    tokens = {}
    with closing(RestBackend(url, ca_file=ca_file)) as backend:
        for mate in crew:
            password = token()[:32] if mate.is_new else mate.secret
            code = mate.secret if mate.is_new else ""
            backend.token = ""
            try:
                tokens[mate.name] = backend.sign_in(SignIn(mate.name, password, TERMINAL, "simulated", code)).token
            except BackendRejected as error:
                again = f"`agentconsole server user add {mate.name} --new-code` prints a new code."
                what = again if mate.is_new else "is that the password?"
                raise CrewError(f"{path}, line {mate.line}: {mate.name} is not let in ({error}); {what}") from error
            if mate.is_new:
                _write(path, replace(mate, secret=password))
    return tokens


def _write(path: Path, mate: Mate) -> None:
    """Their line with the new secret; everything else in the file stays."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[mate.line - 1] = f"{mate.name} {mate.secret}"
    beside = path.with_name(f"{path.name}.new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
