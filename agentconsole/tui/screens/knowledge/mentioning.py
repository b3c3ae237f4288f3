"""Mentions at the keyboard: `@` completes a colleague's name in a note, and who is named finds the note again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.team.agent import Agent, Presence
from agentconsole.tongue import _
from agentconsole.tui import safe, times
from agentconsole.tui.dialogs.found import Item
from agentconsole.tui.screens.knowledge.completing import Completing
from agentconsole.tui.screens.writing.sending import Sending

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView
    from agentconsole.workspace.knowledge_views import MentionView

IN_NAMES = "._-'’"
"""What stands in names besides letters and digits."""


class Mentioning(Completing, Sending):
    """The keys around mentions."""

    _said_seen: frozenset[tuple[str, int]] = frozenset()
    """The notes that were said to be seen in this run: their receipts may still be on the way."""

    def colleague_wanted(self, composer: LetterView, letter: Letter) -> None:
        """Who may read the note; the picked name stands behind the sign that was typed."""
        from agentconsole.domain.team.access import may_see
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.screens.leads.pages import among

        it = self.door.conversation(letter.conversation_id).conversation
        here_first = sorted(self.door.agents(), key=lambda each: (each.presence is Presence.OFFLINE, each.id))
        items = [_item(each) for each in here_first if each.id != self.door.me.id and may_see(each, it)]

        screen = PickerScreen(
            _("WHO SHALL SEE IT?"),
            among(items),
            self.setting.keymap,
            help_page="knowledge#A word to a colleague",
            is_all=True,
        )
        # No contact reads a note, and a sign without a colleague behind it is a sign.
        self.complete(
            composer,
            letter,
            screen,
            lambda name: composer.put_in(f"{name} "),
            stays=True,
            end=lambda text: _ended(text, items),
        )

    def action_goto_mentions(self) -> None:
        """The notes that name the agent; the picked one is opened, and seen."""
        from agentconsole.tui.dialogs.picker import PickerScreen
        from agentconsole.tui.screens.leads.pages import among

        now, offset = self.door.now(), self.setting.offset
        items = [_note(each, times.moment(each.at, now, offset)) for each in self.door.knowledge.mentions()]
        if not items:
            self.say(_("No note names you."))
            return
        title, page = _("NOTES THAT NAME YOU"), "knowledge#A word to a colleague"
        screen = PickerScreen(title, among(items), self.setting.keymap, help_page=page, is_all=True)
        self.app.push_screen(screen, lambda picked: self.open_conversation(picked) if picked else None)

    def see_mentions(self, it: Conversation) -> None:
        """Whoever opens a conversation sees the notes that name them: said once for each note."""
        unseen = [each.k for each in it.mentions if each.agent == self.door.me.id and not each.is_seen]
        if unseen and (it.id, unseen[-1]) not in self._said_seen:
            from agentconsole.domain.knowledge.mention_commands import SeeMentions

            self._said_seen |= {(it.id, unseen[-1])}
            self.door.perform(SeeMentions(it.id))

    def action_mention_unseen(self) -> None:
        """The last note here that names the agent counts as not seen."""
        from agentconsole.domain.knowledge.mention_commands import UnseeMentions

        if self.subject_id and self.do(UnseeMentions(self.subject_id)):
            self._said_seen = frozenset(each for each in self._said_seen if each[0] != self.subject_id)
            self.say_performed(_("the note on #{id} waits for you again").format(id=self.subject_id))


def _ended(text: str, colleagues: list[Item]) -> str | None:
    """The words of a note that go on behind a name, or behind what is none; None while a name is still being typed."""
    from agentconsole.tui.screens.leads.pages import among

    words, last = text[:-1], text[-1:]
    if not last or last.isalnum() or last in IN_NAMES:
        return None
    found: list[Item] = []
    among(colleagues)(words, 2, lambda items, **_: found.extend(items))
    exact = next((each.value for each in colleagues if each.value == words.casefold()), "")
    if last.isspace() and words and not exact and len(found) > 1:
        return None
    return f"{exact or words}{last}"


def _item(each: Agent) -> Item:
    from agentconsole.tui.dialogs.questions import WHERE

    return Item(each.id, f"{safe.cells(each.id, 14)}{safe.line(each.full_name)}", _(WHERE[each.presence]))


def _note(each: MentionView, when: str) -> Item:
    told = f"{safe.line(each.by, 10)}{safe.line(f'#{each.conversation_id}', 7)}{safe.in_order(safe.line(each.words))}"
    about = f"{safe.name(each.contact_name)}: {safe.in_order(each.subject)}"
    return Item(each.conversation_id, told, when, about)
