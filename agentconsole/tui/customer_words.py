"""What the card says of a contact, each thing once and only where there is one. Everything foreign is made harmless."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

from agentconsole.domain.customer.compensation import Granted
from agentconsole.domain.customer.identity import Hold, Standing, told
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, n_, number, said
from agentconsole.tui import present, safe, times
from agentconsole.tui.dialogs.choices import category_words
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.customer_views import DUE_WORDS, CustomerView, Promised

DOT: Final = " · "
NAMED: Final = 3
"""Things of one kind that are named on the card; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing: harmless words, how loud, and its rank; where there is little room the highest goes first."""

    words: str
    ink: Ink = Ink.TEXT
    rank: int = 0


def card_words(view: CustomerView, now: int, offset: int) -> tuple[Said, ...]:
    """All of it in the order of the card."""
    found = (
        *(Said(f"! {safe.line(said(each))}", Ink.SOON, 1) for each in view.flags),
        Said(safe.line(view.incident), Ink.SOON, 1),
        identity(view, now, offset),
        *promises(view, now, offset),
        _elsewhere(view),
        _faults(view),
        _given(view),
        products(view),
        Said(DOT.join(safe.line(each) for each in (view.contact.email, view.contact.phone) if each), Ink.DIM, 5),
        about(view),
    )
    return tuple(each for each in found if each.words)


def earlier_words(view: CustomerView) -> str:
    """How often they have been here: the one thing that is always told."""
    total = view.contact.earlier_total
    return n_("{count} earlier", "{count} earlier", total).format(count=number(total)) if total else _("first contact")


def identity(view: CustomerView, now: int, offset: int) -> Said:
    """Whether they are who they say; nothing where nobody asked and nothing needs it."""
    it = view.identity
    if it.check is None and not it.is_needed:
        return Said("")
    words = _("identity {standing}").format(standing=checked(it, now, offset))
    if it.hold is Hold.HOLDS:
        return Said(safe.line(words), Ink.GOOD, 2)
    if it.hold is Hold.FAILED:
        return Said(safe.line(words), Ink.LATE, 1)
    return Said(safe.line(words), Ink.SOON if it.is_needed else Ink.DIM, 1 if it.is_needed else 4)


def checked(it: Standing, now: int, offset: int) -> str:
    """How identity stands, in one line."""
    return safe.line(said(told(it, times.moment(it.check.at, now, offset) if it.check else "")))


def promises(view: CustomerView, now: int, offset: int) -> tuple[Said, ...]:
    """What they were promised a time for, the next first."""
    return tuple(_promise(each, view.conversation_id, now, offset) for each in view.promises[:NAMED])


def _promise(it: Promised, here: str, now: int, offset: int) -> Said:
    where = "" if it.conversation_id == here else f" (#{safe.line(it.conversation_id)})"
    return Said(f"{due_words(it, now, offset)}{where}", Ink.LATE if it.due_at <= now else Ink.STRONG, 2)


def due_words(it: Promised, now: int, offset: int) -> str:
    """`callback by 14:30`, or that it was due then."""
    words = _("{what} was due {when}") if it.due_at <= now else _("{what} by {when}")
    return words.format(what=_(DUE_WORDS[it.kind]), when=times.moment(it.due_at, now, offset))


def _elsewhere(view: CustomerView) -> Said:
    others = (
        f"{present.channel_cell(each.channel).strip()} #{each.conversation_id} {safe.in_order(each.subject)}"
        + (f" ({each.holder})" if each.holder else f" ({_(present.STATUS_WORDS[each.status])})")
        for each in view.elsewhere
    )
    return Said(_listed(_("also open: {things}"), others, len(view.elsewhere)), Ink.STRONG, 2)


def _faults(view: CustomerView) -> Said:
    causes = (safe.in_order(each.cause) for each in view.faults)
    return Said(_listed(_("our fault: {things}"), causes, len(view.faults)), Ink.TEXT, 3)


def money(it: Granted) -> tuple[str, ...]:
    """Each sum as it is read: `25.00 EUR`."""
    words = _("{whole}.{cents} {code}")
    return tuple(
        words.format(whole=number(minor // 100), cents=f"{minor % 100:02}", code=code) for code, minor in it.sums
    )


def _given(view: CustomerView) -> Said:
    given = (*money(view.granted), *view.granted.words)
    return Said(_listed(_("given for it: {things}"), given, len(given)), Ink.TEXT, 3)


def products(view: CustomerView) -> Said:
    """What they have with us, as `domain example.org · plan Start`."""
    return Said(DOT.join(safe.line(f"{each.name} {safe.in_order(each.value)}") for each in view.products), Ink.TEXT, 4)


def about(view: CustomerView) -> Said:
    """What is on record about the conversation in front."""
    tags = _("tags {tags}").format(tags=", ".join(view.tags)) if view.tags else ""
    times_again = n_("reopened once", "reopened {count} times", view.reopened)
    again = times_again.format(count=view.reopened) if view.reopened else ""
    numbers = ", ".join(f"#{each}" for each in view.links)
    links = _("linked to {numbers}").format(numbers=numbers) if view.links else ""
    told = (category_words(view.category), tags, again, links)
    return Said(DOT.join(safe.line(each) for each in told if each), Ink.DIM, 6)


def _listed(words: str, things: Iterable[str], count: int) -> str:
    """The first few, and how many more; nothing for none."""
    if not count:
        return ""
    named = "; ".join(safe.line(each) for each in islice(things, NAMED))
    if count > NAMED:
        named = _("{things} and {count} more").format(things=named, count=count - NAMED)
    return words.format(things=named)
