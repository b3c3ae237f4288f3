"""`agentconsole contact …`: everything about the contact of a conversation."""

from __future__ import annotations

import msgspec
import rich_click as click

from agentconsole.cli.customer_words import customer_in_words
from agentconsole.cli.kinds import ConversationId
from agentconsole.cli.own_copy import seen
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.transcript import find
from agentconsole.store.rows import find_agents
from agentconsole.workspace.customer_card import read_card


@noun("contact")
def command() -> None:
    """Everything about the contact of a conversation."""


@line_command("show", example="contact show 4502")
@click.argument("conversation_id", type=ConversationId(), metavar="ID")
def show(session: Session, conversation_id: str) -> None:
    """Who it is: promises, faults, identity checks, products, and what went before."""
    with seen(session) as db:
        view = read_card(db, find(db, conversation_id), find_agents(db), session.now)
    session.answer({"id": view.contact.id, **msgspec.to_builtins(view)}, customer_in_words(view))


command.add_command(show)
