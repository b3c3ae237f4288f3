"""One card of a contact, read from their conversations and from what other systems tell."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.compensation import granted
from agentconsole.domain.customer.identity import Check, Standing, standing
from agentconsole.domain.promises.clocks import ClockKind, clocks
from agentconsole.domain.promises.service_levels import ServiceLevels
from agentconsole.domain.team.agent import Agent
from agentconsole.store.customer_queries import notable_rows
from agentconsole.store.products import find_products
from agentconsole.store.rows import conversation_from
from agentconsole.store.team.policy import find_identity_policy
from agentconsole.store.team.rows import find_levels
from agentconsole.workspace.conversation_reader import contact_view
from agentconsole.workspace.customer_views import Admitted, CustomerView, Elsewhere, Promised
from agentconsole.workspace.desk import Desk

FOR_AN_INSTANT = frozenset({ClockKind.CALLBACK, ClockKind.PROMISED, ClockKind.FOLLOW_UP})
"""Clocks of what somebody was told a time for; the others are the house's own."""
Team = Mapping[str, Agent]


def read_card(
    db: sqlite3.Connection, it: Conversation, team: Team, now: int, flags: tuple[str, ...] = ()
) -> CustomerView:
    """The contact of the conversation as of `now`."""
    others = _others(db, it)
    notable = (it, *others)
    admitted = sorted((each for c in notable for each in _admitted(c)), key=lambda each: -each.at)
    return CustomerView(
        contact=contact_view(db, it.contact_id, it.id),
        conversation_id=it.id,
        category=it.category,
        tags=it.tags,
        links=it.links,
        reopened=it.reopened,
        identity=_standing(db, it, others, now),
        checks=tuple(sorted(_checks(notable), key=lambda pair: -pair[1].at)),
        promises=_promises(notable, find_levels(db)),
        elsewhere=tuple(_elsewhere(each, team) for each in others if each.is_open),
        faults=tuple(admitted),
        granted=granted(each.compensation for each in admitted),
        products=find_products(db, it.contact_id).facts,
        flags=flags,
    )


def read_standing(db: sqlite3.Connection, it: Conversation, now: int) -> Standing:
    """Whether the contact is who they say, for this conversation."""
    return _standing(db, it, _others(db, it), now)


def _others(db: sqlite3.Connection, it: Conversation) -> list[Conversation]:
    """What of the contact's other conversations is open or on record."""
    found = (conversation_from(row).conversation for row in notable_rows(db, it.contact_id))
    return [each for each in found if each.id != it.id]


def _standing(db: sqlite3.Connection, it: Conversation, others: Iterable[Conversation], now: int) -> Standing:
    elsewhere = (check for _, check in _checks(others))
    return standing(it.checks, elsewhere, it.category, find_identity_policy(db), now)


def _promises(notable: Iterable[Conversation], levels: ServiceLevels) -> tuple[Promised, ...]:
    found = (
        Promised(clock.kind, clock.breach_at, each.id)
        for each in notable
        for clock in clocks(each, levels)
        if clock.kind in FOR_AN_INSTANT
    )
    return tuple(sorted(found, key=lambda each: each.due_at))


def _elsewhere(it: Conversation, team: Team) -> Elsewhere:
    holder = Desk.short_name(it.assignee, team)
    return Elsewhere(it.id, it.channel, it.status, it.subject, holder, it.received_at)


def _admitted(it: Conversation) -> Iterable[Admitted]:
    return (Admitted(it.id, fault.cause, fault.compensation, fault.at) for fault in it.faults)


def _checks(conversations: Iterable[Conversation]) -> Iterable[tuple[str, Check]]:
    return ((each.id, check) for each in conversations for check in each.checks)
