"""A command at the key: what the rules say to it here and now, and how it goes out if they say yes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.decide import decide
from agentconsole.domain.events import OfConversation
from agentconsole.domain.evolve import evolve
from agentconsole.domain.promises.service_levels import MINUTE, SECOND
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.view import Context, Decision, View
from agentconsole.engine.looking import look
from agentconsole.tongue import _
from agentconsole.wire import Envelope
from agentconsole.workspace.api import Refused
from agentconsole.workspace.carried import ENDINGS, Delivery, subject_of, subject_of_command

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command
    from agentconsole.ids import Ids
    from agentconsole.workspace.desk import Desk

NOT_AFTER = {
    "conversation.claim": 60 * SECOND,
    "presence.set": 10 * MINUTE,
    "conversation.take_over": 120 * SECOND,
    "conversation.hand_back": 120 * SECOND,
    "conversation.offer": 60 * SECOND,
    "offer.accept": 60 * SECOND,
}
"""How long a command is still meant as it was, by its kind: a claim that arrives later would surprise."""

NEEDS_AN_ANSWER = frozenset(
    {
        *("conversation.claim", "conversation.transfer", "conversation.take_over", "conversation.hand_back"),
        *("conversation.offer", "offer.accept", "agent.reassign_all"),
    }
)
"""What is no use before whoever decides has said yes: somebody else may have been faster."""

CHECK_IN = "presence.set"
"""The one command that is worth a receipt even when it changes nothing: nobody shall doubt that it registered."""


def pressed(desk: Desk, ids: Ids, terminal: str, command: Command, if_rev: int | None) -> Envelope:
    """The command as it is handed over, pressed now. Raises Refused when a rule already says no."""
    refusal = refusal_of(desk, command, if_rev, terminal)
    if refusal is not None:
        raise Refused(refusal)
    now = desk.clock.now()
    after = NOT_AFTER.get(command.kind)
    return Envelope(
        id=ids.command_id(now),
        actor=desk.me,
        terminal=terminal,
        command=command,
        client_ms=now,
        if_rev=if_rev,
        not_after=now + after if after else None,
    )


def refusal_of(desk: Desk, command: Command, if_rev: int | None, terminal: str = "") -> Refusal | None:
    """What the rules say to the command right now; None when they say yes."""
    context = Context(
        now=desk.clock.now(),
        actor=desk.me,
        levels=desk.levels(),
        # The authority alone knows the next number; none of ours may be taken for what would be opened.
        next_number=0,
        if_rev=if_rev,
        terminal=terminal,
    )
    view = look(desk.db, command, desk.me)
    decision = decide(view, command, context)
    if command.kind in NEEDS_AN_ANSWER and not desk.courier.is_reachable():
        return _offline(decide(_ahead(desk, view, context), command, context), command)
    if isinstance(decision, Refusal) and (ahead := _ahead(desk, view, context)) is not view:
        decision = decide(ahead, command, context)
    elif _is_ending(desk, view) and isinstance(decide(_ahead(desk, view, context), command, context), Refusal):
        words = _("You have ended #{number} already: that is saved, and goes out first.")
        decision = Refusal(Code.WRONG_STATUS, words.format(number=subject_of_command(command)))
    if decision == () and command.kind != CHECK_IN:
        return Refusal(Code.DUPLICATE, _("It is so already; nothing was sent or changed."))
    return decision if isinstance(decision, Refusal) else None


def _offline(decision: Decision, command: Command) -> Refusal:
    """What the agent holds they know without the server; whatever else the copy says of it may have changed since."""
    is_own = isinstance(decision, Refusal) and decision.code is Code.ALREADY_YOURS
    if isinstance(decision, Refusal) and is_own and command.kind == "conversation.claim":
        return decision
    words = _("The server cannot be reached to say who has it. Replies and notes are kept, and sent later.")
    return Refusal(Code.OFFLINE, words)


def delivery_of(desk: Desk, command_ids: tuple[str, ...]) -> Delivery:
    """How far the hindmost of them has come; accepted when none is on its way."""
    found = {each.delivery for each in desk.carried() if each.envelope.id in command_ids}
    if not found:
        return Delivery.ACCEPTED
    if Delivery.SAVING in found:
        return Delivery.SAVING
    return Delivery.SENDING if desk.courier.is_reachable() else Delivery.SAVED


def _is_ending(desk: Desk, view: View) -> bool:
    """Whether the agent has ended it, and whoever decides does not know yet."""
    it = view.conversation
    return it is not None and any(
        subject_of(each) == it.id and each.envelope.command.kind in ENDINGS for each in desk.carried()
    )


def _ahead(desk: Desk, view: View, context: Context) -> View:
    """The view as the agent's own commands on their way will leave it: they go first, and a reply that is not answered
    yet is a reply. The same view where none of them changes it."""
    for each in desk.carried():
        command, it = each.envelope.command, view.conversation
        if it is None or subject_of(each) != it.id or command.kind in NEEDS_AN_ANSWER:
            continue
        now = replace(context, now=each.envelope.client_ms, if_rev=each.envelope.if_rev)
        decision = decide(replace(look(desk.db, command, desk.me), conversation=it), command, now)
        for event in () if isinstance(decision, Refusal) else decision:
            if isinstance(event, OfConversation) and event.conversation_id == it.id:
                it = evolve(it, event, now.now, desk.me)
        view = view if it is view.conversation else replace(view, conversation=it)
    return view
