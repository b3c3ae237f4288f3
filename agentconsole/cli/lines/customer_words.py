"""The customer as a line command tells: one thing a line, and nothing that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.cli.lines import times
from agentconsole.domain.customer.compensation import amounts
from agentconsole.domain.customer.identity import told
from agentconsole.tongue import N_, _, said
from agentconsole.workspace.customer_views import DUE_WORDS, CustomerView, SimilarView


def customer_in_words(view: CustomerView) -> str:
    """Everything on the card."""
    return "\n".join(f"{_(name):<16}{words}".rstrip() for name, words in _lines(view) if words)


def _lines(view: CustomerView) -> Iterator[tuple[str, str]]:
    contact, it = view.contact, view.identity
    yield N_("contact"), contact.name
    yield N_("mail"), contact.email
    yield N_("phone"), contact.phone
    yield from ((N_("sign"), each) for each in view.flags)
    if it.check is not None or it.is_needed:
        yield N_("identity"), said(told(it, times.told(it.check.at) if it.check else ""))
    for where, check in view.checks:
        done = f": {check.words}" if check.words else ""
        yield N_("check"), f"{times.told(check.at)} {check.name}, {said(check.result)} ({check.by}, #{where}){done}"
    for due in view.promises:
        words = _("{what} by {time} (#{id})")
        yield (
            N_("promised"),
            words.format(what=_(DUE_WORDS[due.kind]), time=times.told(due.due_at), id=due.conversation_id),
        )
    for other in view.elsewhere:
        yield (
            N_("open elsewhere"),
            f"#{other.conversation_id} {said(other.channel)} {said(other.status)} {other.subject}",
        )
    for fault in view.faults:
        yield N_("our fault"), f"#{fault.conversation_id} {fault.cause}"
    yield N_("given for it"), "; ".join((*amounts(view.granted), *view.granted.words))
    yield from ((N_("product"), f"{each.name} {each.value}") for each in view.products)
    for before in view.ended:
        yield N_("earlier"), f"#{before.id} {times.told(before.received_at)} {said(before.channel)} {before.subject}"


def similar_in_words(found: tuple[SimilarView, ...]) -> str:
    """Three lines each."""
    parts = (f"#{each.conversation_id}  {each.subject}\n  {said(each.why)}\n  {each.solution}" for each in found)
    return "\n".join(parts) or _("Nothing resolved is like it yet.")
