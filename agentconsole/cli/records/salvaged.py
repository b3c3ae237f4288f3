"""What was typed and not sent, out of the file that is kept of a store when it is found damaged or replaced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from agentconsole.cli.errors import Misused
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.outbox import OPEN
from agentconsole.sync.ledger import words_of
from agentconsole.tongue import _
from agentconsole.wire import WireError, from_wire
from agentconsole.workspace.unsent_texts import UnsentText, conversation_at

Text = tuple[str, str, str, int]
"""Its place and visibility, the words, and when they were saved."""


def unsent_in(file: Path) -> tuple[UnsentText, ...]:
    """Drafts, and what was on its way, the one saved last first; what the store knew of the contacts is not in it.
    Raises Misused for a file of another kind."""
    bodies: dict[tuple[str, str], list[str]] = {}
    saved_at: dict[tuple[str, str], int] = {}
    for place, visibility, body, at in _texts(file):
        where = place, visibility
        bodies.setdefault(where, [])
        if body not in bodies[where]:
            bodies[where].append(body)
        saved_at[where] = max(at, saved_at.get(where, 0))
    found = (
        UnsentText(*where, conversation_at(where[0]), "", "\n\n".join(each), saved_at[where], is_there=True)
        for where, each in bodies.items()
    )
    return tuple(sorted(found, key=lambda each: each.saved_at, reverse=True))


def _texts(file: Path) -> Iterator[Text]:
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                told = json.loads(line)
                table, row = told["table"], told["row"]
                if table == "draft" and row["body"].strip():
                    yield row["conv_id"], row["visibility"], row["body"], row["saved_ms"]
                elif table == "outbox" and row["state"] in OPEN:
                    yield from _on_its_way(row["lane"], row["wire"], row["created_ms"])
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Misused(_("{file} is not what was kept of a store.").format(file=file)) from error


def _on_its_way(lane: str, wire: str, at: int) -> Iterator[Text]:
    """The words of a command; of one that nobody can read everything there is of it."""
    try:
        said = words_of(from_wire(wire))
    except WireError:
        said = wire, Visibility.PUBLIC
    if said is not None:
        yield lane, said[1].value, said[0], at
