"""The customer as a line command tells: one thing a line, and nothing that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.cli import times
from agentconsole.domain.compensation import amounts
from agentconsole.domain.identity import told
from agentconsole.workspace.customer_views import DUE_WORDS, CustomerView, SimilarView


def customer_in_words(view: CustomerView) -> str:
    """Everything on the card."""
    return "\n".join(f"{name:<16}{words}".rstrip() for name, words in _lines(view) if words)


def _lines(view: CustomerView) -> Iterator[tuple[str, str]]:
    contact, it = view.contact, view.identity
    yield "contact", contact.name
    yield "mail", contact.email
    yield "phone", contact.phone
    yield from (("sign", each) for each in view.flags)
    if it.check is not None or it.is_needed:
        yield "identity", told(it, times.told(it.check.at) if it.check else "")
    for where, check in view.checks:
        done = f": {check.words}" if check.words else ""
        yield "check", f"{times.told(check.at)} {check.name}, {check.result} ({check.by}, #{where}){done}"
    for due in view.promises:
        yield "promised", f"{DUE_WORDS[due.kind]} by {times.told(due.due_at)} (#{due.conversation_id})"
    for other in view.elsewhere:
        yield "open elsewhere", f"#{other.conversation_id} {other.channel} {other.status} {other.subject}"
    for fault in view.faults:
        yield "our fault", f"#{fault.conversation_id} {fault.cause}"
    yield "given for it", "; ".join((*amounts(view.granted), *view.granted.words))
    yield from (("product", f"{each.name} {each.value}") for each in view.products)
    for before in view.ended:
        yield "earlier", f"#{before.id} {times.told(before.received_at)} {before.channel} {before.subject}"


def similar_in_words(found: tuple[SimilarView, ...]) -> str:
    """Three lines each."""
    parts = (f"#{each.conversation_id}  {each.subject}\n  {each.why}\n  {each.solution}" for each in found)
    return "\n".join(parts) or "Nothing resolved is like it yet."
