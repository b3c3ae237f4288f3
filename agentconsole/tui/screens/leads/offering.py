"""A conversation is offered to a colleague, and whoever offered it is told when nobody took it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.screens.writing.waiving import Waiving

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.fields import Pick


class Offering(Waiving):
    """What is offered from this console, until it is known what became of it."""

    _given_out: Mapping[str, tuple[str, bool]] = MappingProxyType({})
    """To whom, by conversation, and whether the offer was seen to stand: it does so a moment after the key."""

    def action_conversation_offer(self) -> None:
        """To a colleague who has room."""
        from agentconsole.tui.dialogs.lead_questions import offer

        subject = self.subject()
        if subject is None:
            return
        own = subject.conversation.id
        choices = self._who_has_room(own)
        if choices:
            self.ask(offer(self.about(subject.conversation), choices), then=lambda a: self._has_offered(own, a["to"]))
        else:
            self.refuse_text(_("Nobody who is here has room for it right now."))

    def _who_has_room(self, conversation_id: str) -> tuple[Pick, ...]:
        from agentconsole.tui.dialogs.fields import Pick

        return tuple(
            Pick(each.agent.id, safe.line(f"{each.agent.full_name}: {', '.join(map(said, each.reasons))}"))
            for each in self.door.leads.suggestions(conversation_id)
        )

    def _has_offered(self, own: str, to: str) -> None:
        self._given_out = {**self._given_out, own: (to, False)}
        self.follow_offers()

    def follow_offers(self) -> None:
        """Something was committed: an offer that nobody took is told, with who has the conversation."""
        left: dict[str, tuple[str, bool]] = {}
        for own, (to, is_seen) in filter(lambda each: self.is_here(each[0]), self._given_out.items()):
            view = self.door.conversation(own)
            stands = view.conversation.oversight.offer is not None
            if stands or not is_seen:
                left[own] = to, is_seen or stands
            elif view.conversation.assignee != to:
                self._say_not_taken(own, to, view.assignee_name)
        self._given_out = left

    def _say_not_taken(self, own: str, to: str, holder: str) -> None:
        who = safe.line(next((agent.short_name for agent in self.door.agents() if agent.id == to), to))
        if holder:
            words = _("{who} did not take #{id}: it stays with {holder}.")
        else:
            words = _("{who} did not take #{id}: nobody has it.")
        self.say(words.format(who=who, id=own, holder=safe.line(holder)))
