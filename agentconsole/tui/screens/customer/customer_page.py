"""The page of one contact: who it is, what is promised, admitted and owned, and every conversation there was."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.domain.customer.identity import Check, Identity
from agentconsole.domain.terms import Channel
from agentconsole.tongue import N_, _, said
from agentconsole.tui import present, safe, times
from agentconsole.tui.customer_words import about, due_words, identity, money
from agentconsole.tui.screens.choosing import More, PageLine
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.customer_api import CustomerDoor
from agentconsole.workspace.customer_views import CustomerView
from agentconsole.workspace.views import EarlierConversation

PAGE = 100
"""Conversations read at once."""
LABEL, WHEN = 21, 22
"""Cells of what stands before the words."""
RESULTS = {
    Identity.UNCHECKED: N_("not checked"),
    Identity.PASSED: N_("passed"),
    Identity.FAILED: N_("failed"),
    Identity.ACCEPTED: N_("accepted"),
}


def customer_lines(view: CustomerView, now: int, offset: int) -> list[PageLine]:
    """Everything but what has ended; sections only where there is something in them."""
    sections = (
        ("", _who(view)),
        (_("SIGNS"), (PageLine(((f"   ! {safe.line(said(each))}", Ink.SOON),)) for each in view.flags)),
        (_("IDENTITY"), _identity(view, now, offset)),
        (_("PROMISED"), _promised(view, now, offset)),
        (_("OPEN ELSEWHERE"), _elsewhere(view, now, offset)),
        (_("OUR FAULTS"), _faults(view, now, offset)),
        (_("PRODUCTS"), (_named(each.name, each.value) for each in view.products)),
    )
    lines: list[PageLine] = []
    for title, found in sections:
        rows = list(found)
        if rows and title:
            lines += [PageLine(()), PageLine(((f" {title}", Ink.STRONG),))]
        lines += rows
    return lines


def ended_lines(ended: tuple[EarlierConversation, ...], now: int, offset: int) -> list[PageLine]:
    """What went before, a line each."""
    return [
        _at(each.received_at, f"{_numbered(each.channel, each.id)} {safe.in_order(each.subject)}", now, offset, each.id)
        for each in ended
    ]


def page_of(customers: CustomerDoor, view: CustomerView, now: int, offset: int) -> tuple[list[PageLine], More]:
    """The lines at first, and the way to those that follow: earlier conversations come as the cursor nears them."""
    last: EarlierConversation | None = None
    is_all = False

    def more() -> list[PageLine]:
        nonlocal last, is_all
        if is_all:
            return []
        ended = customers.ended(view.conversation_id, last, PAGE)
        is_all = len(ended) < PAGE
        last = ended[-1] if ended else last
        return ended_lines(ended, now, offset)

    before = more()
    head = [PageLine(()), PageLine(((f" {_('EARLIER')}", Ink.STRONG),))] if before else []
    return [*customer_lines(view, now, offset), *head, *before], more


def _numbered(channel: Channel, conversation_id: str) -> str:
    return f"{present.channel_cell(channel)} #{conversation_id}"


def _who(view: CustomerView) -> Iterator[PageLine]:
    contact = view.contact
    # With a blank it is a number; the word alone is the channel, which another language may call otherwise.
    for name, value in ((_("mail"), contact.email), (_("phone "), contact.phone), (_("about"), about(view).words)):
        if value:
            yield _named(name, value)


def _at(at: int, words: str, now: int, offset: int, value: str = "") -> PageLine:
    """A line that begins with its instant."""
    when = safe.cells(f"   {times.moment(at, now, offset)}", WHEN)
    return PageLine(((when, Ink.DIM), (safe.line(words), Ink.TEXT)), value)


def _named(name: str, value: str) -> PageLine:
    label = safe.cells(f"   {safe.line(name)}", LABEL)
    return PageLine(((label, Ink.DIM), (f" {safe.in_order(safe.line(value))}", Ink.TEXT)))


def _identity(view: CustomerView, now: int, offset: int) -> Iterator[PageLine]:
    stands = identity(view, now, offset)
    if stands.words:
        # The heading says the first word.
        yield PageLine(((f"   {stands.words.partition(' ')[2]}", stands.ink),))
    yield from (_check(each, where, now, offset) for where, each in view.checks)


def _check(it: Check, where: str, now: int, offset: int) -> PageLine:
    words = f"{said(it.name)}, {_(RESULTS[it.result])} ({it.by}, #{where})" + (f": {it.words}" if it.words else "")
    return _at(it.at, words, now, offset)


def _promised(view: CustomerView, now: int, offset: int) -> Iterator[PageLine]:
    for each in view.promises:
        where = "" if each.conversation_id == view.conversation_id else each.conversation_id
        yield PageLine(((f"   {due_words(each, now, offset)}", Ink.LATE if each.due_at <= now else Ink.TEXT),), where)


def _elsewhere(view: CustomerView, now: int, offset: int) -> Iterator[PageLine]:
    for each in view.elsewhere:
        stands = _("with {who}").format(who=each.holder) if each.holder else _(present.STATUS_WORDS[each.status])
        words = f"{_numbered(each.channel, each.conversation_id)} {safe.in_order(each.subject)} ({stands})"
        yield _at(each.received_at, words, now, offset, each.conversation_id)


def _faults(view: CustomerView, now: int, offset: int) -> Iterator[PageLine]:
    given = "; ".join(safe.line(each) for each in (*money(view.granted), *view.granted.words))
    if given:
        yield PageLine(((_("   given in all: {given}").format(given=given), Ink.TEXT),))
    for each in view.faults:
        words = f"#{each.conversation_id} {safe.in_order(each.cause)}"
        if each.compensation:
            words = _("{fault}, given {given}").format(fault=words, given=each.compensation)
        where = "" if each.conversation_id == view.conversation_id else each.conversation_id
        yield _at(each.at, words, now, offset, where)
