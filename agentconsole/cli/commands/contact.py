"""`agentconsole contact …`: everything about the contact of a conversation, and erasing all of it."""

from __future__ import annotations

import msgspec
import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.customer_words import customer_in_words
from agentconsole.cli.lines.kinds import ConversationId
from agentconsole.cli.lines.transcript import find
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import seen, team_of
from agentconsole.domain.customer.commands import EraseContact
from agentconsole.store.searching.erased import step
from agentconsole.store.team.rows import find_agents
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


@line_command("erase", example="contact erase 4502 --yes")
@click.argument("conversation_id", type=ConversationId(), metavar="ID")
@click.option("--yes", is_flag=True, help="It is meant: nothing brings them back.")
def erase(session: Session, conversation_id: str, yes: bool) -> None:
    """Erase the contact for good: all their conversations, what was typed in them, what other systems told.

    A lead does it, once nothing of theirs is open. The log still proves what else happened. Backups made before still
    have them; after one is restored it has to be done again.
    """
    if not yes:
        raise Misused("The contact and everything of theirs would be gone for good; --yes says that it is meant.")
    session.set_up(EraseContact(conversation_id))
    if team_of(session) is None:
        with session.writing() as db:
            while step(db):
                pass


command.add_command(show)
command.add_command(erase)
