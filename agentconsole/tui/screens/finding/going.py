"""The keys that go somewhere: chats, call, next due, views of the queue, pages, and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agentconsole.domain.terms import Channel, Status
from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.screens.finding.searching import SearchingAgain
from agentconsole.tui.screens.finding.viewing import Viewing
from agentconsole.workspace.queue_views import QueueFilter, Scope

if TYPE_CHECKING:
    from agentconsole.workspace.views import QuestionView

VIEWS = {
    "goto.queue": QueueFilter(),
    "goto.mine": QueueFilter(Scope.MINE),
    "goto.waiting": QueueFilter(Scope.WAITING),
    "goto.all": QueueFilter(Scope.ALL),
    "goto.risk": QueueFilter(at_risk=True),
    "goto.calls": QueueFilter(channel=Channel.PHONE),
    "goto.tickets": QueueFilter(channel=Channel.TICKET),
    "goto.chats": QueueFilter(channel=Channel.CHAT),
}
"""The views of the one queue; all keep its order."""

SAME_PLACE = {
    "goto.one": "goto.chat1",
    "goto.two": "goto.chat2",
    "goto.call": "goto.phone",
    "goto.next_due": "goto.due",
    "goto.search_list": "goto.search",
    "goto.receipt_list": "goto.receipts",
    "goto.decisions": "goto.decide",
    "goto.unsent_list": "goto.unsent",
    "goto.lead_board": "goto.board",
    "goto.article_list": "goto.articles",
    "goto.incident_list": "goto.incidents",
    "goto.mention_list": "goto.mentions",
    "goto.table_list": "goto.tables",
    "goto.silent_list": "goto.silent",
    "goto.audit_trail": "goto.audit",
    "goto.jump": "goto.labels",
    "goto.view_list": "goto.views",
}
"""Places of the list that have a key of their own as well."""


class Going(SearchingAgain, Viewing):
    """Actions that move the agent, not the work."""

    def sent_after_all(self, it: QuestionView) -> None:
        """Words the editor may still hold are on their way."""
        raise NotImplementedError

    def _chat(self, slot: int) -> None:
        held = next((each for each in self.door.status().chats if each.slot_no == slot), None)
        if held is None:
            words = _("Chat {slot} is free: {key} takes the next one.")
            self.refuse_text(words.format(slot=slot, key=self.key("chat.take_next")))
        else:
            self.open_to_type(held.conversation_id)

    def action_goto_chat1(self) -> None:
        """The first chat."""
        self._chat(1)

    def action_goto_chat2(self) -> None:
        """The second chat."""
        self._chat(2)

    def action_goto_phone(self) -> None:
        """The call; with a free line, the one that rings is answered; else one that is over and not wrapped up yet.
        Without any all stays as it is, and the words meant for a caller do not end up in a chat."""
        from agentconsole.domain.commands import Claim

        call, rings = self.door.status().call, self.door.ringing_call()
        if call is not None:
            self.open_to_type(call.conversation_id)
        elif rings is not None:
            if self.do(Claim(rings.id)):
                self.open_to_type(rings.id)
        elif over := self._call_in_wrap_up():
            self.open_to_type(over)
            key = f"{self.key('nav.back')} {self.key('conversation.resolve')}"
            self.say(_("This call is over: {key} asks how it ended.").format(key=key))
        else:
            self.refuse_text(_("No phone rings, and you are on no call."), guards_text=True)

    def _call_in_wrap_up(self) -> str:
        mine = self.door.queue(QueueFilter(Scope.MINE, Channel.PHONE)).rows
        return next((row.id for row in mine if row.status is Status.WRAP_UP), "")

    def action_goto_due(self) -> None:
        """The agent's own conversation whose promise breaks first."""
        due = self.door.next_due()
        if due is None:
            self.say(_("Nothing of yours is due."))
        else:
            self.open_conversation(due.id)

    def action_goto_previous(self) -> None:
        """The one that was open before."""
        if self.before:
            self.open_conversation(self.before)

    def action_goto_menu(self) -> None:
        """The list of places."""
        self.action_leader_goto()

    def action_leader_goto(self) -> None:
        """The list of places; a letter goes there."""
        from agentconsole.tui.screens.finding.goto import GotoScreen

        self.app.push_screen(GotoScreen(self.setting.keymap), self._go)

    def _go(self, place: str | None) -> None:
        if place is None:
            return
        if place in VIEWS or place in ("goto.top", "goto.one", "goto.two", "goto.call", "goto.next_due"):
            self.leave_board()
        if place in VIEWS:
            self.show_view(VIEWS[place])
        elif place == "goto.top":
            self.back_to_queue()
            self.to_top()
        else:
            self.run_command(SAME_PLACE[place])

    def to_top(self) -> None:
        """The cursor on the most urgent row."""
        raise NotImplementedError

    def action_goto_board(self) -> None:
        """The team at a glance."""
        from agentconsole.tui.screens.leads.board import BoardScreen

        if self.is_seen:
            self.app.push_screen(BoardScreen(self))
        else:
            self.leave_board()

    # Pages

    def action_goto_receipts(self) -> None:
        """The proof of everything the agent did."""
        from agentconsole.tui.screens.page import PageScreen
        from agentconsole.tui.screens.writing.receipts import receipts_page

        done = (*self.door.without_receipt(), *self.door.receipts())
        self.app.push_screen(PageScreen(_("RECEIPTS"), receipts_page(done, self.setting.offset), help_page="offline"))
        self.carried_out("goto.receipts")

    def action_goto_decide(self) -> None:
        """What is sent only if the agent says so."""
        from agentconsole.tui.screens.writing.deciding import DecidingScreen

        words = said(self.door.status().asks) or _("Nothing waits for your yes.")
        self.app.push_screen(DecidingScreen(words, self.door.questions(), self.decided, self.setting.offset))

    def decided(self, command_ids: tuple[str, ...], is_sent: bool) -> None:
        """The agent's answer; words that go out after all leave the editor they had come back to."""
        texts = {each.command_id: each for each in self.door.questions()}
        self.door.answer(command_ids, is_sent=is_sent)
        if is_sent:
            for command_id in command_ids:
                self.sent_after_all(texts[command_id])

    def action_app_palette(self) -> None:
        """Every command by its words."""
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.palette import finder

        def picked(command_id: str | None) -> None:
            if command_id:
                self.run_command(command_id)

        self.carried_out("app.palette")
        tutorial = self.setting.tutorial
        is_shown = tutorial is not None and tutorial.is_shown
        find = finder(self.setting.keymap, self.why_not, in_tutorial=is_shown)
        self.app.push_screen(PickerScreen(_("COMMANDS"), find, self.setting.keymap, follows=True), picked)

    def action_app_commands(self) -> None:
        """The same, by a key of the reading scope."""
        self.action_app_palette()

    def action_app_redraw(self) -> None:
        """Paints the whole screen anew."""
        self.app.refresh(layout=True)

    def action_app_quit(self) -> None:
        """Leaves; asks first while a contact is there."""
        self._unless_needed(_("leave; they stay yours, drafts are saved"), self.app.exit)

    def action_presence_offline(self) -> None:
        """The shift is over; asks first while a contact is there."""
        self._unless_needed(_("end my shift; they stay yours"), super().action_presence_offline)

    def _unless_needed(self, words: str, go: Callable[[], None]) -> None:
        """Goes at once when nobody is with the agent; else asks, with `words` for going."""
        from agentconsole.tui.dialogs.fields import Choice, Form, Pick
        from agentconsole.tui.dialogs.form import FormScreen

        status = self.door.status()
        names = [safe.name(held.contact_name) for held in (*status.chats, *([status.call] if status.call else []))]
        if not names:
            go()
            return
        ways = (Pick("stay", _("stay")), Pick("leave", words))
        title = _("With you right now: {names}").format(names=", ".join(names))
        form = Form(title, (Choice("way", _("And now"), ways, "stay"),))

        def answered(answers: object) -> None:
            if isinstance(answers, dict) and answers["way"] == "leave":
                go()

        self.app.push_screen(FormScreen(form, self.setting.keymap), answered)
