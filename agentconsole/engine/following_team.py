"""The rows of the team that follow from an event: who is in it, its settings, who may see what, and what it knows."""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.customer import events as customers
from agentconsole.domain.events import Event
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team import events as team
from agentconsole.engine.erasing import erase
from agentconsole.store.connection import Connection
from agentconsole.store.knowing.canned import follow_knowledge
from agentconsole.store.newer_rows import Beyond, refuse
from agentconsole.store.own.saved_views import follow_views
from agentconsole.store.products import follow_products
from agentconsole.store.rows import GET_CONVERSATION, conversation_from, conversation_row, put_conversation
from agentconsole.store.setting import put_setting
from agentconsole.store.tables import AUDITED
from agentconsole.store.team.policy import find_dispositions
from agentconsole.wire import decode, encode

TEAM_SETTINGS = ("levels", "ladder", "supervision", "identity", "dispositions")
"""What of the settings the log says; the others are each store's own."""


def follow_team(db: Connection, event: Event, at: int, seq: int, beyond: Beyond = refuse) -> None:
    """Makes the rows of the team follow the event. Raises LookupError for one that is not about the team."""
    match event:
        case team.AgentAdded():
            values = (event.agent_id, event.full_name, event.role.value, "offline", "", at)
            db.execute(
                "INSERT INTO agent(id, full_name, role, presence, aux, presence_ms) VALUES (?,?,?,?,?,?)", values
            )
        case team.PresenceSet():
            here = (event.presence.value, event.aux, at, event.agent_id)
            db.execute("UPDATE agent SET presence = ?, aux = ?, presence_ms = ? WHERE id = ?", here)
        case team.LevelsSet():
            put_setting(db, "levels", encode(event.levels))
            _place_anew(db, event.levels, beyond)
        case team.RoleSet():
            db.execute("UPDATE agent SET role = ? WHERE id = ?", (event.role.value, event.agent_id))
        case team.LadderSet():
            put_setting(db, "ladder", encode(event.rungs))
        case team.SupervisionSet():
            put_setting(db, "supervision", encode(event.policy))
        case customers.IdentityPolicySet():
            put_setting(db, "identity", encode(event.policy))
        case team.DispositionsSet():
            put_setting(db, "dispositions", encode(event.dispositions))
        case customers.ContactDescribed():
            follow_products(db, event, seq)
        case customers.ContactErased():
            erase(db, event.conversations, seq)
        case team.ScopeGranted() | team.ScopeRevoked():
            _limit(db, event.agent_id, event.only, seq)
        case team.Relieved() | team.TeamTold() | team.Exported():
            # What follows from the first are its conversations' own events; the others are read in the log.
            pass
        case team.OutageReported():
            # The log is all there is of it: no row of the team's changes.
            pass
        case _:
            if not (follow_knowledge(db, event, at) or follow_views(db, event)):
                raise LookupError(f"nothing follows from {event.type}")


def is_behind(db: Connection) -> bool:
    """Whether the log tells of a list of dispositions the rows do not have: a version that knew of none followed it."""
    found = db.execute(
        f"SELECT b.body FROM event e JOIN event_body b ON b.seq = e.seq WHERE e.type IN ({AUDITED}) AND e.type = ? "
        "ORDER BY e.at_ms DESC, e.seq DESC LIMIT 1",
        (team.DispositionsSet.type,),
    ).fetchone()
    return found is not None and decode(found[0], team.DispositionsSet).dispositions != find_dispositions(db).named


def _limit(db: Connection, agent_id: str, only: Iterable[str], seq: int) -> None:
    db.execute("DELETE FROM agent_queue WHERE agent_id = ?", (agent_id,))
    db.executemany("INSERT INTO agent_queue(agent_id, queue) VALUES (?, ?)", [(agent_id, queue) for queue in only])
    db.execute(
        "INSERT INTO agent_scope(agent_id, seq) VALUES (?, ?) ON CONFLICT(agent_id) DO UPDATE SET seq = excluded.seq",
        (agent_id, seq),
    )


def _place_anew(db: Connection, levels: ServiceLevels, beyond: Beyond) -> None:
    """New numbers move every open conversation's promises."""
    for row in db.execute(f"{GET_CONVERSATION} WHERE open = 1").fetchall():
        stored = conversation_from(row)
        put_conversation(db, conversation_row(stored.conversation, levels, stored.updated_seq), beyond)
