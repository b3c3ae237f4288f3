"""The routes by which contacts' systems deliver chats, tickets, calls and products: each once, however often sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials
from pydantic import Field

from agentconsole.backends.api import Taken
from agentconsole.domain.commands import Command, ContactLeft, Open, Receive, RequestClose
from agentconsole.domain.customer.commands import DescribeContact
from agentconsole.domain.customer.products import LONGEST_NAME, LONGEST_VALUE, MOST_FACTS, Fact
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Receipt
from agentconsole.server import sources
from agentconsole.server.news import News, news_of
from agentconsole.server.office import AnOffice, Office, bearer
from agentconsole.server.problems import Problem
from agentconsole.store.connection import Connection
from agentconsole.wire import Envelope

routes = APIRouter(tags=["intake"])
Short = Annotated[str, Field(max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class ProductFact:
    """One thing a contact has with us, such as `domain` and `example.org`; a name may come more than once."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]


class Channel(StrEnum):
    """The ways in."""

    CHAT = "chat"
    TICKET = "ticket"
    PHONE = "phone"


class Happened(StrEnum):
    """What the contact did."""

    MESSAGE = "message"
    LEFT = "left"
    ASKS_TO_CLOSE = "asks_to_close"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing a contact did. `conversation` and `message` are the source's own ids: the same pair is taken once. The
    contact's name and address, the subject and the queue (the team's first one, unless it is said) count when the
    conversation is new."""

    conversation: Id
    happened: Happened = Happened.MESSAGE
    message: Short = ""
    body: Annotated[str, Field(max_length=200_000)] = ""
    subject: Short = ""
    queue: Short = ""
    name: Short = ""
    email: Short = ""
    phone: Short = ""


async def source_of(office: AnOffice, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    """The source that delivers. Raises Problem."""
    try:
        return await office.workers.run(lambda db: sources.source_of(db, given.credentials if given else ""))
    except sources.UnknownSource as error:
        raise Problem(401, "unknown_source", "That key opens nothing here.", {"WWW-Authenticate": "Bearer"}) from error


@dataclass(frozen=True, slots=True)
class Described:
    """What a contact has with us by the source's word: all of it, in place of what it said before; an empty list takes
    its word back. Whose it is the address or the number says."""

    products: Annotated[tuple[ProductFact, ...], Field(max_length=MOST_FACTS)]
    name: Short = ""
    email: Short = ""
    phone: Short = ""


@routes.post("/v1/intake/contact", response_model=Taken)
async def describe(
    request: Request, office: AnOffice, source: Annotated[str, Depends(source_of)], it: Described
) -> Response:
    """A contact's products; the same again changes nothing."""
    return await _take(request, office, source, lambda db: _described(office, db, source, it))


@routes.post("/v1/intake/{channel}", response_model=Taken)
async def deliver(
    request: Request, office: AnOffice, source: Annotated[str, Depends(source_of)], channel: Channel, it: Delivery
) -> Response:
    """A contact wrote, rang, left or asked to close."""
    return await _take(request, office, source, lambda db: _delivered(office, db, source, channel, it))


async def _take(
    request: Request, office: Office, source: str, deliver: Callable[[Connection], tuple[Taken, News]]
) -> Response:
    """Lets the source deliver, at its pace, and tells who is waiting for news. Raises Problem."""
    request.state.agent = f"source:{source}"
    wait = office.deliveries.take(source, 1, office.clock.now())
    if wait:
        raise Problem(429, "patience", "That is too much at once.", {"Retry-After": str(-(-wait // 1_000))})
    taken, news = await office.workers.run(deliver)
    office.heads.moved(*news)
    return Response(msgspec.json.encode(taken), media_type="application/json")


def _described(office: Office, db: Connection, source: str, it: Described) -> tuple[Taken, News]:
    engine = Engine(db, office.clock, office.ids)
    contact = IncomingContact(it.name or it.email or it.phone, it.email, it.phone)
    facts = tuple(Fact(each.name, each.value) for each in it.products)
    receipt = _submit(engine, office, SYSTEM, DescribeContact(contact, source, facts))
    return _taken(receipt), news_of(db, engine)


def _delivered(office: Office, db: Connection, source: str, channel: Channel, it: Delivery) -> tuple[Taken, News]:
    engine = Engine(db, office.clock, office.ids)
    return _deliver(engine, office, db, source, channel, it), news_of(db, engine)


def _deliver(engine: Engine, office: Office, db: Connection, source: str, channel: Channel, it: Delivery) -> Taken:
    known = _known(db, source, it.conversation)
    if not known:
        if it.happened is not Happened.MESSAGE:
            raise Problem(404, "not_found", "This source has not brought such a conversation.")
        receipt = _submit(engine, office, channel.value, _opening(office, source, channel, it))
        if receipt.code != "unchanged":
            return _taken(receipt)
        # Another delivery of the same conversation was faster: this one is a message in it.
        known = receipt.conversation
    return _taken(_submit(engine, office, channel.value, _command(known, it)))


def _known(db: Connection, source: str, external_id: str) -> str:
    row = db.execute(
        "SELECT id FROM conversation WHERE source = ? AND external_id = ? AND external_id <> ''", (source, external_id)
    ).fetchone()
    return str(row[0]) if row else ""


def _opening(office: Office, source: str, channel: Channel, it: Delivery) -> Open:
    incoming = _incoming(office, source, channel, it)
    return Open(incoming, it.queue.strip()) if it.queue.strip() else Open(incoming)


def _incoming(office: Office, source: str, channel: Channel, it: Delivery) -> IncomingConversation:
    now = office.clock.now()
    said = (IncomingMessage(Author.CONTACT, "reply", now, it.body, it.message),) if it.body else ()
    contact = IncomingContact(it.name or it.email or it.phone or "unknown", it.email, it.phone)
    subject = it.subject or it.body[:80]
    return IncomingConversation(source, it.conversation, channel.value, subject, "", contact, now, "waiting", said)


def _command(conversation_id: str, it: Delivery) -> Command:
    match it.happened:
        case Happened.MESSAGE:
            return Receive(conversation_id, it.body, it.message)
        case Happened.LEFT:
            return ContactLeft(conversation_id)
        case Happened.ASKS_TO_CLOSE:
            return RequestClose(conversation_id)


def _submit(engine: Engine, office: Office, actor: str, command: Command) -> Receipt:
    now = office.clock.now()
    envelope = Envelope(office.ids.command_id(now), actor, "intake", command, now)
    return engine.submit(envelope).receipt


def _taken(receipt: Receipt) -> Taken:
    is_news = receipt.is_accepted and receipt.code != "unchanged"
    return Taken(receipt.conversation, receipt.outcome.value, is_news, receipt.words)
