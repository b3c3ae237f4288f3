"""Rules around the customer: leads say how identity is checked, sources what a contact has with us."""

from __future__ import annotations

from agentconsole.domain.customer.commands import DescribeContact, EraseContact, SetIdentityPolicy
from agentconsole.domain.customer.contact import contact_key
from agentconsole.domain.customer.events import ContactDescribed, ContactErased, IdentityPolicySet
from agentconsole.domain.customer.identity import fault_in as fault_in_policy
from agentconsole.domain.customer.products import MOST_SOURCES, fault_in, tidied
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import rule
from agentconsole.domain.rules.leading import not_the_house
from agentconsole.domain.view import Context, Decision, View


@rule(SetIdentityPolicy)
def set_identity_policy(view: View, command: SetIdentityPolicy, context: Context) -> Decision:
    """By a lead; the same again changes nothing."""
    refusal = not_the_house(view, context)
    if refusal:
        return refusal
    if fault := fault_in_policy(command.identity):
        return Refusal(Code.UNSUPPORTED, fault)
    return () if command.identity == view.identity else (IdentityPolicySet(command.identity),)


@rule(DescribeContact)
def describe_contact(view: View, command: DescribeContact, context: Context) -> Decision:
    """The same again changes nothing. A name alone fits many: whose facts they are an address or a number says."""
    who, facts = command.contact, tidied(command.facts)
    key = contact_key(who.name, who.email, who.phone)
    if key.startswith("name:"):
        return Refusal(Code.EMPTY, "Say whose facts they are: by mail address, or by number.")
    if fault := fault_in(command.source, facts):
        return Refusal(Code.UNSUPPORTED, fault)
    if view.products.by(command.source) == facts:
        return ()
    is_new = all(each.source != command.source for each in view.products.told)
    if is_new and len(view.products.told) >= MOST_SOURCES:
        return Refusal(Code.TOO_LONG, f"{MOST_SOURCES} sources tell about this contact already.")
    return (ContactDescribed(key, command.source, facts),)


@rule(EraseContact)
def erase_contact(view: View, command: EraseContact, context: Context) -> Decision:
    """By a lead who sees every queue, so that nothing of theirs is left where they cannot look; once all has ended."""
    if refusal := not_the_house(view, context):
        return refusal
    actor = view.agents.get(context.actor)
    if actor is not None and actor.queues:
        return Refusal(
            Code.NOT_ALLOWED, "Only a lead who sees every queue can erase a contact: some may lie elsewhere."
        )
    at_work = [f"#{each.id}" for each in view.theirs if each.is_open]
    if at_work:
        words = f"Not while {', '.join(at_work[:3])}{' and more' if len(at_work) > 3 else ''} of theirs"
        return Refusal(Code.WRONG_STATUS, f"{words} {'is' if len(at_work) == 1 else 'are'} open: end that first.")
    return (ContactErased(tuple(each.id for each in view.theirs)),)
