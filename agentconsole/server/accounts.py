"""Accounts: who may sign in, the password as argon2id keeps it, and the one-time code a new one begins with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from agentconsole.domain.promises.service_levels import DAY
from agentconsole.domain.team.passwords import LONGEST, why_refused
from agentconsole.server import sessions
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for another one when read aloud."""
CODE_LASTS = 7 * DAY
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's smallest profile: a whole shift signs in at once, on small servers."""
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""What is compared for a name nobody has, so that it takes as long."""


class NotAdmitted(PermissionError):
    """The name and the password do not go together; it is not said which is wrong."""


class PasswordRefused(ValueError):
    """The password cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in, and how they prove it."""

    agent_id: str
    password: str
    is_enabled: bool
    code_sha: bytes | None
    code_until: int


def find(db: Connection, agent_id: str) -> Account | None:
    """The account of that name."""
    row = db.execute(
        "SELECT agent_id, password, enabled, code_sha, code_until_ms FROM account WHERE agent_id = ?", (agent_id,)
    ).fetchone()
    return Account(row[0], row[1], bool(row[2]), row[3], row[4]) if row else None


def every(db: Connection) -> list[Account]:
    """All accounts by name."""
    rows = db.execute("SELECT agent_id, password, enabled, code_sha, code_until_ms FROM account ORDER BY agent_id")
    return [Account(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]


def open_with_code(db: Connection, agent_id: str, now: int) -> str:
    """Enables the account, made where there is none, and answers the code a new password is set with.

    The password there was, and every session, end with it.
    """
    code = "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
    with unit_of_work(db):
        db.execute(
            "INSERT INTO account(agent_id, password, enabled, code_sha, code_until_ms, changed_ms) "
            "VALUES (?, '', 1, ?, ?, ?) ON CONFLICT(agent_id) DO UPDATE SET password = '', enabled = 1, "
            "code_sha = excluded.code_sha, code_until_ms = excluded.code_until_ms, changed_ms = excluded.changed_ms",
            (agent_id, _code_hash(code), now + CODE_LASTS, now),
        )
        sessions.end_all(db, agent_id, now)
    return code


def disable(db: Connection, agent_id: str, now: int) -> None:
    """Nobody signs in under that name any more, and who is signed in is not. Raises LookupError."""
    with unit_of_work(db):
        changed = db.execute(
            "UPDATE account SET enabled = 0, code_sha = NULL, changed_ms = ? WHERE agent_id = ?", (now, agent_id)
        )
        if not changed.rowcount:
            raise LookupError(agent_id)
        sessions.end_all(db, agent_id, now)


def verify(account: Account | None, password: str) -> None:
    """Takes as long for a name nobody has. Raises NotAdmitted."""
    is_real = account is not None and account.is_enabled and account.password != ""
    stored = account.password if account is not None and is_real else _NOBODY
    try:
        _hasher.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError) as error:
        raise NotAdmitted from error
    if not is_real:
        raise NotAdmitted


def hashed(password: str, agent_id: str) -> str:
    """The password as it is kept. Raises PasswordRefused."""
    refused = why_refused(password, agent_id)
    if refused:
        raise PasswordRefused(refused)
    return _hasher.hash(password)


def require_code(account: Account | None, code: str, now: int) -> None:
    """Raises NotAdmitted unless the code is the account's, and good: it is asked before the password is looked at."""
    known = account.code_sha if account is not None and account.is_enabled and account.code_until > now else None
    if not secrets.compare_digest(known or b"", _code_hash(code)):
        raise NotAdmitted


def set_with_code(db: Connection, agent_id: str, code: str, password: str, now: int) -> None:
    """Uses up the code and sets the password, hashed already. Raises NotAdmitted. Belongs inside `unit_of_work`."""
    changed = db.execute(
        "UPDATE account SET password = ?, code_sha = NULL, changed_ms = ? "
        "WHERE agent_id = ? AND enabled = 1 AND code_sha = ? AND code_until_ms > ?",
        (password, now, agent_id, _code_hash(code), now),
    )
    if not changed.rowcount:
        raise NotAdmitted


def change_password(db: Connection, account: Account, password: str, session_id: str, now: int) -> None:
    """Sets the password, hashed already, and ends every session but this one (OWASP ASVS 5.0, 7.4.3).

    Raises NotAdmitted when `account`, whose password was verified, has another one by now.
    """
    with unit_of_work(db):
        changed = db.execute(
            "UPDATE account SET password = ?, code_sha = NULL, changed_ms = ? "
            "WHERE agent_id = ? AND enabled = 1 AND password = ?",
            (password, now, account.agent_id, account.password),
        )
        if not changed.rowcount:
            raise NotAdmitted
        sessions.end_all(db, account.agent_id, now, but=session_id)


def _code_hash(code: str) -> bytes:
    return sha256("".join(code.upper().split()).replace("-", "").encode()).digest()
