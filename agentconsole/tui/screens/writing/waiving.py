"""The key that says that the contact's newest words need no answer: thanks, or a nod."""

from __future__ import annotations

from agentconsole.tongue import _
from agentconsole.tui.screens.writing.pasting import Pasting


class Waiving(Pasting):
    """Says it of one conversation whose words could be read, never of many at once."""

    def action_conversation_no_answer(self) -> None:
        """Their clock ends and nothing is sent; says whether anything of ours is still owed."""
        from agentconsole.domain.commands import WaiveAnswer
        from agentconsole.domain.rules.waiving import gave_the_turn

        view = self.subject()
        if view is None:
            return
        it = view.conversation
        ends, runs_on = _("#{id} needs no answer: the next word is theirs"), _("#{id} needs no answer; {why}")
        pane = self.pane_of(it.id)
        seen = it.messages if pane is None else pane.seen.read(self.door.now())
        if not self.do(WaiveAnswer(it.id, seen=seen)):
            if pane is not None:
                pane.seen = pane.seen.acknowledge()
            return
        if pane is not None:
            pane.transcript.set_unread_from(None)
        still = _("our own next word is still due ({key}: wait for them instead)")
        why = still.format(key=self.key("conversation.pend"))
        self.say_performed((ends if gave_the_turn(it) else runs_on).format(id=it.id, why=why))
