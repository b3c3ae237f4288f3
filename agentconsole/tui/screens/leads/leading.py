"""What a team lead does with somebody else's conversation: read along, whisper, join, take over, give back, offer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.terms import Mode
from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.screens.base import NOTHING_SELECTED
from agentconsole.tui.screens.leads.offering import Offering

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask


def lead_prototypes() -> dict[str, Callable[[str], ask.Command]]:
    """The leads' commands with any answers at all, for the palette to ask the rules about."""
    from agentconsole.domain.leads import commands as lead
    from agentconsole.domain.leads.oversight import EscalationReason

    any_words = "-"
    return {
        "conversation.escalate": lambda it: lead.Escalate(it, EscalationReason.OTHER, any_words),
        "escalation.acknowledge": lead.AcknowledgeEscalation,
        "escalation.pass_on": lead.PassOn,
        "escalation.withdraw": lead.Withdraw,
        "conversation.ask_help": lead.AskForHelp,
        "conversation.monitor": lead.Monitor,
        "conversation.stop_monitoring": lead.StopMonitoring,
        "conversation.whisper": lambda it: lead.Whisper(it, any_words),
        "whisper.decline": lead.DeclineWhisper,
        "conversation.barge": lead.Barge,
        "conversation.leave": lead.Leave,
        "conversation.take_over": lead.TakeOver,
        "conversation.hand_back": lambda it: lead.HandBack(it, any_words, to_queue=True),
        "handback.cancel": lead.CancelHandBack,
        "summary.seen": lead.SeenSummary,
        "offer.accept": lead.AcceptOffer,
        "offer.decline": lead.DeclineOffer,
        "agent.remind": lead.Remind,
    }


class Leading(Offering):
    """The leads' actions. The rules say who may; each is about the subject, on the board as in the queue."""

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done on the subject now."""
        prototype = lead_prototypes().get(command_id)
        if prototype is None or not self.subject_id:
            return super().why_not(command_id)
        refusal = self.door.why_not(prototype(self.subject_id))
        return said(refusal.words) if refusal else ""

    def plainly(self, command_id: str, done: str = "") -> str:
        """Does a command that needs nothing but the subject; the subject's id when it was taken on."""
        subject = self.subject()
        if subject is None or not self.do(lead_prototypes()[command_id](subject.conversation.id)):
            return ""
        self.say_performed(done)
        return subject.conversation.id

    def _mode(self, conversation_id: str) -> Mode | None:
        return self.door.conversation(conversation_id).conversation.oversight.mode_of(self.door.me.id)

    def leave_board(self) -> None:
        """The board gives the screen back to the console, where it stands over it."""
        if self.board is not None:
            self.board.leave()

    def action_conversation_monitor(self) -> None:
        """Reads along, in sight of the agent; the same key ends it."""
        subject = self.subject_id
        if subject and self._mode(subject) is not None and not self.is_seen:
            self.leave_board()
            self.open_conversation(subject)
        elif subject and self._mode(subject) is not None:
            self.action_conversation_stop_monitoring()
        elif monitored := self.plainly("conversation.monitor"):
            self.leave_board()
            self.open_conversation(monitored)
            self.say_performed(_("you read along, and the agent sees it"))

    def action_conversation_stop_monitoring(self) -> None:
        """Reads along no more."""
        self.plainly("conversation.stop_monitoring", _("you read along no more"))

    def action_conversation_whisper(self) -> None:
        """A word to the agent alone."""
        from agentconsole.tui.dialogs.lead_questions import whisper

        if subject := self._allowed("conversation.whisper"):
            self.ask(whisper(self.about(self.door.conversation(subject).conversation)))

    def action_conversation_barge(self) -> None:
        """Joins in public under one's own name; the same key leaves."""
        subject = self.subject_id
        if subject and self._mode(subject) is Mode.JOINED:
            self.action_conversation_leave()
        elif joined := self.plainly("conversation.barge"):
            self.leave_board()
            # Not into the composer: the next key may be a lead's again, and must not end up in the reply.
            self.open_conversation(joined)
            words = _("you have joined, under your own name. {reply} writes, {leave} leaves")
            self.say_performed(words.format(reply=self.key("conversation.reply"), leave=self.key("conversation.barge")))

    def action_conversation_leave(self) -> None:
        """Speaks no more, and reads along as before."""
        self.plainly("conversation.leave", _("you speak no more; you read along"))

    def action_conversation_hand_back(self) -> None:
        """Gives it back with a summary."""
        from agentconsole.tui.dialogs.lead_questions import hand_back

        if subject := self._allowed("conversation.hand_back"):
            it = self.door.conversation(subject).conversation
            taken = it.oversight.taken
            former = next((a for a in self.door.agents() if taken and a.id == taken.from_agent), None)
            self.ask(hand_back(self.about(it), former))

    def action_handback_cancel(self) -> None:
        """Keeps it after all."""
        self.plainly("handback.cancel", _("it stays with you"))

    def action_escalation_acknowledge(self) -> None:
        """Is on it."""
        self.plainly("escalation.acknowledge", _("you are on it, and they see it"))

    def action_escalation_pass_on(self) -> None:
        """To another rung."""
        from agentconsole.tui.dialogs.lead_questions import pass_on

        if subject := self.subject_id:
            it = self.door.conversation(subject).conversation
            self.ask(pass_on(self.about(it), self.door.leads.ladder(subject)))

    def action_agent_remind(self) -> None:
        """A kind word to the holder."""
        from agentconsole.tui.dialogs.lead_questions import remind

        if subject := self._allowed("agent.remind"):
            view = self.door.conversation(subject)
            self.ask(remind(self.about(view.conversation), safe.line(view.assignee_name)))

    def action_team_broadcast(self) -> None:
        """A word to everybody."""
        from agentconsole.tui.dialogs.lead_questions import broadcast
        from agentconsole.workspace.views import TEAM_WORDS

        came_back = self.door.drafts.for_editor(TEAM_WORDS, "internal")
        self.ask(broadcast(came_back), then=lambda _answers: self.door.drafts.save(TEAM_WORDS, "internal", ""))

    def action_agent_reassign_all(self) -> None:
        """Everything a colleague holds goes back to the queue."""
        from agentconsole.tui.dialogs.lead_questions import reassign_all

        self.ask(reassign_all(self.door.agents(), self._colleague()))

    def action_agent_role(self) -> None:
        """A colleague's role."""
        from agentconsole.tui.dialogs.lead_questions import set_role

        self.ask(set_role(self.door.agents(), self._colleague()))

    def action_agent_queues(self) -> None:
        """Which queues a colleague sees."""
        from agentconsole.tui.dialogs.lead_questions import limit_queues

        self.ask(limit_queues(self.door.agents(), self._colleague(), self.door.leads.queues()))

    def _colleague(self) -> str:
        """The agent under the board's cursor, or who holds the subject; empty where that is nobody else."""
        subject = self.subject_id
        if self.board is not None:
            found = self.board.agent_id
        else:
            found = self.door.conversation(subject).conversation.assignee if subject else ""
        return "" if found == self.door.me.id else found

    def _allowed(self, command_id: str) -> str:
        """The subject's id, when the rules would have the command; else says why not."""
        subject = self.subject_id
        if reason := self.why_not(command_id) if subject else _(NOTHING_SELECTED):
            self.refuse_text(reason)
            return ""
        return subject
