"""Conversations for benches: made up from a seed, in the proportions and lengths of a support desk's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from random import Random

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.contact import Contact, contact_key
from agentconsole.domain.lines import preview
from agentconsole.domain.message import Message
from agentconsole.domain.promises.clocks import clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS, MINUTE
from agentconsole.domain.team.agent import Agent, Presence, Role
from agentconsole.domain.terms import Author, Channel, MessageKind, Status, WaitsOn

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
TEAM = tuple(
    Agent(name.lower(), f"{name} {family}", role, Presence.AVAILABLE)
    for name, family, role in (
        ("Dana", "Reyes", Role.AGENT),
        ("Bo", "Lind", Role.AGENT),
        ("Chi", "Okafor", Role.AGENT),
        ("Eli", "Novak", Role.AGENT),
        ("Fay", "Ito", Role.AGENT),
        ("Gus", "Marin", Role.AGENT),
        ("Lea", "Sommer", Role.LEAD),
    )
)
AGENTS = tuple(agent.id for agent in TEAM)
_COMMON = """
the my to is and not a mail it site since you domain i on dns for we server have in of this error was with page
cannot account please password certificate login still hosting record invoice backup email database help
migration wordpress php ssl renew transfer nameserver mx spam quota bounce plesk cron redirect cache plugin
ticket customer thanks hello again today yesterday customers shop down slow white screen refused timeout
"""
_NAMES = ("Mara", "Li", "Jonas", "Aisha", "Pavel", "Noor", "Tomás", "Ingrid", "Kofi", "Yuki", "Zoë", "René", "Priya")
_FAMILIES = ("Weber", "Chen", "Okoro", "Silva", "Novák", "Haddad", "Larsen", "Tanaka", "Müller", "Rossi", "Kaya")
_TOPICS = ("dns", "mail", "ssl", "billing", "migration", "wordpress", "database", "access", "backup", "domain")


class MadeUp:
    """A desk's conversations and their messages, one after the other; the same again for the same seed."""

    def __init__(self, now: int, seed: int = 7) -> None:
        self._random = Random(seed)
        self._now = now
        rare = [self._random.randbytes(4).hex() for _ in range(30_000)]
        words = [*_COMMON.split(), *rare]
        # Zipf's law: the second word comes half as often as the first, the thousandth a thousandth as often.
        weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        # Texts are cut from one long tape: drawing each word of a million messages would take minutes.
        self._tape = self._random.choices(words, cum_weights=weights, k=200_000)

    def text(self, words: int) -> str:
        """So many words, each as common as people's are."""
        start = int(self._random.random() * (len(self._tape) - words))
        return " ".join(self._tape[start : start + words])

    def contact(self, number: int) -> Contact:
        """The contact of this number."""
        name = f"{self._random.choice(_NAMES)} {self._random.choice(_FAMILIES)}"
        email = f"{name.split()[0].lower()}{number}@shop{number % 5000}.example"
        phone = f"+49 30 {number:07d}" if number % 3 == 0 else ""
        return Contact(contact_key(name, email, phone), name, email, phone)

    def conversation(self, number: int, contact: Contact, messages: int) -> Conversation:
        """One of the tickets, chats and callbacks that lie in a long queue, one in twenty late for long.

        No promise breaks within a day: nothing is put on record while a bench runs.
        """
        channel = self._random.choices((Channel.TICKET, Channel.CHAT, Channel.PHONE), (85, 10, 5))[0]
        received = self._now - DAY - self._random.randrange(60 * DAY)
        due = self._due()
        held = channel is Channel.TICKET and number % 5 < 2
        waiting = Status.CALLBACK_OWED if channel is Channel.PHONE else Status.WAITING
        return recorded(
            Conversation(
                id=str(1001 + number),
                channel=channel,
                status=Status.ACTIVE if held else waiting,
                contact_id=contact.id,
                contact_name=contact.name,
                received_at=received,
                waiting_since=received,
                subject=self.text(6).capitalize(),
                category=self._random.choice(_TOPICS),
                tags=(self._random.choice(_TOPICS),) if number % 4 == 0 else (),
                source="bench",
                external_id=f"b-{number}",
                assignee=AGENTS[number // 5 % len(AGENTS)] if held else "",
                waits_on=WaitsOn.CONTACT if channel is Channel.CHAT else WaitsOn.US,
                first_reply_owed=False,
                owing_since=received,
                promised_at=due if channel is Channel.TICKET else None,
                callback_at=due if channel is Channel.PHONE else None,
                messages=messages,
                last_line=preview(self.text(14)),
                last_contact_k=messages - 1,
            ),
            self._now,
        )

    def held_chat(self, number: int, contact: Contact, messages: int, agent_id: str) -> Conversation:
        """A chat in an agent's hands that waits for its contact."""
        return replace(
            self.conversation(number, contact, messages),
            channel=Channel.CHAT,
            status=Status.ACTIVE,
            assignee=agent_id,
            waits_on=WaitsOn.CONTACT,
            promised_at=None,
            callback_at=None,
            broken=(),
        )

    def messages(self, conversation: Conversation) -> Iterator[Message]:
        """Its messages, contact and team in turns, from the day it came."""
        own, name = conversation.id, conversation.contact_name
        for k in range(conversation.messages):
            at, body = conversation.received_at + k * 7 * MINUTE, self.text(4 + int(self._random.random() * 24))
            if k % 2 == 0:
                yield Message(own, k, MessageKind.REPLY, Author.CONTACT, name, at, body)
            else:
                kind = MessageKind.NOTE if k % 9 == 0 else MessageKind.REPLY
                yield Message(own, k, kind, Author.AGENT, AGENTS[k % len(AGENTS)], at, body)

    def _due(self) -> int:
        if self._random.random() < 0.05:
            return self._now - self._random.randrange(HOUR, 5 * DAY)
        return self._now + DAY + self._random.randrange(60 * DAY)


def recorded(conversation: Conversation, now: int) -> Conversation:
    """The same conversation with every promise broken by `now` on record, as an engine that ran all along leaves it."""
    late = tuple(c.mark for c in clocks(conversation, DEFAULT_LEVELS) if c.breach_at <= now)
    return replace(conversation, broken=late) if late else conversation
