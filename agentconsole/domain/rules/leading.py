"""Who leads: the guards of what only leads may do, and what they do for the team as a whole."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event, Released
from agentconsole.domain.leads.commands import LookedAt, Remind
from agentconsole.domain.leads.events import Looked, Reminded
from agentconsole.domain.leads.ladder import Ladder, Rung
from agentconsole.domain.leads.supervision import LONGEST_DELAY
from agentconsole.domain.moves import Move, after, is_legal
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.queue import span
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import STATUS_WORDS, bad_text, first, rule, subject
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import Broadcast, ReassignAll, RecordExport, SetLadder, SetRole, SetSupervision
from agentconsole.domain.team.events import Exported, LadderSet, Relieved, RoleSet, SupervisionSet, TeamTold
from agentconsole.domain.view import SYSTEM, Context, Decision, View

REMIND_GAP = 3 * MINUTE
"""Between two reminders to the same agent about the same conversation: the nudge's own time. More would be nagging."""
LOOK_GAP = 15 * MINUTE
"""A second look within that adds nothing to what the team knows."""
LONGEST_LINE = 500
LONGEST_LADDER = 12
KINDLY = "A kind reminder: {name} is waiting for a word. Shall I help?"


def not_a_lead(view: View, context: Context) -> Refusal | None:
    """The refusal of everybody but leads."""
    actor = view.agents.get(context.actor)
    if actor is not None and actor.is_lead:
        return None
    return Refusal(Code.NOT_ALLOWED, "Only a team lead can do this.")


def not_the_house(view: View, context: Context) -> Refusal | None:
    """The same, but for what sets a store up, which needs nobody's role."""
    return None if context.actor == SYSTEM else not_a_lead(view, context)


def not_with_somebody(view: View, context: Context) -> Refusal | None:
    """The refusal when the conversation is not at work in somebody else's hands."""
    c = subject(view)
    if c.assignee == context.actor:
        return Refusal(Code.ALREADY_YOURS, f"You hold #{c.id} yourself.")
    if not c.assignee:
        return Refusal(Code.NOT_ASSIGNEE, f"Nobody holds #{c.id}: take it, or offer it to somebody.")
    return over(c)


def over(conversation: Conversation) -> Refusal | None:
    """The refusal when there is nothing left to do with the contact."""
    if is_at_work(conversation):
        return None
    return Refusal(Code.WRONG_STATUS, f"#{conversation.id} {STATUS_WORDS[conversation.status]}; it is over.")


def is_at_work(conversation: Conversation) -> bool:
    """Whether somebody is with the contact, or works for them."""
    return is_legal(conversation.channel, conversation.status, Move.RELEASE)


def long_line(line: str) -> Refusal | None:
    """The refusal of a line that is none."""
    if len(line) <= LONGEST_LINE:
        return None
    return Refusal(Code.TOO_LONG, f"The line has {len(line):,} characters; at most {LONGEST_LINE} fit.")


@rule(LookedAt)
def looked_at(view: View, command: LookedAt, context: Context) -> Decision:
    """Somebody senior looked; again within a quarter of an hour changes nothing."""
    c = subject(view)
    refusal = not_a_lead(view, context)
    if refusal:
        return refusal
    last = c.oversight.looked_at
    recently = last is not None and context.now - last < LOOK_GAP
    return () if recently else (Looked(c.id),)


@rule(Remind)
def remind(view: View, command: Remind, context: Context) -> Decision:
    """A kind word to the holder, not a second time within three minutes."""
    c = subject(view)
    refusal = first(not_a_lead(view, context), not_with_somebody(view, context), _reminded(view, c, context))
    if refusal:
        return refusal
    body = command.body.strip() or KINDLY.format(name=c.contact_name)
    return bad_text(body, "reminder") or (Reminded(c.id, body=body, to_agent=c.assignee),)


def _reminded(view: View, c: Conversation, context: Context) -> Refusal | None:
    last = c.oversight.reminded_at
    if last is None or context.now - last >= REMIND_GAP:
        return None
    words = f"{view.name_of(c.assignee)} was reminded {span(context.now - last)} ago: give it a moment, or whisper."
    return Refusal(Code.TOO_SOON, words)


@rule(Broadcast)
def broadcast(view: View, command: Broadcast, context: Context) -> Decision:
    """A word to everybody."""
    refusal = first(not_a_lead(view, context), bad_text(command.body, "message to the team"), long_line(command.body))
    return refusal or (TeamTold(command.body.strip()),)


@rule(RecordExport)
def record_export(_view: View, command: RecordExport, _context: Context) -> Decision:
    """Whoever can read the store's file can take things out: what is left to a rule is that it is said."""
    if command.count < 0 or long_line(command.what):
        return Refusal(Code.UNSUPPORTED, "An export has a form and a number of conversations.")
    return (Exported(command.what, command.count),)


@rule(ReassignAll)
def reassign_all(view: View, command: ReassignAll, context: Context) -> Decision:
    """All that can go back goes back to the queue and keeps its clocks; wrap-ups stay, a lead can close them."""
    refusal = first(not_a_lead(view, context), _unknown(view, command.agent_id), long_line(command.reason))
    if refusal:
        return refusal
    if not command.reason.strip():
        return Refusal(Code.NEEDS_REASON, "Say why all of it is given away: it stands in the audit trail.")
    given = tuple(_released(each) for each in view.theirs if is_at_work(each))
    if not given:
        return ()
    return (*given, Relieved(command.agent_id, reason=command.reason.strip(), count=len(given)))


def _released(c: Conversation) -> Event:
    status = after(c.channel, c.status, Move.RELEASE)
    return Released(c.id, status=status, from_status=c.status, from_agent=c.assignee)


def _unknown(view: View, agent_id: str) -> Refusal | None:
    if agent_id in view.agents:
        return None
    return Refusal(Code.UNKNOWN_AGENT, f"Nobody here is called {agent_id}.")


@rule(SetRole)
def set_role(view: View, command: SetRole, context: Context) -> Decision:
    """By a lead; the team always has one."""
    refusal = first(not_the_house(view, context), _unknown(view, command.agent_id))
    if refusal:
        return refusal
    was = view.agents[command.agent_id].role
    if was is command.role:
        return ()
    leads = [each for each in view.agents.values() if each.is_lead]
    if was is Role.LEAD and len(leads) == 1:
        return Refusal(
            Code.LAST_LEAD, f"{view.name_of(command.agent_id)} is the only team lead; make another one first."
        )
    return (RoleSet(command.agent_id, role=command.role, was=was),)


@rule(SetLadder)
def set_ladder(view: View, command: SetLadder, context: Context) -> Decision:
    """Other rungs: at least one, each with a name of its own and somebody to reach."""
    refusal = first(not_the_house(view, context), _no_ladder(command.rungs), *map(_no_rung, command.rungs))
    refusal = refusal or first(*(_unknown(view, each) for rung in command.rungs for each in rung.agents))
    if refusal:
        return refusal
    return () if command.rungs == view.ladder else (LadderSet(command.rungs),)


def _no_ladder(rungs: Ladder) -> Refusal | None:
    if not 1 <= len(rungs) <= LONGEST_LADDER:
        words = f"A ladder has 1 to {LONGEST_LADDER} rungs: whoever raises a hand has to reach somebody."
        return Refusal(Code.UNSUPPORTED, words)
    if len({each.id for each in rungs}) != len(rungs):
        return Refusal(Code.UNSUPPORTED, "Two rungs have the same id; each needs one of its own.")
    return None


def _no_rung(rung: Rung) -> Refusal | None:
    if not rung.id.strip() or not rung.name.strip():
        return Refusal(Code.EMPTY, "Each rung needs an id and a name.")
    if rung.limit < 0 or rung.usual_minutes < 0:
        return Refusal(Code.UNSUPPORTED, f"The rung {rung.name} has a number below nothing.")
    return long_line(rung.id + rung.name + rung.contact + rung.currency)


@rule(SetSupervision)
def set_supervision(view: View, command: SetSupervision, context: Context) -> Decision:
    """The notice may come later, never not at all."""
    refusal = not_the_house(view, context)
    if refusal:
        return refusal
    if not 0 <= command.policy.notice_after <= LONGEST_DELAY:
        words = f"The notice may be delayed by {span(LONGEST_DELAY)} at most: nobody is watched in secret."
        return Refusal(Code.UNSUPPORTED, words)
    return () if command.policy == view.supervision else (SupervisionSet(command.policy),)
