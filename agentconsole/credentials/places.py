"""Finding, keeping and forgetting the token of one agent at one server, with each place said plainly."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from enum import StrEnum

from agentconsole.credentials.keyring import LIMIT_SECONDS, KeyringUnusable, ask
from agentconsole.domain.values import dataclass

TOKEN = "AGENTCONSOLE_TOKEN"  # noqa: S105 - the variable's name
TOKEN_FILE = "AGENTCONSOLE_TOKEN_FILE"  # noqa: S105 - the variable's name
LONGEST = 4_096


class Place(StrEnum):
    """Where a token is."""

    VARIABLE = "variable"
    FILE = "file"
    KEYRING = "keyring"
    MEMORY = "memory"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Found:
    """A token, empty when there is none, and where it lies in words."""

    token: str
    place: Place
    words: str
    is_known: bool = True
    """False where the place could not be asked: a token may lie there all the same."""


class CredentialsError(Exception):
    """A token may lie there but must not be used; the message is one plain sentence."""


def find(server: str, agent: str, environment: Mapping[str, str], limit: float = LIMIT_SECONDS) -> Found:
    """The token of that agent at that server. Raises CredentialsError."""
    if environment.get(TOKEN):
        return Found(environment[TOKEN].strip(), Place.VARIABLE, f"in the variable {TOKEN}")
    path = environment.get(TOKEN_FILE, "")
    if path and os.path.lexists(path):
        return Found(_read(path), Place.FILE, f"in {path}, readable by you alone")
    if path:
        return Found("", Place.NOWHERE, f"nowhere yet; {TOKEN_FILE} names {path}")
    try:
        kept = ask("get", server, agent, "", limit)
    except KeyringUnusable as error:
        return Found("", Place.NOWHERE, f"nowhere: {error}", is_known=False)
    if kept.token:
        return Found(kept.token, Place.KEYRING, f"in this computer's keyring ({kept.where})")
    return Found("", Place.NOWHERE, f"nowhere; the keyring ({kept.where}) has none")


def keep(server: str, agent: str, token: str, environment: Mapping[str, str], limit: float = LIMIT_SECONDS) -> Found:
    """Keeps the token where it outlives this process, if there is such a place. Raises CredentialsError."""
    if environment.get(TOKEN):
        return Found(token, Place.MEMORY, f"in memory only: the variable {TOKEN} is set, and would be read instead")
    path = environment.get(TOKEN_FILE, "")
    if path:
        _write(path, token)
        return Found(token, Place.FILE, f"in {path}, readable by you alone")
    try:
        kept = ask("set", server, agent, token, limit)
    except KeyringUnusable as error:
        words = f"in memory only ({error}): it ends with this console. {TOKEN_FILE} may name a file to keep it in"
        return Found(token, Place.MEMORY, words)
    return Found(token, Place.KEYRING, f"in this computer's keyring ({kept.where})")


def forget(server: str, agent: str, environment: Mapping[str, str], limit: float = LIMIT_SECONDS) -> None:
    """Removes what `keep` has kept. Raises CredentialsError for a file that cannot be removed."""
    path = environment.get(TOKEN_FILE, "")
    try:
        if path and os.path.lexists(path):
            os.unlink(path)
    except OSError as error:
        raise CredentialsError(f"{path} cannot be removed ({error.strerror}).") from error
    try:
        ask("delete", server, agent, "", limit)
    except KeyringUnusable:
        return


def _read(path: str) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor) as file:
            _require_mine(path, os.fstat(file.fileno()))
            return file.read(LONGEST).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialsError(
            f"The token's file {path} cannot be read; it has to be a plain file of yours."
        ) from error


def _require_mine(path: str, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise CredentialsError(f"{path} is no plain file, so no token is read from it.")
    if os.name == "posix" and found.st_uid != os.getuid():
        raise CredentialsError(f"{path} belongs to somebody else, so no token is read from it.")
    if os.name == "posix" and found.st_mode & 0o077:
        raise CredentialsError(f"Others may read {path}: close it with `chmod 600 {path}`, and sign in anew.")


def _write(path: str, token: str) -> None:
    beside = f"{path}.new"
    try:
        if os.path.lexists(beside):
            os.unlink(beside)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(token + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise CredentialsError(f"The token cannot be kept in {path} ({error.strerror}).") from error
