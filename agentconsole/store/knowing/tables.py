"""The tables of what the team knows, as SQL: articles, incidents and mentions, and the index of words."""

from agentconsole.store.searching.full_text import full_text

KNOWLEDGE = (
    # reviewer: empty while it is a draft. Nothing here is anybody's own.
    """CREATE TABLE article(
        name TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, category TEXT NOT NULL, address TEXT NOT NULL,
        author TEXT NOT NULL, written_ms INTEGER NOT NULL, reviewer TEXT NOT NULL, reviewed_ms INTEGER NOT NULL)""",
    # updates: how many there were to be told; update_body: the newest of them.
    """CREATE TABLE incident(
        id TEXT PRIMARY KEY, n INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, began_ms INTEGER NOT NULL,
        state TEXT NOT NULL CHECK(state IN ('open','watching','solved')), details TEXT NOT NULL,
        opened_by TEXT NOT NULL, updates INTEGER NOT NULL, update_body TEXT NOT NULL, updated_by TEXT NOT NULL,
        updated_ms INTEGER NOT NULL)""",
    # incident: the one it is linked to, empty for none.
    "ALTER TABLE conversation ADD COLUMN incident TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX conversation_by_incident ON conversation(incident, id) WHERE incident <> ''",
    # mentioned: whom its notes name who have not seen it yet, as ` ana bo `; empty for nobody.
    "ALTER TABLE conversation ADD COLUMN mentioned TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX mentions ON conversation(mentioned, id) WHERE mentioned <> ''",
)

KNOWLEDGE_WORDS = full_text("article", "rowid", ("title", "category", "body"))
