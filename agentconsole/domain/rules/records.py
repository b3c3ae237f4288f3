"""What is put on record beside the talk: subject matter, identity checks, our faults, broken promises."""

from __future__ import annotations

from agentconsole.domain.commands import AdmitFault, Categorise, CheckIdentity, RecordBreaches, Tag
from agentconsole.domain.customer.identity import LONGEST_WORDS, OTHER, Identity, looks_secret
from agentconsole.domain.events import Categorised, FaultAdmitted, IdentityChecked, PromiseBroken, Tagged
from agentconsole.domain.leads.clocks import escalation_clock
from agentconsole.domain.promises.clocks import clocks, is_recorded
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import rule, subject
from agentconsole.domain.rules.offering import lapsed
from agentconsole.domain.view import Context, Decision, View


@rule(Categorise)
def categorise(view: View, command: Categorise, context: Context) -> Decision:
    """What it is about; the same again changes nothing."""
    conversation = subject(view)
    category = command.category.strip()
    if category == conversation.category:
        return ()
    return (Categorised(conversation.id, category=category, was=conversation.category),)


@rule(Tag)
def tag(view: View, command: Tag, context: Context) -> Decision:
    """Tags that are there are not added, tags that are not there are not removed."""
    conversation = subject(view)
    added = tuple(dict.fromkeys(t.strip() for t in command.add if t.strip() and t.strip() not in conversation.tags))
    removed = tuple(dict.fromkeys(t for t in command.remove if t in conversation.tags and t not in added))
    return (Tagged(conversation.id, added=added, removed=removed),) if added or removed else ()


@rule(CheckIdentity)
def check_identity(view: View, command: CheckIdentity, context: Context) -> Decision:
    """How it was checked and how it ended; a grey case says why, so that it can never be held against anybody."""
    if not command.how.strip():
        return Refusal(Code.EMPTY, "Say how the identity was checked.")
    if command.result is Identity.UNCHECKED:
        return Refusal(Code.NEEDS_REASON, "Say how the check ended: passed, failed or accepted.")
    if command.result is not Identity.PASSED and not command.why.strip():
        return Refusal(Code.NEEDS_REASON, f"Say why it was {command.result}.")
    return _unfit_check(view, command) or _checked(view, command)


def _unfit_check(view: View, command: CheckIdentity) -> Refusal | None:
    """The refusal of a way the team does not have, and of words that hold the secret itself."""
    policy = view.identity
    if command.result is Identity.PASSED and policy.ways and policy.way(command.how) is None:
        ways = ", ".join(each.name for each in policy.ways)
        return Refusal(
            Code.UNSUPPORTED, f"The team checks by {ways}. Another proof is not passed but accepted; say why."
        )
    if looks_secret(command.how) or looks_secret(command.why):
        return Refusal(
            Code.NOT_ALLOWED, "That looks like the secret itself. Say what was done, never a PIN or an answer."
        )
    if len(command.how) + len(command.why) > LONGEST_WORDS:
        return Refusal(Code.TOO_LONG, f"What was done can be told in {LONGEST_WORDS:,} characters.")
    return None


def _checked(view: View, command: CheckIdentity) -> Decision:
    way = view.identity.way(command.how)
    name, way_id = (way.name, way.id) if way else (command.how.strip(), OTHER)
    result, why = command.result, command.why.strip()
    return (IdentityChecked(subject(view).id, how=name, result=result, why=why, way=way_id),)


@rule(AdmitFault)
def admit_fault(view: View, command: AdmitFault, context: Context) -> Decision:
    """It was us: at least the cause is named."""
    if not command.cause.strip():
        return Refusal(Code.EMPTY, "Say what went wrong on our side.")
    conversation = subject(view)
    return (
        FaultAdmitted(
            conversation.id,
            cause=command.cause.strip(),
            clause=command.clause.strip(),
            compensation=command.compensation.strip(),
        ),
    )


@rule(RecordBreaches)
def record_breaches(view: View, command: RecordBreaches, context: Context) -> Decision:
    """Each promise that has run out is recorded once, whoever notices first; an offer nobody answered ends."""
    conversation = subject(view)
    raised = escalation_clock(conversation, context.levels)
    running = (*clocks(conversation, context.levels), *((raised,) if raised else ()))
    broken = tuple(
        PromiseBroken(conversation.id, clock=clock.kind, due_at=clock.breach_at)
        for clock in running
        if clock.breach_at <= context.now and not is_recorded(clock, conversation.broken)
    )
    return (*broken, *lapsed(conversation, context.now))
