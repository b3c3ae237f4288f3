"""The views of the queue: narrowed by what is typed, kept under a name, and opened again by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.screens.leads.pages import LeadPages, among
from agentconsole.workspace.queue_views import QueueFilter

if TYPE_CHECKING:
    from agentconsole.domain.saved_views import SavedView
    from agentconsole.domain.team.agent import Agent
    from agentconsole.tui.dialogs.fields import Form

EXAMPLES: Final = N_("name, subject, number, or tag:dns breached:yes by:bo")


class Viewing(LeadPages):
    """Actions that choose what the queue shows. None of them changes its order."""

    chosen = QueueFilter()
    """The view of the queue in force."""

    _under_before = ""
    """The conversation under the cursor before the view in force was asked for."""

    def show_view(self, chosen: QueueFilter) -> None:
        """Another view of the queue."""
        self.chosen, self.is_view_new, self._under_before = chosen, True, self.selected_id
        self.queue.let_go()
        self.back_to_queue()
        self.read_again()

    def meet_the_open(self) -> None:
        """The cursor goes to the conversation that stands open beside the new view; where it is not there, that is
        said, for letters are about the row and the eye is on the transcript."""
        number, rows = self.current, self.queue.window.rows
        if number and self.queue.select(number):
            return
        if rows and self.selected_id != self._under_before:
            # Where it stood is no place in other rows: the most urgent one is.
            self.queue.select(rows[0].id)
        if not number or self.has_class("-queue"):
            return
        name = safe.name(self.door.conversation(number).conversation.contact_name)
        words = _("#{id} {who} stays open beside. Letters are for the row under the cursor.")
        if not self.selected_id:
            words = _("#{id} {who} stays open beside, and is not in this view.")
        words = words.format(id=safe.line(number), who=name)
        self.say(words, holds=lambda: self.is_in_queue and self.current == number != self.selected_id)

    def action_queue_filter(self) -> None:
        """Narrows the queue by words and filters."""
        from agentconsole.tui.dialogs.fields import Form
        from agentconsole.tui.dialogs.fields import Line as Field
        from agentconsole.tui.dialogs.form import FormScreen
        from agentconsole.workspace.queue_text import complaint, typed

        team = self.door.agents()
        words = Field("text", _("Words"), self.chosen.text, hint=_(EXAMPLES), check=lambda t: complaint(t, team))

        def answered(answers: object) -> None:
            if isinstance(answers, dict):
                self.show_view(typed(answers["text"], self.chosen, team))

        self.app.push_screen(FormScreen(Form(_("Filter the queue"), (words,)), self.setting.keymap), answered)

    def action_queue_clear(self) -> None:
        """Mine and what waits again."""
        self.show_view(QueueFilter())

    def action_view_keep(self) -> None:
        """Keeps what the queue shows under a name."""
        from agentconsole.domain.saved_views import SavedView, SaveView
        from agentconsole.tui.dialogs.form import FormScreen
        from agentconsole.workspace.queue_text import opened

        form = _keeping(self.chosen, self.door.agents(), is_lead=self.door.me.is_lead)

        def answered(answers: object) -> None:
            if not isinstance(answers, dict):
                return
            command = SaveView(answers["name"].strip(), answers["filter"].strip(), answers.get("whose") == "team")
            if self.do(command):
                self.show_view(opened(SavedView(command.name, command.filter), self.door.agents()))
                words = _("Kept: {name}. {menu} {views} lists the views.")
                menu, views = self.key("goto.menu"), self.key("goto.view_list")
                self.say_performed(words.format(name=safe.line(command.name), menu=menu, views=views))
            else:
                form.complaint = self.refused_again()
                self.app.push_screen(FormScreen(form, self.setting.keymap), answered)

        self.app.push_screen(FormScreen(form, self.setting.keymap), answered)

    def action_view_remove(self) -> None:
        """Forgets a view."""
        from agentconsole.domain.saved_views import RemoveView
        from agentconsole.tui.dialogs.picker import PickerScreen

        mine = [each for each in self.door.saved_views() if self.door.me.is_lead or not each.is_shared]
        if not mine:
            self.say(_("You keep no view of your own."), is_refusal=True)
            return
        items = [Item(str(n), safe.line(f"{each.name}   {each.filter}"), _whose(each)) for n, each in enumerate(mine)]

        def picked(number: str | None) -> None:
            if number is not None:
                gone = mine[int(number)]
                if self.do(RemoveView(gone.name, gone.is_shared)):
                    self.say_performed(_("Forgotten: {name}.").format(name=safe.line(gone.name)))

        self.app.push_screen(
            PickerScreen(_("FORGET A VIEW"), among(items), self.setting.keymap, help_page="queue", is_all=True), picked
        )

    def action_goto_views(self) -> None:
        """The views that were kept."""
        views = self.door.saved_views()
        if not views:
            words = _("No view is kept yet: {filter} narrows the queue, {keep} keeps that.")
            self.say(words.format(filter=self.key("queue.filter"), keep=self.key("view.keep")))
            return

        def opened_one(view: SavedView | None) -> None:
            if view is not None:
                self._open_view(view)

        from agentconsole.tui.screens.finding.views_list import ViewsScreen

        self.app.push_screen(ViewsScreen(views), opened_one)

    def _open_view(self, view: SavedView) -> None:
        from agentconsole.workspace.queue_text import opened

        try:
            chosen = opened(view, self.door.agents())
        except ValueError as error:
            words = _("{name} cannot be shown: {why}.").format(name=safe.line(view.name), why=safe.line(str(error)))
            self.say(words, is_refusal=True)
            return
        self.leave_board()
        self.show_view(chosen)


def _whose(view: SavedView) -> str:
    return _("team") if view.is_shared else _("yours")


def _keeping(chosen: QueueFilter, team: tuple[Agent, ...], *, is_lead: bool) -> Form:
    """The question under which name the view is kept, and by a lead for whom."""
    from agentconsole.tui.dialogs.fields import Choice, Form, Line, Pick
    from agentconsole.workspace.queue_text import complaint, written

    whose = (Pick("own", _("mine alone")), Pick("team", _("the team's")))
    fields = (
        Line("name", _("Name"), chosen.name, hint=_("short, such as dns late"), needed=True),
        Line("filter", _("Shows"), written(chosen), hint=_(EXAMPLES), needed=True, check=lambda t: complaint(t, team)),
        *((Choice("whose", _("Whose"), whose, "own"),) if is_lead else ()),
    )
    return Form(_("Keep this view of the queue"), fields)
