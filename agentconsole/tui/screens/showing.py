"""What the console shows: read from the door after every change, and given to the panes it stands in."""

from __future__ import annotations

from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.capacity import free_slot
from agentconsole.tongue import N_, _
from agentconsole.tui.screens.customer.knowing_customers import KnowingCustomers
from agentconsole.tui.screens.guiding.learning import Learning
from agentconsole.tui.screens.hearing import PAGE, Hearing
from agentconsole.tui.screens.knowledge.parts import Knowledge
from agentconsole.tui.screens.layout.arrangement import Arrangement, Room, arrange
from agentconsole.tui.screens.layout.keeping_place import KeepingPlace
from agentconsole.tui.screens.layout.laying_out import LayingOut
from agentconsole.tui.screens.noticing import Noticing
from agentconsole.tui.screens.writing.coming_back import ComingBack
from agentconsole.workspace.api import UnknownConversation
from agentconsole.workspace.queue_views import PeekView, QueueFilter

LOOKING = N_("Looking ...")
AWAY = (Presence.BREAK, Presence.OFFLINE)


class Showing(Learning, KeepingPlace, LayingOut, ComingBack, Noticing, Hearing, Knowledge, KnowingCustomers):
    """Everything is read by one walk through the door; what differs is painted."""

    _placed: Arrangement
    _last_chat: str

    def store_changed(self) -> None:
        """Something was committed."""
        if self.is_mounted:
            if self.is_typing:
                self.queue.hold()
            self.take_back()
            self._read_what_is_left()
            self.look_at_receipts()

    def _read_what_is_left(self) -> None:
        """A conversation on the screen may be gone: from a queue we may not see any more, or while a copy is made
        anew. The queue is shown then, and what the agent typed is a draft."""
        try:
            self.follow_hands(self.held_before)
            self.read_again()
        except UnknownConversation:
            self.current = self.before = ""
            self.back_to_queue()

    def read_again(self) -> None:
        """Reads everything shown and paints what differs; nothing while a board hides it all."""
        if self.is_seen:
            self.read_everything()
            if self.is_view_new and not self.queue.is_awaited:
                self.is_view_new = False
                self.meet_the_open()
        else:
            self.forget_watched()
        self.tick()

    def read_everything(self) -> None:
        """Reads it though nothing of it may be in sight yet."""
        now = self.door.now()
        self.forget_watched()
        self._read_queue(now)
        status = self.door.status()
        place = self.place_in_pane()
        self._placed = arrange(self.current, status.chats, self.room, self._last_chat)
        self.has_room, self.is_away = bool(free_slot(status.chats)), status.presence in AWAY
        self.slots = frozenset(each.slot_no for each in status.chats)
        self.read_panes(now)
        call = self.door.conversation(status.call.conversation_id) if status.call else None
        self.phone.show(call, now, is_here=call is not None and call.conversation.id == self.current)
        self.rings_or_talks = call is not None or self.door.ringing_call() is not None
        self.phone.set_class(call is not None, "-live")
        self.read_card(now)
        self.follow_to_pane(place)
        self.lay_out_panes()

    def _read_queue(self, now: int) -> None:
        window = self.queue.window
        is_far_down = window.rows and window.first_index and not self.is_view_new
        first = window.rows[0].position if is_far_down else None
        page = self.door.queue(self.chosen, first, max(PAGE, len(window.rows)))
        empty = _(LOOKING) if page.is_looked_for else "" if page.rows else self._nothing_here()
        self.queue.set_title(_("QUEUE {view}").format(view=self.chosen.words), empty, is_awaited=page.is_looked_for)
        self.queue.set_page(page.rows, page.total, page.total_is_exact, window.first_index + 1 if first else 0, now)
        if self.current and not self.is_in_queue and self.queue.selected_id != self.current:
            self.queue.select(self.current)

    def _nothing_here(self) -> str:
        if not self.door.status().open_total:
            return _("Nothing is open. {key} says how work comes in.").format(key=self.key("app.help"))
        if self.chosen == QueueFilter():
            keys = f"{self.key('goto.menu')} {self.key('goto.all')}"
            return _("Nothing is yours, nobody waits. {keys} shows all.").format(keys=keys)
        return _("Nothing here. {key} shows mine and what waits.").format(key=self.key("queue.clear"))

    def read_panes(self, now: int) -> None:
        """Shows the conversations where they are placed, and the others in a line each."""
        placed = self._placed
        for pane, own in ((self.left, placed.left), (self.right, placed.right)):
            if pane is self.right and self.room is not Room.WIDE and not pane.view:
                continue
            view = self.door.conversation(own) if own else None
            lines = self.transcript_of(own) if own else ()
            pane.show(view, lines, now, is_locked=view is not None and self.is_locked(view))
            pane.strip.show(self.around(view, lines) if view else None, now)
            self.propose_update(pane)
        peeks = tuple(self._peek(each) for each in placed.peeks)
        self.left.show_peeks(peeks, now)
        self.mark_seen()

    def mark_seen(self) -> None:
        """The open conversation has been read as far as its last line, where that is in sight."""
        pane = self.pane
        if self.current and pane.transcript.is_at_end and pane.next_k and not self.is_in_queue:
            self.door.mark_seen(self.current, pane.next_k - 1)

    def _peek(self, conversation_id: str) -> tuple[PeekView, str]:
        peek = self.door.peek(conversation_id)
        return peek, _("{key} opens").format(key=self.key("goto.chat1" if peek.row.slot == 1 else "goto.chat2"))

    def read_card(self, now: int) -> None:
        """Shows who the subject's contact is: in a column of its own where one conversation alone needs the room."""
        about, is_alone = self.subject_id, self.room is Room.WIDE and not (self._placed.left and self._placed.right)
        # The first picture waits for nothing that is not on it at once.
        is_read = bool(about) and not self._is_curtain_down
        view = self.with_incident(self.door.customers.card(about, with_flags=True)) if is_read else None
        self.set_class(is_alone, "-alone")
        self.set_class(is_alone and bool(self._placed.right), "-second")
        self.card.show(None if is_alone else view, now)
        self.column.show(view if is_alone else None, now)
