"""The tables, as SQL: what the engine fills, what the console keeps, who may sign in, and the full-text index.

Instants end in `_ms`: milliseconds since 1970, UTC. "Never" is 253402300799999, the last millisecond of 9999.
"""

from agentconsole.store.knowing.tables import KNOWLEDGE, KNOWLEDGE_WORDS
from agentconsole.store.searching.full_text import full_text

AUTHORITY = (
    """CREATE TABLE head(
        ws INTEGER PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, chain BLOB NOT NULL,
        oldest_seq INTEGER NOT NULL, clock_ms INTEGER NOT NULL, next_number INTEGER NOT NULL)""",
    """CREATE TABLE event(
        seq INTEGER PRIMARY KEY, command_id TEXT NOT NULL, part INTEGER NOT NULL, conv_id TEXT NOT NULL,
        type TEXT NOT NULL, v INTEGER NOT NULL, actor TEXT NOT NULL, terminal TEXT NOT NULL,
        at_ms INTEGER NOT NULL, client_ms INTEGER NOT NULL, scope TEXT NOT NULL, body_sha BLOB NOT NULL,
        prev BLOB NOT NULL, hash BLOB NOT NULL, UNIQUE(command_id, part))""",
    "CREATE INDEX event_by_conversation ON event(conv_id, seq)",
    # Apart from the event, so that a text can be erased and the chain of hashes still holds.
    """CREATE TABLE event_body(
        seq INTEGER PRIMARY KEY REFERENCES event(seq), salt BLOB NOT NULL, body TEXT NOT NULL)""",
    """CREATE TABLE receipt(
        command_id TEXT PRIMARY KEY, actor TEXT NOT NULL, kind TEXT NOT NULL, conv_id TEXT NOT NULL,
        fp BLOB NOT NULL, outcome TEXT NOT NULL CHECK(outcome IN ('accepted','refused')), code TEXT NOT NULL,
        seq INTEGER NOT NULL, rev INTEGER NOT NULL, at_ms INTEGER NOT NULL, client_ms INTEGER NOT NULL,
        body TEXT NOT NULL)""",
    "CREATE INDEX receipt_by_time ON receipt(at_ms)",
    "CREATE INDEX receipt_by_conversation ON receipt(conv_id, at_ms)",
    "CREATE TABLE tally(name TEXT PRIMARY KEY, n INTEGER NOT NULL)",
    "CREATE TABLE tombstone(kind TEXT, id TEXT, seq INTEGER, PRIMARY KEY(kind, id))",
)

PEOPLE = (
    """CREATE TABLE agent(
        id TEXT PRIMARY KEY, full_name TEXT NOT NULL, role TEXT NOT NULL CHECK(role IN ('agent','lead')),
        presence TEXT NOT NULL, aux TEXT NOT NULL, presence_ms INTEGER NOT NULL)""",
    """CREATE TABLE contact(
        id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL)""",
    "CREATE INDEX contact_by_email ON contact(email) WHERE email <> ''",
    "CREATE INDEX contact_by_phone ON contact(phone) WHERE phone <> ''",
)

_QUEUE_ORDER = "place_ms, waiting_ms, id) WHERE open = 1"
CONVERSATIONS = (
    # facts: JSON of everything about the conversation that no list sorts or filters by.
    """CREATE TABLE conversation(
        id TEXT PRIMARY KEY, channel TEXT NOT NULL CHECK(channel IN ('phone','ticket','chat')),
        status TEXT NOT NULL, open INTEGER NOT NULL CHECK(open IN (0,1)), queue TEXT NOT NULL,
        subject TEXT NOT NULL, category TEXT NOT NULL, tags TEXT NOT NULL, contact_id TEXT NOT NULL,
        contact_name TEXT NOT NULL, assignee TEXT NOT NULL, place_ms INTEGER NOT NULL,
        waiting_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, due_kind TEXT NOT NULL,
        next_breach_ms INTEGER NOT NULL, source TEXT NOT NULL, external_id TEXT NOT NULL,
        last_line TEXT NOT NULL, messages INTEGER NOT NULL, received_ms INTEGER NOT NULL,
        facts TEXT NOT NULL, rev INTEGER NOT NULL, updated_seq INTEGER NOT NULL)""",
    f"CREATE INDEX queue_order ON conversation({_QUEUE_ORDER}",
    f"CREATE INDEX queue_by_assignee ON conversation(assignee, {_QUEUE_ORDER}",
    f"CREATE INDEX queue_by_channel ON conversation(channel, {_QUEUE_ORDER}",
    f"CREATE INDEX queue_by_category ON conversation(category, {_QUEUE_ORDER}",
    "CREATE INDEX breach_due ON conversation(next_breach_ms) WHERE next_breach_ms < 253402300799999",
    "CREATE INDEX conversation_by_contact ON conversation(contact_id, received_ms)",
    """CREATE UNIQUE INDEX conversation_external ON conversation(source, external_id)
        WHERE external_id <> ''""",
    """CREATE TABLE message(
        n INTEGER PRIMARY KEY, conv_id TEXT NOT NULL, k INTEGER NOT NULL, seq INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK(kind IN ('reply','note','update','system')),
        author_kind TEXT NOT NULL CHECK(author_kind IN ('contact','agent','system')), author TEXT NOT NULL,
        at_ms INTEGER NOT NULL, body TEXT NOT NULL, external_id TEXT NOT NULL, attachments TEXT NOT NULL,
        UNIQUE(conv_id, k))""",
    "CREATE INDEX message_external ON message(external_id) WHERE external_id <> ''",
    # Two chats and one call: a third chat or a second call cannot be written down, by no path.
    """CREATE TABLE chat_slot(
        agent_id TEXT NOT NULL, slot_no INTEGER NOT NULL CHECK(slot_no IN (1,2)),
        conv_id TEXT NOT NULL UNIQUE, PRIMARY KEY(agent_id, slot_no))""",
    "CREATE TABLE call_slot(agent_id TEXT PRIMARY KEY, conv_id TEXT NOT NULL UNIQUE)",
)

CONSOLE = (
    # wire: the exact bytes to send again; lane: commands of one lane leave in the order n.
    """CREATE TABLE outbox(
        command_id TEXT PRIMARY KEY, server TEXT NOT NULL, actor TEXT NOT NULL, lane TEXT NOT NULL,
        n INTEGER NOT NULL, wire TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN
        ('ready','sending','accepted','refused','uncertain','held','expired')),
        tries INTEGER NOT NULL, next_ms INTEGER NOT NULL, not_after_ms INTEGER,
        created_ms INTEGER NOT NULL)""",
    "CREATE INDEX outbox_due ON outbox(state, next_ms)",
    "CREATE INDEX outbox_lane ON outbox(server, actor, lane, n)",
    """CREATE TABLE attempt(
        command_id TEXT NOT NULL, at_ms INTEGER NOT NULL, took_ms INTEGER NOT NULL, result TEXT NOT NULL)""",
    "CREATE INDEX attempt_by_command ON attempt(command_id)",
    """CREATE TABLE my_receipt(
        command_id TEXT PRIMARY KEY, pressed_ms INTEGER NOT NULL, saved_ms INTEGER NOT NULL,
        settled_ms INTEGER NOT NULL, body TEXT NOT NULL)""",
    """CREATE TABLE draft(
        server TEXT NOT NULL, actor TEXT NOT NULL, conv_id TEXT NOT NULL,
        visibility TEXT NOT NULL CHECK(visibility IN ('public','internal')), body TEXT NOT NULL,
        rev_seen INTEGER NOT NULL, saved_ms INTEGER NOT NULL,
        PRIMARY KEY(server, actor, conv_id, visibility))""",
    """CREATE TABLE seen(
        actor TEXT NOT NULL, conv_id TEXT NOT NULL, k INTEGER NOT NULL, PRIMARY KEY(actor, conv_id))""",
    """CREATE TABLE cursor(
        server TEXT NOT NULL, actor TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
        head_hash BLOB NOT NULL, PRIMARY KEY(server, actor))""",
    "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
)

TABLES = (*AUTHORITY, *PEOPLE, *CONVERSATIONS, *CONSOLE)
"""The tables of version 1."""

SIGNING_IN = (
    # password: as argon2id writes it, empty until one is chosen with the one-time code.
    """CREATE TABLE account(
        agent_id TEXT PRIMARY KEY, password TEXT NOT NULL, enabled INTEGER NOT NULL CHECK(enabled IN (0,1)),
        code_sha BLOB, code_until_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL)""",
    # ends_ms: whatever happens, not longer than until then; revoked_ms: 0 while it holds.
    """CREATE TABLE session(
        id TEXT PRIMARY KEY, agent_id TEXT NOT NULL, token_sha BLOB NOT NULL UNIQUE, created_ms INTEGER NOT NULL,
        seen_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL, revoked_ms INTEGER NOT NULL, terminal TEXT NOT NULL,
        label TEXT NOT NULL)""",
    "CREATE INDEX session_by_agent ON session(agent_id, seen_ms)",
    """CREATE TABLE intake_key(
        source TEXT PRIMARY KEY, key_sha BLOB NOT NULL UNIQUE, created_ms INTEGER NOT NULL,
        revoked_ms INTEGER NOT NULL)""",
)
"""The tables that came with version 2: a server's accounts, the terminals signed in, and the keys of its sources."""

AUDITED = ", ".join(
    f"'{name}'"
    for name in (
        *("agent.added", "agent.relieved", "role.set", "levels.set", "ladder.set", "supervision.set", "team.told"),
        *("identity.set", "dispositions.set", "contact.erased"),
        *("scope.granted", "scope.revoked"),
        *("conversation.escalated", "escalation.acknowledged", "escalation.passed_on", "escalation.withdrawn"),
        *("help.asked", "monitoring.started", "monitoring.stopped", "monitoring.lapsed"),
        "conversation.looked_at",
        *("whisper.sent", "whisper.declined", "conversation.joined", "conversation.left"),
        *("conversation.taken_over", "unsent.taken_along", "unsent.handed_in"),
        *("conversation.handed_back", "handback.waits"),
        *("handback.cancelled", "summary.seen", "conversation.transferred", "agent.reminded"),
        *("conversation.offered", "offer.accepted", "offer.declined", "offer.lapsed", "store.exported"),
    )
)
"""The names of events that stand in the audit trail, as SQL: who saw, whispered, took, gave, ruled and took out."""

PRODUCT = "CREATE TABLE product(id TEXT PRIMARY KEY, told TEXT NOT NULL, updated_seq INTEGER NOT NULL)"

VERSION_3 = (
    "CREATE INDEX receipt_by_actor ON receipt(actor, at_ms)",
    # A backup was put in place at at_ms: the history from_epoch ended with its event seq, at clock_ms.
    """CREATE TABLE restored(
        epoch TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, from_epoch TEXT NOT NULL, seq INTEGER NOT NULL,
        clock_ms INTEGER NOT NULL)""",
    "CREATE INDEX outage_reported ON event(at_ms) WHERE type = 'outage.reported'",
    # Which queues an agent may see; no row: all of them.
    "CREATE TABLE agent_queue(agent_id TEXT NOT NULL, queue TEXT NOT NULL, PRIMARY KEY(agent_id, queue))",
    # seq: the event that last changed which queues the agent may see.
    "CREATE TABLE agent_scope(agent_id TEXT PRIMARY KEY, seq INTEGER NOT NULL)",
    # Passwords tried in vain: who_sha says for which name and from where, and keeps neither.
    """CREATE TABLE vain_try(
        who_sha BLOB PRIMARY KEY, tries INTEGER NOT NULL, at_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL)""",
    "CREATE INDEX vain_try_by_time ON vain_try(at_ms)",
    # voice: whether a lead said it, or it is a whisper, a text nobody sent, a summary or a reminder; else empty.
    "ALTER TABLE message ADD COLUMN voice TEXT NOT NULL DEFAULT ''",
    # calls_ms: since when a lead is called; offered_to, returns_to: who was asked to take it, to whom it goes back.
    "ALTER TABLE conversation ADD COLUMN calls_ms INTEGER NOT NULL DEFAULT 253402300799999",
    "ALTER TABLE conversation ADD COLUMN offered_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conversation ADD COLUMN returns_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE conversation ADD COLUMN looked_ms INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX lead_called ON conversation(calls_ms, id) WHERE calls_ms < 253402300799999",
    "CREATE INDEX offers ON conversation(offered_to, id) WHERE offered_to <> ''",
    "CREATE INDEX returns ON conversation(returns_to, id) WHERE returns_to <> ''",
    # owner: whose own it is, empty for the team's; deeds: JSON of what is done besides the words.
    """CREATE TABLE canned(
        owner TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, deeds TEXT NOT NULL, PRIMARY KEY(owner, name))""",
    # An agent's unsent reply: that it is there and when it was touched last, never the words.
    """CREATE TABLE unsent(
        conv_id TEXT NOT NULL, agent_id TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(conv_id, agent_id))""",
    # filter: in the words an agent types.
    """CREATE TABLE saved_view(
        owner TEXT NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL, PRIMARY KEY(owner, name))""",
    # told: JSON of what each source says the contact has with us; id: the contact, who may never have written.
    PRODUCT,
    # read_by: the leads who read along or have joined, as ` lea mo`; empty for nobody.
    "ALTER TABLE conversation ADD COLUMN read_by TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX read_along ON conversation(read_by, id) WHERE read_by <> ''",
    # What an agent has typed on one of their computers and not sent: for their others, and for a take-over.
    """CREATE TABLE own_draft(
        agent_id TEXT NOT NULL, terminal TEXT NOT NULL, conv_id TEXT NOT NULL, visibility TEXT NOT NULL,
        label TEXT NOT NULL, body TEXT NOT NULL, saved_ms INTEGER NOT NULL,
        PRIMARY KEY(agent_id, terminal, conv_id, visibility))""",
    # What the audit trail is made of; store/audit.py asks in the same words.
    f"CREATE INDEX event_audited ON event(at_ms, seq) WHERE type IN ({AUDITED})",
    # What sources have told: a contact who is erased is looked for there.
    "CREATE INDEX event_described ON event(seq) WHERE type = 'contact.described'",
    *KNOWLEDGE,
)
"""What comes with version 3, for both engines: one's own receipts by time, which backups were put in place, the
outages by time, the queues of those who see only some, the passwords tried in vain, what leads look for, the responses
kept ready, the views of the queue that were given a name, and what else the team knows.

No release has carried it yet. Until one does, whoever needs another table or index appends it here, and no version is
added; from then on it is never edited.
"""

CONSOLE_3 = (
    # why: too_old, not_taken, lost or unreadable; receipt: the one it had in the history that was lost; answer: empty
    # while open.
    """CREATE TABLE question(
        command_id TEXT PRIMARY KEY, server TEXT NOT NULL, actor TEXT NOT NULL, why TEXT NOT NULL CHECK(why IN
        ('too_old','not_taken','lost','unreadable')), words TEXT NOT NULL, receipt TEXT NOT NULL,
        asked_ms INTEGER NOT NULL, answer TEXT NOT NULL CHECK(answer IN ('','send','keep')),
        answered_ms INTEGER NOT NULL)""",
    "CREATE INDEX question_open ON question(server, actor, asked_ms) WHERE answer = ''",
    # to_ms: the last instant the restored server still knows; is_compared: our commands were held against its receipts.
    """CREATE TABLE rewound(
        server TEXT NOT NULL, actor TEXT NOT NULL, noticed_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
        is_compared INTEGER NOT NULL CHECK(is_compared IN (0,1)), PRIMARY KEY(server, actor))""",
    # seen_ms: until when it certainly lasted; ended_ms: NULL while it lasts.
    """CREATE TABLE outage(
        command_id TEXT PRIMARY KEY, server TEXT NOT NULL, actor TEXT NOT NULL, console TEXT NOT NULL,
        kind TEXT NOT NULL, began_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, ended_ms INTEGER)""",
    "CREATE INDEX outage_open ON outage(server, actor) WHERE ended_ms IS NULL",
    "CREATE INDEX my_receipt_by_time ON my_receipt(settled_ms)",
    # What the agent has typed on other computers, as it was heard last.
    """CREATE TABLE draft_elsewhere(
        server TEXT NOT NULL, actor TEXT NOT NULL, terminal TEXT NOT NULL, label TEXT NOT NULL,
        conv_id TEXT NOT NULL, visibility TEXT NOT NULL, body TEXT NOT NULL, saved_ms INTEGER NOT NULL,
        PRIMARY KEY(server, actor, conv_id, visibility, terminal))""",
    # Events of the team's log this agent may not see, from since + 1 to seq; hash: the chain's at seq.
    "CREATE TABLE gap(seq INTEGER PRIMARY KEY, since INTEGER NOT NULL, hash BLOB NOT NULL)",
    # What has not come to its end: every turn of the line asks, and what is done stays in the table for weeks.
    """CREATE INDEX outbox_open ON outbox(server, actor, next_ms)
        WHERE state IN ('ready','sending','uncertain')""",
    # Of the hands that are up: those a lead has answered are on the board as well. `called_rows` asks in these words.
    "CREATE INDEX escalated ON conversation(id) WHERE open = 1 AND instr(facts, '\"escalation\":{') > 0",
    *KNOWLEDGE_WORDS,
)
"""What comes with version 3 in a console's own file: questions only the agent can answer, outages as they were lived
through, what of the log was not for this agent, and the words of articles. Open as long as `VERSION_3` is."""


# Contacts and conversations are indexed by their hidden rowid, which VACUUM renumbers: never VACUUM a store.
FULL_TEXT = (
    *full_text("message", "n", ("body",)),
    *full_text("contact", "rowid", ("name", "email", "phone")),
    *full_text("conversation", "rowid", ("subject", "category", "tags")),
)

TRIGGERS = frozenset(
    statement for statement in (*FULL_TEXT, *KNOWLEDGE_WORDS) if statement.startswith("CREATE TRIGGER")
)
