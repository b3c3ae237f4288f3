"""What colleagues want of the agent, one line each and each told once: offers, calls for a lead, words, mentions."""

from __future__ import annotations

from collections.abc import Iterator

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.queue import span
from agentconsole.domain.terms import Mode
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tongue import said as told
from agentconsole.tui.present import named_in, not_heard
from agentconsole.workspace.api import Door
from agentconsole.workspace.board_views import CalledRow

TOLD_FOR = 5 * MINUTE
"""How old a word to the team may be for an agent who comes later."""
Line = tuple[str, str]
"""What it is about, by which it is told once, and the words."""


@dataclass
class Notices:
    """Remembers what was told. What ends and begins anew is news again."""

    door: Door
    _known: frozenset[str] = frozenset()

    def news(self, mine: tuple[str, ...]) -> list[str]:
        """The lines to tell now; `mine` are the agent's conversations."""
        lines = dict([*self._offers(), *self._calls(), *self._to_the_team(), *self._knowledge(), *self._readers(mine)])
        new = [words for about, words in lines.items() if about not in self._known]
        self._known = frozenset(lines)
        return new

    def _offers(self) -> Iterator[Line]:
        now = self.door.now()
        for each in self.door.offers():
            left = told(span(max(0, each.until - now)))
            words = _("!! {who} offers you #{id} {contact}, {left} left: a {id} accepts, x {id} declines.")
            words = words.format(who=each.by, id=each.conversation_id, contact=each.contact_name, left=left)
            yield f"offer {each.conversation_id} {each.by}", words

    def _calls(self) -> Iterator[Line]:
        if self.door.me.is_lead:
            for each in self.door.called():
                if not each.answered_by:
                    yield f"call {each.about.row.id} {each.since}", called(each)

    def _to_the_team(self) -> Iterator[Line]:
        it = next(iter(self.door.leads.told()), None)
        if it is not None and it.name != self.door.me.short_name and self.door.now() - it.at < TOLD_FOR:
            yield f"told {it.at}", _("{who} to the team: {words}").format(who=it.name, words=it.body)

    def _knowledge(self) -> Iterator[Line]:
        if not self.door.is_asked_for():
            return
        for each in self.door.knowledge.mentions():
            yield f"note {each.conversation_id} {each.at}", named_in(each, "g n")
        untold = self.door.knowledge.untold()
        if untold:
            first = untold[0]
            yield f"update {first.incident_id} {first.number}", not_heard(untold, f"inform {first.conversation_id}")

    def _readers(self, mine: tuple[str, ...]) -> Iterator[Line]:
        now, names = self.door.now(), {each.id: each.short_name for each in self.door.agents()}
        for number in mine:
            for each in self.door.conversation(number).conversation.oversight.shown_readers(now):
                if each.mode is Mode.READING and each.agent != self.door.me.id:
                    words = _("#{id}: {who} is reading along.")
                    yield f"reads {number} {each.agent}", words.format(id=number, who=names.get(each.agent, each.agent))


def called(each: CalledRow) -> str:
    """Who calls a lead to what, and why."""
    row = each.about.row
    words = _("!! {who} calls a lead to #{id} {contact}: {why}. K {id} says that you are on it.")
    return words.format(who=each.by, id=row.id, contact=row.contact_name, why=told(each.reason))
