"""Doing again what was done last: to another conversation, or to everything marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui.screens.acting.bulk import DONE, InBulk
from agentconsole.tui.screens.base import NOTHING_SELECTED

if TYPE_CHECKING:
    from agentconsole.domain.commands import Command, OnConversation


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done again: a command id, and what was answered where it asks."""

    command_id: str
    asked: tuple[OnConversation, ...] = ()

    def to(self, conversation_id: str) -> tuple[Command, ...]:
        """The same, done to this conversation."""
        return tuple(replace(each, conversation_id=conversation_id) for each in self.asked)


class Repeating(InBulk):
    """The key that does it again. Only what the team alone sees is ever repeated: no word goes to a contact twice."""

    deed: Deed | None = None

    def remember_deed(self, command_id: str, commands: tuple[Command, ...]) -> None:
        """What was answered to a question, where the same can be done to others: a merge ends each of them, and never
        unasked."""
        from agentconsole.domain.commands import Merge, OnConversation

        about = tuple(each for each in commands if isinstance(each, OnConversation))
        if any(isinstance(each, Merge) for each in about):
            self.deed = None
        elif command_id in DONE and about and len(about) == len(commands):
            self.deed = Deed(command_id, about)

    def action_conversation_repeat(self) -> None:
        """The last deed, done to the subject or to everything marked."""
        deed = self.deed
        if deed is None:
            self.say(_("Nothing was done yet that can be done again: tags, a category, a follow-up and such can."))
        elif not deed.asked:
            self.run_command(deed.command_id)
        elif self.marked_ids:
            self.in_bulk(deed.command_id, deed.to)
        elif not self.subject_id:
            self.say(_(NOTHING_SELECTED), is_refusal=True)
        elif self.do(*deed.to(self.subject_id)):
            words = _("again, on #{id}: {what}")
            self.say_performed(words.format(id=self.subject_id, what=_(DONE[deed.command_id])))
