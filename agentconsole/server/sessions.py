"""Sessions: one opaque token per terminal, kept as its hash, that stays good while it is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from agentconsole.backends.api import SessionView
from agentconsole.domain.promises.service_levels import DAY, HOUR, MINUTE
from agentconsole.ids import token, uuid7
from agentconsole.server.settings import SessionSettings
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

SEEN_STEP = MINUTE
"""How exact "last seen" is, in ms: a write for every request would lock the store for nothing."""
PREFIX = "acs_"
"""By which scanners find a token that leaked."""
LONGEST_TEXT = 100
AT_ONCE = 500
"""Sessions one statement looks up."""

_WITH_ACCOUNT = "session s JOIN account a ON a.agent_id = s.agent_id AND a.enabled = 1"
_COLUMNS = "s.id, s.agent_id, s.terminal, s.label, s.created_ms, s.seen_ms, s.ends_ms"
_GOOD = "s.revoked_ms = 0 AND s.seen_ms > ? AND s.ends_ms > ?"


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long sessions last, in ms (OWASP ASVS 5.0, 7.1.1: both are the team's to choose)."""

    unused: int = 12 * HOUR
    """Without a request for so long, a session has ended."""
    longest: int = 30 * DAY
    """From the password to the last end, however much the session is used."""

    @classmethod
    def of(cls, settings: SessionSettings) -> Lasting:
        """As the server's settings say."""
        return cls(settings.unused_hours * HOUR, settings.longest_days * DAY)

    def view(self, row: tuple[str, str, str, str, int, int, int]) -> SessionView:
        """A row of the table with its two ends."""
        session_id, agent_id, terminal, label, created, seen, ends = row
        return SessionView(session_id, agent_id, terminal, label, created, seen, min(seen + self.unused, ends), ends)


class SessionEnded(PermissionError):
    """The token is unknown, its session has run out, or it was ended; the message says so to the agent."""


def begin(
    db: Connection, agent_id: str, terminal: str, label: str, now: int, lasting: Lasting
) -> tuple[str, SessionView]:
    """A new session, and its token, which is stored nowhere. Belongs inside `unit_of_work`."""
    secret, session_id = PREFIX + token(), uuid7(now)
    db.execute(
        "INSERT INTO session(id, agent_id, token_sha, created_ms, seen_ms, ends_ms, revoked_ms, terminal, label) "
        "VALUES (?,?,?,?,?,?,0,?,?)",
        (
            *(session_id, agent_id, _hash(secret), now, now, now + lasting.longest),
            *(terminal[:LONGEST_TEXT], label[:LONGEST_TEXT]),
        ),
    )
    return secret, lasting.view(_find(db, session_id))


def check(db: Connection, secret: str, now: int, lasting: Lasting) -> SessionView:
    """The session of that token, good at `now`. Raises SessionEnded."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM {_WITH_ACCOUNT} WHERE s.token_sha = ? AND {_GOOD}",
        (_hash(secret), now - lasting.unused, now),
    ).fetchone()
    if row is None:
        raise SessionEnded("This terminal is not signed in any more; sign in again, nothing here is lost.")
    return lasting.view(row)


def still_good(db: Connection, session_id: str, now: int, lasting: Lasting) -> None:
    """Under the lock: the session was not ended since it was checked. Raises SessionEnded."""
    row = db.execute(
        f"SELECT 1 FROM {_WITH_ACCOUNT} WHERE s.id = ? AND {_GOOD}",
        (session_id, now - lasting.unused, now),
    ).fetchone()
    if row is None:
        raise SessionEnded("This terminal was signed out; sign in again, nothing here is lost.")


def good_of(db: Connection, ids: Sequence[str], now: int, lasting: Lasting) -> set[str]:
    """Which of these sessions are good at `now`."""
    found: set[str] = set()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = db.execute(
            f"SELECT s.id FROM {_WITH_ACCOUNT} WHERE s.id IN ({', '.join('?' * len(some))}) AND {_GOOD}",
            (*some, now - lasting.unused, now),
        )
        found.update(str(row[0]) for row in rows.fetchall())
    return found


def is_news(session: SessionView, now: int) -> bool:
    """Whether that the session is used now is worth a write."""
    return now - session.seen_ms >= SEEN_STEP


def touch(db: Connection, session: SessionView, now: int) -> None:
    """Remembers that the session is used, when that is news."""
    if is_news(session, now):
        with unit_of_work(db):
            db.execute("UPDATE session SET seen_ms = ? WHERE id = ? AND seen_ms < ?", (now, session.id, now))


def renew(db: Connection, session_id: str, now: int, lasting: Lasting) -> SessionView:
    """Moves the last end on, after the password was typed again. Raises SessionEnded."""
    with unit_of_work(db):
        still_good(db, session_id, now, lasting)
        # Neither goes back, whatever the clock does: a team that now lets sessions last shorter shortens those to come.
        ends = now + lasting.longest
        db.execute(
            "UPDATE session SET seen_ms = CASE WHEN seen_ms > ? THEN seen_ms ELSE ? END, "
            "ends_ms = CASE WHEN ends_ms > ? THEN ends_ms ELSE ? END WHERE id = ?",
            (now, now, ends, ends, session_id),
        )
        return lasting.view(_find(db, session_id))


def list_of(db: Connection, agent_id: str, now: int, lasting: Lasting) -> tuple[SessionView, ...]:
    """The agent's terminals signed in, the last used first; everybody's for the empty name."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM session s WHERE (? = '' OR s.agent_id = ?) AND {_GOOD} "
        "ORDER BY s.seen_ms DESC, s.id LIMIT 500",
        (agent_id, agent_id, now - lasting.unused, now),
    )
    return tuple(lasting.view(row) for row in rows)


def count(db: Connection, now: int, lasting: Lasting) -> int:
    """How many terminals are signed in."""
    row = db.execute(f"SELECT count(*) FROM session s WHERE {_GOOD}", (now - lasting.unused, now)).fetchone()
    return int(row[0])


def owner_of(db: Connection, session_id: str) -> str:
    """Whose session it is; empty when there is none."""
    row = db.execute("SELECT agent_id FROM session WHERE id = ?", (session_id,)).fetchone()
    return str(row[0]) if row else ""


def end(db: Connection, session_ids: Iterable[str], now: int) -> None:
    """Ends sessions at once, for good. Belongs inside `unit_of_work`."""
    db.executemany(
        "UPDATE session SET revoked_ms = ? WHERE id = ? AND revoked_ms = 0", [(now, each) for each in session_ids]
    )


def end_all(db: Connection, agent_id: str, now: int, but: str = "") -> None:
    """Ends every session of the agent, but for the one named. Belongs inside `unit_of_work`."""
    db.execute(
        "UPDATE session SET revoked_ms = ? WHERE agent_id = ? AND id <> ? AND revoked_ms = 0", (now, agent_id, but)
    )


def knows_terminal(db: Connection, agent_id: str, terminal: str) -> bool:
    """Whether the agent has been signed in from there before."""
    row = db.execute("SELECT 1 FROM session WHERE agent_id = ? AND terminal = ? LIMIT 1", (agent_id, terminal))
    return row.fetchone() is not None


def _find(db: Connection, session_id: str) -> tuple[str, str, str, str, int, int, int]:
    row: tuple[str, str, str, str, int, int, int] = db.execute(
        f"SELECT {_COLUMNS} FROM session s WHERE s.id = ?", (session_id,)
    ).fetchone()
    return row


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
