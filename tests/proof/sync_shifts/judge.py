"""What has to hold at the end of a shift, and while it goes on."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable

from agentconsole.domain.leads.events import TextHandedIn
from agentconsole.domain.team.events import OutageReported, PresenceSet
from agentconsole.domain.terms import Voice
from agentconsole.engine import origin
from agentconsole.engine.verify import verify
from agentconsole.simulator.watch import Violation
from agentconsole.store.team.rows import queues_of
from agentconsole.wire import Envelope
from tests.proof.sync_shifts.console import MARKED, WHOSE, Console
from tests.proof.sync_shifts.server import Server
from tests.proof.ten_minutes.findings import COPIES, HEAD, rows
from tests.support.sight import rows_of, visible

_TAG = re.compile(r"\[(t\d+\.\d+)\]")
BY_ITSELF = frozenset({OutageReported.type, TextHandedIn.type})
"""What a console reports of its own accord: that it was cut off, and words that came after a take-over."""
_OPEN = "SELECT command_id FROM outbox WHERE state IN ('ready', 'sending', 'uncertain')"


def tag_of(envelope: Envelope) -> str:
    """By which the words are known again; empty when it says nothing."""
    found = _TAG.search(getattr(envelope.command, "body", ""))
    return found[1] if found else ""


def look_at(console: Console) -> None:
    """While it lives: nothing is silent, and what is copied is the server's own log. Raises Violation."""
    shown = {each.envelope.id for each in console.courier.carried()}
    mine = {row[0] for row in console.db.execute(_OPEN)} & set(console.pressed) - console.sent_beside
    if silent := mine - shown:
        raise Violation(f"{min(silent)} waits at {console.terminal} and nobody can see it")
    epoch, seq, chain = console.db.execute("SELECT epoch, seq, chain FROM head").fetchone()
    if [(epoch,)] != console.server.rows("SELECT epoch FROM head"):
        # It has not heard yet that the server was restored.
        return
    there = console.server.rows("SELECT hash FROM event WHERE seq = ?", seq)
    if seq and (not there or there[0][0] != chain):
        raise Violation(f"{console.terminal} has another log at #{seq}")


class Causes:
    """Looks at each new event: what is written of an agent is what that agent pressed, their coming and going above
    all."""

    def __init__(self, server: Server, consoles: list[Console]) -> None:
        self._server, self._consoles = server, consoles
        self._seen = 0

    def begin_at(self, seq: int) -> None:
        """Everything up to that event was looked at."""
        self._seen = seq

    def look(self) -> None:
        """Raises Violation."""
        sql = "SELECT seq, command_id, actor, type FROM event WHERE seq > ? ORDER BY seq"
        for seq, command_id, actor, kind in self._server.rows(sql, self._seen):
            self._seen = seq
            if kind == PresenceSet.type and actor not in self._server.names:
                raise Violation(f"somebody else set the presence of an agent: {command_id} by {actor}")
            if actor in self._server.names and not self._was_pressed(command_id, actor, kind):
                raise Violation(f"{kind} {command_id} is written of {actor}, who never pressed it")

    def _was_pressed(self, command_id: str, actor: str, kind: str) -> bool:
        if kind in BY_ITSELF:
            return True
        pressed = (each.pressed.get(command_id) for each in self._consoles)
        return any(each is not None and each.actor == actor for each in pressed)


def is_quiet(console: Console) -> bool:
    return console.db.execute(_OPEN).fetchone() is None


def judge(server: Server, consoles: list[Console], clock_slack: int, *, is_limited: bool) -> None:
    """After the last word; `is_limited` where somebody was given other queues. Raises Violation."""
    server.watch._look_at_tallies()
    report = verify(server.db)
    if not report.is_clean:
        raise Violation("; ".join(str(fault) for fault in report.faults[:5]))
    pressed = {each.id: each for console in consoles for each in console.pressed.values()}
    _judge_words(server, pressed.values())
    _judge_whose(server, consoles)
    for console in consoles:
        _judge_outbox(server, console)
        _judge_copy(server, console)
        if not is_limited and not any(each.db is console.db for each in consoles if each is not console):
            _judge_told(server, console)
        off = abs(console.clock.now() - server.clock.now())
        if off > clock_slack:
            raise Violation(f"{console.terminal} takes the server's clock for {off} ms off")


def _judge_words(server: Server, pressed: Iterable[Envelope]) -> None:
    # What was refused, and what was not sent, may stand there as the unsent text a take-over took along.
    said = server.rows(
        "SELECT body FROM message WHERE author_kind = 'agent' AND voice NOT IN (?, ?)", Voice.UNSENT, Voice.ALONG
    )
    posted = Counter(tag for (body,) in said for tag in _TAG.findall(body))
    accepted = {row[0] for row in server.rows("SELECT command_id FROM receipt WHERE outcome = 'accepted'")}
    for envelope in pressed:
        tag = tag_of(envelope)
        wanted = 1 if envelope.id in accepted else 0
        if tag and posted[tag] != wanted:
            raise Violation(f"the words of {envelope.id} stand there {posted[tag]} times instead of {wanted}")


def _judge_whose(server: Server, consoles: list[Console]) -> None:
    """Words stand with the contact they were written to, whatever became of the numbers."""
    said = server.rows(f"SELECT body, {WHOSE} FROM message m JOIN conversation c ON c.id = m.conv_id")
    stands = {tag: tuple(whose) for body, *whose in said for tag in _TAG.findall(body)}
    for console in consoles:
        for envelope in console.pressed.values():
            meant, tag = console.meant.get(envelope.id), tag_of(envelope)
            if meant and stands.get(tag, meant) != meant:
                raise Violation(f"the words of {envelope.id} stand with {stands[tag]} and were written to {meant}")


def _judge_outbox(server: Server, console: Console) -> None:
    """Each command has come to one end, the same here and there, and in the order of its lane."""
    given = {row[0]: row[1:] for row in server.rows("SELECT command_id, outcome, seq, body FROM receipt")}
    mine = dict(console.db.execute("SELECT command_id, body FROM my_receipt").fetchall())
    drafts = " ".join(row[0] for row in console.db.execute("SELECT body FROM draft"))
    out = console.db.execute("SELECT command_id, state, lane FROM outbox ORDER BY lane, n").fetchall()
    last: dict[str, int] = {}
    decided = dict(console.db.execute("SELECT command_id, answer FROM question WHERE why = 'lost'").fetchall())
    for command_id, state, lane in out:
        outcome, seq, text = given.get(command_id, ("", 0, None))
        is_forgotten = text is None and command_id in server.forgotten
        is_kept = is_forgotten and decided.get(command_id) == "keep"
        if state != (outcome or "expired") and not (state in ("refused", "held") and not outcome) and not is_kept:
            raise Violation(f"{command_id} is {state} at {console.terminal} and {outcome or 'unknown'} at the server")
        if mine.get(command_id) != text and not is_forgotten:
            raise Violation(f"{console.terminal} holds another receipt of {command_id} than was given")
        if command_id not in decided:
            # What was sent again after a restore comes behind what was pressed since.
            if text is not None and seq < last.get(lane, 0):
                raise Violation(f"{command_id} overtook what was pressed before it in {lane}")
            last[lane] = seq or last.get(lane, 0)
        envelope = console.pressed.get(command_id)
        body = getattr(envelope.command, "body", "") if envelope and isinstance(envelope.command, MARKED) else ""
        if state != "accepted" and body.strip() and body.strip() not in drafts:
            raise Violation(f"the words of {command_id}, which was {state}, are gone")
    if lost := set(console.pressed) - {row[0] for row in out} - {row[0] for row in out}:
        raise Violation(f"{min(lost)} was pressed at {console.terminal} and is nowhere")


def _judge_told(server: Server, console: Console) -> None:
    """What is typed at a console and not sent is what the server would offer at the agent's others."""
    sql = "SELECT conv_id, visibility, body FROM own_draft WHERE agent_id = ? AND terminal = ?"
    told = set(server.rows(sql, console.name, console.terminal))
    known = {row[0] for row in server.rows("SELECT id FROM conversation")}
    typed = console.db.execute("SELECT conv_id, visibility, body FROM draft").fetchall()
    if told != {each for each in typed if each[0] in known}:
        raise Violation(f"the server knows of other drafts at {console.terminal} than there are")


def _judge_copy(server: Server, console: Console) -> None:
    if queues_of(server.db, console.name):
        return _judge_part(server, console)
    began = origin.find(console.db)
    since = began.seq + 1 if began else 0
    for table in COPIES:
        if _copied(console.db, table, since) != _copied(server.db, table, since):
            raise Violation(f"{table} at {console.terminal} is not the server's")
    if console.db.execute(HEAD).fetchone() != server.db.execute(HEAD).fetchone():
        raise Violation(f"the copy at {console.terminal} ends elsewhere")


def _judge_part(server: Server, console: Console) -> None:
    """The copy of somebody who sees some queues: every row of those, none of the others, and a chain with gaps."""
    held, wanted = rows_of(console.db, console.name), visible(server.db, console.name)
    if wrong := [table for table in wanted if held[table] != wanted[table]]:
        raise Violation(f"{wrong[0]} at {console.terminal} is not what {console.name} may see")
    if faults := verify(console.db).faults:
        raise Violation(f"the copy at {console.terminal} does not prove itself: {faults[0]}")


def _copied(db: sqlite3.Connection, table: str, since: int) -> list[tuple[object, ...]]:
    """What a copy that began before event `since` must have of the table; a tally of none may stand there or not."""
    return [row for row in rows(db, table, since) if table != "tally" or row[1]]
