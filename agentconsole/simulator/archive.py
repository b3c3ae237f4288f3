"""Conversations of days ago, so that the contacts of a shift have a history to look up."""

from __future__ import annotations

from random import Random

from agentconsole.domain.commands import Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.knowledge.likeness import telling_words
from agentconsole.domain.promises.service_levels import DAY, MINUTE
from agentconsole.domain.terms import Author, Channel
from agentconsole.simulator.playbook import Playbook
from agentconsole.simulator.press import Press
from agentconsole.simulator.script import Part, Script


def earlier(book: Playbook, script: Script, number: int, now: int, pick: Random) -> Press:
    """An ended ticket of the contact of this script, two to forty days old, in their own language."""
    about = pick.choice([each for each in book.scripts if each.language == script.language])
    return _ended(book, script, about, number, now, pick)


def alike(book: Playbook, script: Script, number: int, now: int, pick: Random) -> Press:
    """An ended ticket of somebody else about much the same: of all scripts the one with the most words in common."""
    words = frozenset(telling_words(script.subject, " ".join(script.opening)))

    def in_common(other: Script) -> tuple[bool, int, str]:
        shared = words.intersection(telling_words(other.subject, " ".join(other.opening)))
        return other.category == script.category, len(shared), other.id

    others = [each for each in book.scripts if each.contact != script.contact and each.language == script.language]
    about = max(others, key=in_common)
    return _ended(book, about, about, number, now, pick)


def _ended(book: Playbook, script: Script, about: Script, number: int, now: int, pick: Random) -> Press:
    at = now - pick.randrange(2, 40) * DAY - pick.randrange(DAY)
    who = script.contact
    conversation = IncomingConversation(
        source="archive",
        external_id=f"archive/{number}",
        channel=Channel.TICKET.value,
        subject=about.subject,
        category=about.category,
        contact=IncomingContact(who.name, who.email, who.phone),
        received_at=at,
        status="closed",
        messages=_exchange(book, about, at, pick),
    )
    return Press("import", Open(conversation))


def _exchange(book: Playbook, about: Script, at: int, pick: Random) -> tuple[IncomingMessage, ...]:
    said = pick.choice(book.lines.variants(Part.SOLUTION, Channel.TICKET, about.category, about.language))
    agent = pick.choice(book.team.agents).id
    return (
        IncomingMessage(Author.CONTACT, "reply", at, "\n\n".join(about.opening)),
        IncomingMessage(Author.AGENT, "reply", at + 14 * MINUTE, said, author_name=agent),
        IncomingMessage(Author.CONTACT, "reply", at + 55 * MINUTE, about.thanks[0]),
    )
