"""Pages around team leads: tables nobody senior has touched, what went silent elsewhere, and the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from agentconsole.domain.promises.service_levels import HOUR, WEEK
from agentconsole.domain.queue import span
from agentconsole.tongue import _, said
from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.screens.leads.raising import Raising
from agentconsole.tui.widgets.ink import Ink

if TYPE_CHECKING:
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.api import Door
    from agentconsole.workspace.audit_views import AuditLine

SHIFT = 8 * HOUR
"""What counts as this shift for a lead's look."""
FLAGGED = 20
"""Rows whose signs are looked for: as many as stand on a screen."""
TIME, WHO, ABOUT, NUMBER = 18, 10, 8, 9


class LeadPages(Raising):
    """Actions that open them."""

    def action_goto_tables(self) -> None:
        """What nobody senior has looked at this shift."""
        from agentconsole.domain.leads.commands import LookedAt

        def picked(conversation_id: str | None) -> None:
            if conversation_id and self.do(LookedAt(conversation_id)):
                self.leave_board()
                self.open_conversation(conversation_id)

        self._pick(_("TOUCH EVERY TABLE: nobody senior has looked at these"), untouched_items(self.door), picked)

    def action_goto_silent(self) -> None:
        """What waits on others and went silent."""

        def picked(conversation_id: str | None) -> None:
            if conversation_id:
                self.leave_board()
                self.open_conversation(conversation_id)

        self._pick(_("GONE SILENT: they wait on others"), silent_items(self.door), picked)

    def action_goto_audit(self) -> None:
        """Who saw, whispered, took, gave, ruled and took out."""
        from agentconsole.tui.screens.page import PageScreen

        now, me = self.door.now(), self.door.me
        title = _("AUDIT TRAIL of the team, seven days")
        if not me.is_lead:
            title = _("AUDIT TRAIL, what concerns you, seven days")
        lines = self.door.leads.audit(now - WEEK, now)
        page = audit_page(lines, now, self.setting.offset)
        self.app.push_screen(PageScreen(title, page, help_page="leads"))

    def _pick(self, title: str, items: list[Item], picked: Callable[[str | None], None]) -> None:
        from agentconsole.tui.dialogs.picker import PickerScreen

        if items:
            self.app.push_screen(
                PickerScreen(title, among(items), self.setting.keymap, help_page="leads", is_all=True), picked
            )
        else:
            self.say(_("Nothing there: every one of them has been looked after."))


def untouched_items(door: Door) -> list[Item]:
    """The tables with the signs that speak for looking at some of them first."""
    rows = door.leads.untouched(door.now() - SHIFT)
    signs = {
        each.conversation_id: [said(flag.words) for flag in door.leads.flags(each.conversation_id)]
        for each in rows[:FLAGGED]
    }
    items = []
    for each in sorted(rows, key=lambda row: not signs.get(row.conversation_id)):
        found = signs.get(each.conversation_id, [])
        words = f"{'! ' if found else '  '}{_whose(door, each.conversation_id)}  {safe.line(said(each.words))}"
        items.append(Item(each.conversation_id, words, _("sign") if found else "", " ".join(found)))
    return items


def silent_items(door: Door) -> list[Item]:
    """Who waits for whom, and since when; what to do about it beneath."""
    now = door.now()
    return [
        Item(
            each.conversation_id,
            _("{whose} not a word for {span}").format(
                whose=_whose(door, each.conversation_id), span=span(now - each.since)
            ),
            detail=safe.line(said(each.words)),
        )
        for each in door.leads.quiet()
    ]


def _whose(door: Door, conversation_id: str) -> str:
    """`#4502 Mara Kovač`, with the same room for each."""
    return (
        f"#{safe.line(conversation_id)} {safe.name(door.conversation(conversation_id).conversation.contact_name, 20)}"
    )


def among(items: list[Item]) -> Find:
    """A picker that finds among these, by all the words typed; what is called so comes first."""

    def find(text: str, _limit: int, show: Show) -> None:
        typed = text.casefold()
        found = [
            each for each in items if all(word in f"{each.words} {each.detail}".casefold() for word in typed.split())
        ]
        show(sorted(found, key=lambda each: not each.value.casefold().startswith(typed)))

    return find


def audit_page(lines: Iterable[AuditLine], now: int, offset: int) -> tuple[Line, ...]:
    """One line an event, newest first, with the number to cite."""
    shown = [_audit_line(each, now, offset) for each in lines]
    if not shown:
        return (((_(" Nothing in these days."), Ink.DIM),),)
    head = safe.cells(_(" when"), TIME) + safe.cells(_("who"), WHO) + safe.cells(_("on"), ABOUT)
    return (((head + safe.cells(_("receipt"), NUMBER) + _("what"), Ink.DIM),), *shown)


def _audit_line(each: AuditLine, now: int, offset: int) -> Line:
    about = f"#{safe.line(each.conversation_id)}" if each.conversation_id else ""
    return (
        (safe.cells(f" {times.moment(each.at, now, offset)}", TIME), Ink.DIM),
        (safe.cells(safe.line(each.actor), WHO), Ink.STRONG),
        (safe.cells(about, ABOUT), Ink.TEXT),
        (safe.cells(f"#{each.seq}", NUMBER), Ink.DIM),
        (safe.line(said(each.words)), Ink.TEXT),
    )
