"""What the reports read of a console's or a server's store: journeys of commands, outages, stretches of the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agentconsole.domain.calls.events import CallLogged
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event, Opened, WrappedUp
from agentconsole.domain.promises.outages import Outage
from agentconsole.domain.team.events import OutageReported
from agentconsole.domain.terms import FAR, Channel
from agentconsole.domain.values import dataclass
from agentconsole.domain.view import SYSTEM
from agentconsole.reports.endings import Ended, count_endings
from agentconsole.reports.fair import Journey
from agentconsole.reports.shift import Figures, Shift, Step
from agentconsole.store.connection import Connection
from agentconsole.store.own.outbox import attempts
from agentconsole.store.rows import find_conversation
from agentconsole.store.team.policy import find_dispositions
from agentconsole.store.team.rows import find_agents, find_levels
from agentconsole.wire import UNREADABLE, WireError, event_from, from_outbox

AT_ONCE = 500


def read_outages(db: Connection, since: int, until: int = FAR) -> tuple[Outage, ...]:
    """The outages that reach into the time, whenever they were reported, oldest report first."""
    rows = db.execute(
        "SELECT e.seq, e.actor, b.body FROM event e JOIN event_body b ON b.seq = e.seq "
        "WHERE e.type = 'outage.reported' AND e.at_ms >= ? ORDER BY e.at_ms, e.seq",
        (since,),
    ).fetchall()
    found = (_outage(*row) for row in rows)
    return tuple(each for each in found if each is not None and each.began_at <= until and each.ended_at >= since)


def _outage(seq: int, actor: str, body: str) -> Outage | None:
    event = _event("outage.reported", body)
    if not isinstance(event, OutageReported):
        return None
    return Outage(
        event.outage, event.agent_id, event.console, event.began_at, event.ended_at, is_seen=actor == SYSTEM, seq=seq
    )


def _event(kind: str, body: str | None) -> Event | None:
    """The event, or None for one that was erased, or that a version to come has written."""
    if body is None:
        return None
    try:
        return event_from(kind, body)
    except WireError:
        return None


def read_shift(db: Connection, agent: str, since: int, until: int) -> tuple[Figures, ...]:
    """The figures of one agent, or of everybody for an empty name, from the log and the numbers in force now."""
    names = (agent,) if agent else tuple(find_agents(db))

    def standing(conversation_id: str) -> Conversation | None:
        stored = find_conversation(db, conversation_id)
        return stored.conversation if stored else None

    shift = Shift(names, find_levels(db), read_outages(db, since, until), since, until, standing)
    for step in _steps(db, since, until):
        shift.see(step)
    return shift.figures()


_ENDINGS = (
    "SELECT e.type, b.body, c.channel FROM event e JOIN event_body b ON b.seq = e.seq "
    "JOIN conversation c ON c.id = e.conv_id WHERE e.seq >= ? AND e.at_ms <= ? AND e.type IN (?, ?) "
    "AND (? = '' OR e.actor = ?) ORDER BY e.seq"
)


def read_endings(db: Connection, agent: str, since: int, until: int) -> tuple[Ended, ...]:
    """How the contacts of one agent ended, or everybody's for an empty name."""
    kinds = (WrappedUp.type, CallLogged.type)
    rows = db.execute(_ENDINGS, (_first_seq(db, since), until, *kinds, agent, agent)).fetchall()
    found = ((_event(kind, body), Channel(channel)) for kind, body, channel in rows)
    told = ((e.disposition, channel) for e, channel in found if isinstance(e, WrappedUp | CallLogged))
    return count_endings(told, find_dispositions(db))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a copy begins in the team's log, by the event's number and its instant, and how many conversations of the
    time that was asked for began before."""

    seq: int
    at: int
    headless: int


def read_coverage(db: Connection, since: int, until: int) -> Coverage | None:
    """What of the time is not in this copy of the log; None where all of it is there."""
    from agentconsole.engine import origin

    began = origin.find(db)
    if began is None or not began.seq:
        return None
    row = db.execute("SELECT min(seq), min(at_ms) FROM event WHERE seq > ?", (began.seq,)).fetchone()
    seq, at = (began.seq + 1, until) if row[0] is None else (int(row[0]), int(row[1]))
    (headless,) = db.execute(_HEADLESS, (_first_seq(db, since), until, Opened.type)).fetchone()
    return Coverage(seq, at, int(headless)) if at > since or headless else None


_HEADLESS = (
    "SELECT count(DISTINCT e.conv_id) FROM event e WHERE e.seq >= ? AND e.at_ms <= ? AND e.conv_id <> '' "
    "AND NOT EXISTS (SELECT 1 FROM event o WHERE o.conv_id = e.conv_id AND o.type = ?)"
)
_STEPS = (
    "SELECT e.seq, e.command_id, e.type, e.actor, e.at_ms, e.client_ms, e.conv_id, b.body FROM event e "
    "LEFT JOIN event_body b ON b.seq = e.seq "
)


def _steps(db: Connection, since: int, until: int) -> Iterator[Step]:
    """What happened in the time; each conversation touched in it is told from its beginning on."""
    first = _first_seq(db, since)
    told: set[str] = set()
    for row in db.execute(f"{_STEPS} WHERE e.seq >= ? AND e.at_ms <= ? ORDER BY e.seq", (first, until)).fetchall():
        conversation_id = str(row[6])
        if not conversation_id:
            yield from _step(row)
        elif conversation_id not in told:
            told.add(conversation_id)
            whole = f"{_STEPS} WHERE e.conv_id = ? AND e.at_ms <= ? ORDER BY e.seq"
            for each in db.execute(whole, (conversation_id, until)).fetchall():
                yield from _step(each)


def _step(row: tuple[int, str, str, str, int, int, str, str | None]) -> Iterator[Step]:
    seq, command_id, kind, actor, at, pressed_at, _, body = row
    event = _event(kind, body)
    if event is not None:
        yield Step(seq, command_id, event, actor, at, pressed_at)


def _first_seq(db: Connection, at: int) -> int:
    """The number of the first event not before the instant: log time never runs backwards, so halving finds it."""
    low, high = 0, int(db.execute("SELECT seq FROM head WHERE ws = 1").fetchone()[0]) + 1
    while low < high:
        middle = (low + high) // 2
        row = db.execute("SELECT at_ms FROM event WHERE seq >= ? ORDER BY seq LIMIT 1", (middle,)).fetchone()
        if row is None or int(row[0]) >= at:
            high = middle
        else:
            low = middle + 1
    return low


_ANSWERED = (
    "SELECT r.command_id, r.actor, r.kind, r.conv_id, r.outcome, r.body, r.seq, r.client_ms, "
    "coalesce(m.saved_ms, r.at_ms), r.at_ms, coalesce(m.settled_ms, r.at_ms) "
    "FROM receipt r LEFT JOIN my_receipt m ON m.command_id = r.command_id WHERE r.client_ms >= ? AND r.client_ms <= ? "
    "AND (? = '' OR r.actor = ?) ORDER BY r.at_ms DESC, r.rowid DESC LIMIT ?"
)


def read_journeys(
    db: Connection, server: str, actor: str, since: int = 0, until: int = FAR, limit: int = 100
) -> tuple[Journey, ...]:
    """Journeys of the actor's commands (everybody's for an empty name), newest first, those without an answer in front.
    The time is that of the key: what was pressed in an outage is told with it, however late its answer came.
    Of a console's own store: a server has no tries to tell of."""
    from agentconsole.engine.receipts import receipt_from

    journeys = list(_unanswered(db, server, actor, since, until, limit)) if actor else []
    for row in db.execute(_ANSWERED, (since, until, actor, actor, limit)).fetchall():
        command_id, who, kind, conversation, outcome, body, seq, pressed_at, saved_at, at, settled_at = row
        what = (command_id, who, kind, conversation, outcome, receipt_from(body).words, seq)
        journeys.append(Journey(*what, pressed_at, saved_at, at, settled_at, body, attempts(db, command_id)))
    return tuple(journeys[:limit])


def _unanswered(db: Connection, server: str, actor: str, since: int, until: int, limit: int) -> Iterator[Journey]:
    rows = db.execute(
        "SELECT command_id, state, lane, CAST(wire AS BLOB), created_ms FROM outbox "
        "WHERE server = ? AND actor = ? AND created_ms >= ? AND created_ms <= ? "
        "AND state IN ('ready', 'sending', 'uncertain', 'held') ORDER BY created_ms DESC LIMIT ?",
        (server, actor, since, until, limit),
    ).fetchall()
    for command_id, state, lane, wire, created_at in rows:
        outcome = "held" if state == "held" else "waiting"
        kind, conversation, pressed_at = UNREADABLE, lane if lane.isdecimal() else "", created_at
        with suppress(WireError):
            envelope = from_outbox(wire, command_id, actor)
            kind, pressed_at = envelope.command.kind, envelope.client_ms
            conversation = str(getattr(envelope.command, "conversation_id", ""))
        what = (command_id, actor, kind, conversation, outcome, "", 0)
        yield Journey(*what, pressed_at, created_at, 0, tries=attempts(db, command_id))
