"""What leads look for: who knows whom, what nobody looked at, and words to the team. Indexed and limited."""

import sqlite3

from agentconsole.store.rows import GET_CONVERSATION

SHOWN = 100
LOOKED_THROUGH = 100
"""Open conversations that wait on others and are looked at for silence: the most urgent ones."""
MESSAGES_WEIGHED = 12
"""The contact's newest messages in which anger and repetition are looked for."""


def contacts_words(db: sqlite3.Connection, conversation_id: str, limit: int = MESSAGES_WEIGHED) -> list[str]:
    """The contact's newest messages, the newest last, each cut where no sign of a mood would be looked for."""
    sql = (
        "SELECT substr(body, 1, 2000) FROM message WHERE conv_id = ? AND author_kind = 'contact' "
        "ORDER BY k DESC LIMIT ?"
    )
    return [str(row[0]) for row in db.execute(sql, (conversation_id, limit))][::-1]


def received(db: sqlite3.Connection, contact_id: str, since: int) -> list[int]:
    """When the contact's newest conversations came in."""
    sql = "SELECT received_ms FROM conversation WHERE contact_id = ? AND received_ms >= ? LIMIT ?"
    return [int(row[0]) for row in db.execute(sql, (contact_id, since, SHOWN))]


def untouched(db: sqlite3.Connection, since: int, limit: int = SHOWN) -> list[tuple[object, ...]]:
    """Rows of GET_CONVERSATION in an agent's hands that no lead has looked at since, the most urgent first. What a lead
    holds is looked at by somebody senior all the time."""
    sql = (
        f"{GET_CONVERSATION} WHERE open = 1 AND assignee > '' AND looked_ms < ? AND assignee NOT IN "
        "(SELECT id FROM agent WHERE role = 'lead') ORDER BY place_ms, waiting_ms LIMIT ?"
    )
    return db.execute(sql, (since, limit)).fetchall()


def held_rows(db: sqlite3.Connection, agent_id: str, limit: int = LOOKED_THROUGH) -> list[tuple[object, ...]]:
    """Rows of GET_CONVERSATION in the agent's hands, or in anybody's for an empty name."""
    if agent_id:
        where, values = "assignee = ?", (agent_id, limit)
    else:
        where, values = "assignee > ''", (limit,)  # type: ignore[assignment]  # one value fewer, on purpose
    # Only what waits on others is read whole: the rest can be told apart without taking its facts to pieces.
    waits = '(instr(facts, \'"waits_on":"others"\') > 0 OR instr(facts, \'"escalation":{\') > 0)'
    sql = f"{GET_CONVERSATION} WHERE {where} AND open = 1 AND {waits} ORDER BY place_ms, waiting_ms LIMIT ?"
    return db.execute(sql, values).fetchall()


def knows_contact(db: sqlite3.Connection, contact_id: str, besides: str) -> dict[str, int]:
    """How many of the contact's newest conversations each agent has answered."""
    sql = (
        "SELECT m.author, count(DISTINCT m.conv_id) FROM message m JOIN (SELECT id FROM conversation "
        "WHERE contact_id = ? AND id <> ? ORDER BY received_ms DESC LIMIT 20) c ON c.id = m.conv_id "
        "WHERE m.author_kind = 'agent' AND m.kind IN ('reply', 'update') GROUP BY m.author"
    )
    return dict(db.execute(sql, (contact_id, besides)))


def knows_category(db: sqlite3.Connection, category: str) -> dict[str, int]:
    """How many open conversations of the category each agent holds, of the most urgent hundred."""
    if not category:
        return {}
    sql = (
        "SELECT assignee, count(*) FROM (SELECT assignee FROM conversation WHERE category = ? AND open = 1 "
        "ORDER BY place_ms, waiting_ms, id LIMIT 100) WHERE assignee > '' GROUP BY assignee"
    )
    return dict(db.execute(sql, (category,)))


def offers_by_agent(db: sqlite3.Connection) -> dict[str, int]:
    """How many chats each agent has been offered and has not answered for."""
    sql = (
        "SELECT offered_to, count(*) FROM conversation WHERE offered_to <> '' AND channel = 'chat' GROUP BY offered_to"
    )
    return dict(db.execute(sql))


def open_queues(db: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the queues that have an open conversation, in their order."""
    rows = db.execute("SELECT DISTINCT queue FROM conversation WHERE open = 1 ORDER BY queue").fetchall()
    return tuple(str(row[0]) for row in rows if row[0])


def told(db: sqlite3.Connection, audited: str, limit: int = 5) -> list[tuple[str, int, str]]:
    """The newest words to the whole team: who, when, and the event's body. `audited` is `tables.AUDITED`."""
    sql = (
        "SELECT e.actor, e.at_ms, b.body FROM event e JOIN event_body b ON b.seq = e.seq "
        f"WHERE e.type IN ({audited}) AND e.type = 'team.told' ORDER BY e.at_ms DESC, e.seq DESC LIMIT ?"
    )
    return db.execute(sql, (limit,)).fetchall()
