"""Incidents at the keyboard: linked with `m`, listed, and one update ready in the reply of whoever has to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.terms import ENDED
from agentconsole.tongue import N_, _, n_, number
from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.screens.writing.outside import Outside
from agentconsole.tui.screens.writing.sending import Sending

if TYPE_CHECKING:
    from agentconsole.domain import commands as ask
    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.workspace.customer_views import CustomerView
    from agentconsole.workspace.knowledge_views import IncidentView

NEW, NONE = "new", "none"
STATES = {
    "open": N_("open "),
    "watching": N_("watching "),
    "solved": N_("solved "),
}
"""In a column; the blank tells them from the same words where they are orders."""
STANDS = {
    "open": N_("incident {id}, open: {title}"),
    "watching": N_("incident {id}, watching: {title}"),
    "solved": N_("incident {id}, solved: {title}"),
}


class Incidents(Outside, Sending):
    """The keys around incidents."""

    _proposed: frozenset[tuple[str, str, int]] = frozenset()
    """The updates that were put into a reply in this run: whoever deletes one does not get it again."""

    def action_conversation_link_incident(self) -> None:
        """A list of the incidents: the picked one is what the conversation is about."""
        view = self.subject()
        if view is None:
            return
        it = view.conversation
        known = [each for each in self.door.knowledge.incidents() if each.incident.state != "solved"]
        items = [_item(each, self.setting.offset, is_linked=each.incident.id == it.incident) for each in known]
        items.append(_new())
        if it.incident:
            items.append(Item(NONE, _("Not about incident {incident} after all").format(incident=it.incident)))
        self._pick_incident(_("WHAT IS #{id} ABOUT?").format(id=it.id), items, lambda picked: self._link(it, picked))

    def _link(self, it: Conversation, picked: str) -> None:
        from agentconsole.domain.knowledge.incident_commands import LinkIncident, UnlinkIncident
        from agentconsole.tui.dialogs.incident_questions import open_incident

        if picked == NEW:
            self.ask(open_incident(it.id, safe.line(it.subject), self.door.now(), self.setting.offset))
        elif picked == NONE:
            if self.do(UnlinkIncident(it.id)):
                self.say_performed(_("#{id} is about no incident").format(id=it.id))
        elif self.do(LinkIncident(it.id, picked)):
            self.say_performed(_("#{id} is linked to incident {incident}").format(id=it.id, incident=picked))

    def action_goto_incidents(self) -> None:
        """The incidents; the picked one with its conversations."""
        items = [_item(each, self.setting.offset) for each in self.door.knowledge.incidents()]
        items.append(_new())
        self._pick_incident(_("INCIDENTS"), items, self._open_incident)

    def _open_incident(self, picked: str) -> None:
        from agentconsole.tui.dialogs.incident_questions import open_incident

        if picked == NEW:
            self.ask(open_incident("", "", self.door.now(), self.setting.offset))
        else:
            self.show_incident(picked)

    def _pick_incident(self, title: str, items: list[Item], then: Callable[[str], None]) -> None:
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.screens.leads.pages import among

        def picked(value: str | None) -> None:
            if value:
                then(value)

        self.app.push_screen(
            PickerScreen(title, among(items), self.setting.keymap, help_page="knowledge#Incidents", is_all=True),
            picked,
        )

    def show_incident(self, incident_id: str) -> None:
        """One incident, and what the agent does with it."""
        from agentconsole.tui.screens.knowledge.incident_page import IncidentScreen

        known = self.door.knowledge
        first = known.incident(incident_id)
        if first is None:
            return
        screen = IncidentScreen(
            lambda: (known.incident(incident_id) or first, known.linked(incident_id)), self.setting.offset
        )
        self.app.push_screen(screen, lambda deed: self._do_about(incident_id, deed))

    def _do_about(self, incident_id: str, deed: str | None) -> None:
        from agentconsole.tui.dialogs.incident_questions import change_incident

        it = self.door.knowledge.incident(incident_id)
        if deed is None or it is None:
            return
        if deed.startswith("#"):
            self.open_conversation(deed[1:])
        elif deed == "update":
            self._draft_update(it)
        else:
            self.ask(change_incident(it.incident), then=lambda _: self.show_incident(incident_id))

    def _draft_update(self, it: IncidentView) -> None:
        """The words for everybody concerned, of as many lines as they need. Nobody is told before an agent sends it."""
        from agentconsole.domain.knowledge.canned import VARIABLES
        from agentconsole.tui.screens.writing.drafting import Drafted, DraftingScreen

        known, place = it.incident, f"incident:{it.incident.id}"
        concerned = sum(each.status not in ENDED for each in self.door.knowledge.linked(known.id))
        title = n_(
            "One update for {count} open conversation about: {title}",
            "One update for {count} open conversations about: {title}",
            concerned,
        )
        variables = ", ".join(f"{{{{{each}}}}}" for each in VARIABLES)
        drafted = Drafted(
            title.format(count=number(concerned), title=safe.in_order(safe.line(known.title))),
            _("filled in for each: {variables}").format(variables=variables),
            place,
            self.door.drafts.for_editor(place, "public") or known.update or "Hello {{first}},\n\n",
            keep=lambda text: self.door.drafts.save(place, "public", text),
            hand_in=lambda text: self._hand_in(known.id, text),
            edit_outside=self.editor_wanted,
        )
        self.app.push_screen(
            DraftingScreen(drafted, self.setting, help_page="knowledge#Incidents"),
            lambda _any: self.show_incident(known.id),
        )

    def _hand_in(self, incident_id: str, text: str) -> str:
        """Why the update is not taken; empty when it is."""
        from agentconsole.domain.knowledge.incident_commands import DraftUpdate

        if not self.do(DraftUpdate(incident_id, text)):
            return self.refused
        self.say_performed(_("drafted: whoever holds one has it ready in the reply, and sends it"))
        return ""

    def action_incident_known(self) -> None:
        """The contact has heard it another way."""
        from agentconsole.domain.knowledge.incident_commands import Inform

        if self.subject_id and self.do(Inform(self.subject_id, knows=True)):
            self.say_performed(_("#{id} knows the update already").format(id=self.subject_id))

    # The update in the reply

    def command_for(self, letter: Letter, text: str, pane: ConversationPane | None) -> ask.OnConversation:
        """An update on an incident where one was proposed and stands there."""
        if pane is None or not pane.informs_now or not letter.is_public:
            return super().command_for(letter, text, pane)
        from agentconsole.domain.knowledge.incident_commands import Inform

        return Inform(letter.conversation_id, text, pane.informs, pane.seen.read(self.door.now()))

    def text_changed(self, letter: Letter, text: str) -> None:
        """A proposal that is deleted is none any more."""
        pane = self.pane_of(letter.conversation_id)
        if pane is not None and letter.is_public and not text.strip() and not pane.aside:
            pane.informs = 0
        super().text_changed(letter, text)

    def propose_update(self, pane: ConversationPane) -> None:
        """Puts the update into an empty reply, once; a text that is there is never touched."""
        letter = pane.composer.letter
        it = pane.view.conversation if pane.view is not None else None
        if it is None or not it.incident or letter is None or not letter.is_public:
            return
        ready = self.door.knowledge.ready_update(it.id)
        if ready is None:
            pane.informs = 0
            return
        key, words = (it.id, ready.incident_id, ready.number), safe.text(ready.words)
        if pane.composer.text.strip():
            # It may be the draft of an earlier run.
            pane.informs = ready.number if words.strip() in pane.composer.text else pane.informs
        elif key not in self._proposed and not pane.aside:
            self._proposed |= {key}
            pane.informs = ready.number
            pane.composer.propose(words)
        pane.show_rule()

    def with_incident(self, view: CustomerView) -> CustomerView:
        """The card with the incident its conversation is about."""
        about = self.door.conversation(view.conversation_id).conversation.incident
        known = self.door.knowledge.incident(about) if about else None
        if known is None:
            return view
        it = known.incident
        return replace(view, incident=_(STANDS[it.state]).format(id=it.id, title=it.title))


def _item(each: IncidentView, offset: int, *, is_linked: bool = False) -> Item:
    it = each.incident
    since = f"{times.short_date(it.began_at, offset)} {times.clock_time(it.began_at, offset)}"
    title = safe.in_order(safe.line(it.title))
    title = _("{title} (linked)").format(title=title) if is_linked else title
    words = f"{safe.cells(safe.line(it.id), 4)}{safe.cells(_(STATES[it.state]), 9)}{title}"
    told = _("{count} linked.").format(count=each.linked)
    return Item(it.id, words, _("since {began}").format(began=since), f"{told} {safe.line(it.details)}")


def _new() -> Item:
    return Item(NEW, _("A new one ..."), "", _("Write down what fails, and since when."), is_found=False)
