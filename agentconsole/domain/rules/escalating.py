"""Raising a hand: escalate, acknowledge, pass on, withdraw, and calling a lead to whisper."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.commands import AcknowledgeEscalation, AskForHelp, Escalate, PassOn, Withdraw
from agentconsole.domain.leads.events import Escalated, EscalationAcknowledged, HelpAsked, PassedOn, Withdrawn
from agentconsole.domain.leads.ladder import Rung, above, first_reached, members, rung_of
from agentconsole.domain.leads.oversight import Escalation, EscalationReason
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, not_held, rule, subject
from agentconsole.domain.rules.leading import long_line, over
from agentconsole.domain.view import Context, Decision, View


@rule(Escalate)
def escalate(view: View, command: Escalate, context: Context) -> Decision:
    """On the first rung, or the named one, or the next above it where anybody is; a second hand changes nothing."""
    c = subject(view)
    refusal = first(not_held(view, context, lead_may=True), over(c), long_line(command.line), _no_line(command))
    if refusal:
        return refusal
    if c.oversight.escalation is not None:
        return ()
    start = rung_of(view.ladder, command.rung) if command.rung else view.ladder[0]
    if start is None:
        return _no_such(view, command.rung)
    rung = first_reached(view.ladder, start, view.agents)
    return (Escalated(c.id, reason=command.reason, line=command.line.strip(), rung=rung.id),)


def _no_line(command: Escalate) -> Refusal | None:
    if command.line.strip() or command.reason is not EscalationReason.OTHER:
        return None
    return Refusal(Code.NEEDS_REASON, "Say in one line what it is about.")


def _no_such(view: View, rung: str) -> Refusal:
    names = ", ".join(each.id for each in view.ladder)
    return Refusal(Code.UNKNOWN_RUNG, f"The ladder has no rung called {rung}; there are {names}.")


@rule(AcknowledgeEscalation)
def acknowledge_escalation(view: View, command: AcknowledgeEscalation, context: Context) -> Decision:
    """By a lead or somebody of the rung; once it is acknowledged nothing changes."""
    raised = subject(view).oversight.escalation
    if raised is None:
        return _lowered(subject(view))
    refusal = _not_theirs(view, raised, context)
    if refusal:
        return refusal
    return () if raised.acknowledged_at is not None else (EscalationAcknowledged(subject(view).id),)


def _lowered(c: Conversation) -> Refusal:
    return Refusal(Code.NOT_ESCALATED, f"Nobody has asked for a lead on #{c.id}, or it has been answered.")


def _not_theirs(view: View, raised: Escalation, context: Context) -> Refusal | None:
    actor = view.agents[context.actor]
    rung = rung_of(view.ladder, raised.rung)
    if actor.is_lead or (rung is not None and actor in members(rung, view.agents)):
        return None
    where = rung.name if rung else raised.rung
    return Refusal(Code.NOT_ALLOWED, f"It is with {where}: a lead or somebody there answers it.")


@rule(PassOn)
def pass_on(view: View, command: PassOn, context: Context) -> Decision:
    """One rung up, or to the named one. From the last rung the words say who can still be reached: no dead end."""
    c = subject(view)
    raised = c.oversight.escalation
    if raised is None:
        return _lowered(c)
    refusal = first(_not_theirs(view, raised, context), long_line(command.line))
    if refusal:
        return refusal
    rung = rung_of(view.ladder, command.rung) if command.rung else above(view.ladder, raised.rung)
    if rung is None:
        return _no_such(view, command.rung) if command.rung else _top(view, raised)
    if rung.id == raised.rung:
        return ()
    return (PassedOn(c.id, rung=rung.id, line=command.line.strip(), from_rung=raised.rung),)


def _top(view: View, raised: Escalation) -> Refusal:
    last = rung_of(view.ladder, raised.rung) or view.ladder[-1]
    return Refusal(Code.TOP_RUNG, f"{last.name} is the last rung; {_reach(view, last)} decides it there.")


def _reach(view: View, rung: Rung) -> str:
    names = [each.full_name for each in members(rung, view.agents)]
    return ", ".join((*names, rung.contact) if rung.contact else names) or "a lead"


@rule(Withdraw)
def withdraw(view: View, command: Withdraw, context: Context) -> Decision:
    """By the holder or a lead; where no hand is up nothing changes."""
    c = subject(view)
    refusal = not_held(view, context, lead_may=True)
    if refusal:
        return refusal
    return (Withdrawn(c.id),) if c.oversight.escalation or c.oversight.help else ()


@rule(AskForHelp)
def ask_for_help(view: View, command: AskForHelp, context: Context) -> Decision:
    """A lead is called to whisper; calling twice changes nothing."""
    c = subject(view)
    refusal = first(not_held(view, context), over(c), long_line(command.line))
    if refusal:
        return refusal
    return () if c.oversight.help is not None else (HelpAsked(c.id, line=command.line.strip()),)
