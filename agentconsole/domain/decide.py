"""May it be done, and what happens then: the one function every key, command, server and simulation asks."""

from __future__ import annotations

from agentconsole.domain.commands import (
    Command,
    ContactLeft,
    OnConversation,
    Open,
    Receive,
    RecordBreaches,
    RequestClose,
)
from agentconsole.domain.customer.commands import DescribeContact, EraseContact, SetIdentityPolicy
from agentconsole.domain.leads.commands import CompleteHandBack, LapseReading
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules import (
    calls,
    customers,
    dispositions,
    ending,
    escalating,
    holding,
    incidents,
    intake,
    keeping_views,
    knowing,
    leading,
    mentioning,
    offering,
    outages,
    owing,
    pausing,
    records,
    seeing,
    supervising,
    taking_over,
    talking,
    team,
    undoing,
    waiving,
    writing,
)
from agentconsole.domain.rules.book import RULES, STATUS_WORDS
from agentconsole.domain.team.access import seen_by
from agentconsole.domain.team.commands import (
    AddAgent,
    LimitQueues,
    RecordExport,
    ReportOutage,
    SetDispositions,
    SetLadder,
    SetLevels,
    SetRole,
    SetSupervision,
)
from agentconsole.domain.view import CHANNEL_ACTORS, Context, Decision, View

CHAPTERS = (
    *(
        calls,
        customers,
        dispositions,
        ending,
        holding,
        intake,
        outages,
        owing,
        pausing,
        records,
        talking,
        team,
        undoing,
    ),
    *(escalating, incidents, keeping_views, knowing, leading, mentioning, offering, seeing, supervising),
    *(taking_over, waiving, writing),
)
"""The modules whose rules are in force: importing them enters their rules into the book."""

SETTING_UP = frozenset(
    {
        *(AddAgent, SetLevels, SetLadder, SetSupervision, SetRole, LimitQueues, SetIdentityPolicy, EraseContact),
        SetDispositions,
    }
)
"""Commands of whoever may write the store, before there is a lead; a console's agent is asked for their role."""
BY_CHANNELS = SETTING_UP | {
    *(Open, Receive, ContactLeft, RequestClose, RecordBreaches, RecordExport, CompleteHandBack, LapseReading),
    *(ReportOutage, DescribeContact),
}
"""Commands that need no agent: contacts, channels and the house give them."""


def decide(view: View, command: Command, context: Context) -> Decision:
    """The events the command leads to, none when nothing would change, or the refusal with its reason."""
    view = seen_by(view, context.actor)
    refusal = _too_late(context) or _unknown_actor(view, command, context) or _unknown_subject(view, command, context)
    return refusal or RULES[type(command)](view, command, context)


def _too_late(context: Context) -> Refusal | None:
    if context.not_after is None or context.now <= context.not_after:
        return None
    return Refusal(Code.TOO_LATE, "It reached us too late to be meant as it was; look again and decide anew.")


def _unknown_actor(view: View, command: Command, context: Context) -> Refusal | None:
    if context.actor in view.agents:
        return None
    if context.actor in CHANNEL_ACTORS and type(command) in BY_CHANNELS:
        return None
    words = f"No agent is called {context.actor}: a lead can add them with `agentconsole agent add`."
    return Refusal(Code.UNKNOWN_AGENT, words)


def _unknown_subject(view: View, command: Command, context: Context) -> Refusal | None:
    if not isinstance(command, OnConversation):
        return None
    if view.is_erased:
        words = f"The contact of #{command.conversation_id} was erased for good, and everything of theirs."
        return Refusal(Code.ERASED, words)
    if view.conversation is None:
        return _no_conversation(command.conversation_id)
    if context.if_rev is not None and context.if_rev != view.conversation.rev:
        words = (
            f"#{command.conversation_id} has changed since you looked: it {STATUS_WORDS[view.conversation.status]} now."
        )
        return Refusal(Code.STALE, words)
    return None


def _no_conversation(conversation_id: str) -> Refusal:
    if conversation_id.isdecimal():
        return Refusal(Code.UNKNOWN_CONVERSATION, f"There is no conversation #{conversation_id}.")
    words = f"There is no conversation #{conversation_id}: say its number, as the queue shows it."
    return Refusal(Code.UNKNOWN_CONVERSATION, words)
