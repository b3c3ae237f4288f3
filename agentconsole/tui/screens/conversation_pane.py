"""One conversation with its composer: title, transcript, the other chats' last lines, and where the agent types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, assert_never

from textual.app import ComposeResult

from agentconsole.domain.terms import Author, Channel
from agentconsole.domain.words import wording
from agentconsole.domain.words.asking import asks
from agentconsole.tongue import N_, _
from agentconsole.tui import times
from agentconsole.tui.commands import Scope
from agentconsole.tui.screens.reading_time import Seen
from agentconsole.tui.screens.writing.rule_words import Written, rule_of
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.composer_rule import ComposerRule
from agentconsole.tui.widgets.ground import Ground
from agentconsole.tui.widgets.letter import Letter
from agentconsole.tui.widgets.oversight_strip import OversightStrip
from agentconsole.tui.widgets.pane_title import PaneTitle
from agentconsole.tui.widgets.peek_line import PeekLine
from agentconsole.tui.widgets.transcript_view import TranscriptView
from agentconsole.tui.widgets.writing import Writing
from agentconsole.workspace.draft_api import Saving

Draft = Callable[[str, str], str]
"""Reads the saved text of a conversation and visibility."""
PEEKS = 2
"""Chats that may need a line of their own while a ticket is open."""
NOTHING_OPEN: Final = {
    (True, True): N_("Nothing open. {open} opens, {take} takes the next chat."),
    (True, False): N_("Nothing open. {open} opens the row."),
    (False, True): N_("Nothing open. {take} takes the next chat."),
    (False, False): N_("Nothing open."),
}
"""By whether there is a row to open, and room for a chat."""


if TYPE_CHECKING:
    from agentconsole.tui.screens.setting import Setting
    from agentconsole.workspace.queue_views import PeekView
    from agentconsole.workspace.views import ConversationView, TranscriptLine


class ConversationPane(Ground):
    """Shows one conversation, or that there is none. `draft` reads saved text when another one is opened."""

    DEFAULT_CSS: ClassVar[str] = """
    ConversationPane { layout: vertical; width: 1fr; height: 1fr; }
    ConversationPane > PeekLine { display: none; }
    ConversationPane > PeekLine.-shown { display: block; }
    """

    def __init__(self, setting: Setting, writing: Writing, draft: Draft, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._setting, self._draft = setting, draft
        self._saved = ""
        self.is_locked = False
        self.view: ConversationView | None = None
        self.seen = Seen()
        self.update_text = ""
        """The proposed holding update in the composer; what is sent from it goes as an update."""
        self.deeds: tuple[str, ...] = ()
        """What a response in the composer does once its words are sent."""
        self.informs = 0
        """The number of the update on an incident that the reply holds, set aside or not; 0 for none."""
        self.aside = ""
        """The reply that was begun when an update took its place."""
        self._asks = False
        self.title = PaneTitle(offset=setting.offset)
        self.transcript = TranscriptView(offset=setting.offset)
        self.strip = OversightStrip(self._reached, offset=setting.offset)
        self.peeks = tuple(PeekLine(offset=setting.offset) for _ in range(PEEKS))
        self.rule = ComposerRule()
        self.composer = Composer(writing, enter_sends=setting.enter_sends)
        self.composer.keys = setting.keymap.by_key(Scope.COMPOSER)

    def compose(self) -> ComposeResult:
        """From the top."""
        yield self.title
        yield self.transcript
        yield from self.peeks
        yield self.strip
        yield self.rule
        yield self.composer

    def _reached(self, command_id: str) -> str:
        """The keys for a command from where the agent is."""
        keymap = self._setting.keymap
        return keymap.shown_while_typing(command_id) if self.composer.has_focus else keymap.shown(command_id)

    def on_descendant_focus(self) -> None:
        """Letters may be words now."""
        self.strip.say_anew()

    def on_descendant_blur(self) -> None:
        """Or keys again."""
        self.strip.say_anew()

    @property
    def conversation_id(self) -> str:
        """The conversation shown; empty when there is none."""
        return self.view.conversation.id if self.view else ""

    @property
    def informs_now(self) -> int:
        """`informs` as far as the composer has it: what is set aside is not sent."""
        return 0 if self.aside else self.informs

    @property
    def next_k(self) -> int:
        """The number the next message will have."""
        messages = self.transcript.messages
        return messages[-1].k + 1 if messages else 0

    def show(
        self, view: ConversationView | None, lines: tuple[TranscriptLine, ...], now: int, *, is_locked: bool = False
    ) -> None:
        """Another conversation, or newer contents of the same; locked, nothing can be typed in it."""
        is_other = view is None or view.conversation.id != self.conversation_id
        was_locked, self.is_locked = self.is_locked, is_locked
        self.view = view
        if view is None:
            # An empty pane that is empty again would be painted for nothing.
            if self.composer.can_focus:
                self._close()
        elif is_other:
            self._open(view, lines, now)
        else:
            self.transcript.refresh_tail(lines)
            self.show_rule()
            if is_locked is not was_locked:
                # Whoever has read the summary has seen what was said meanwhile.
                self.seen = Seen(self.next_k, now, self.next_k)
                self._write_first(view)
        self.seen = self.seen.show(self.next_k if self.transcript.is_at_end else 0, now)

    def _close(self) -> None:
        self.transcript.set_lines(())
        self.composer.open(None, "")
        self.rule.show(None)

    def _open(self, view: ConversationView, lines: tuple[TranscriptLine, ...], now: int) -> None:
        unread = next((line.k for line in lines if line.k > view.seen_k and line.author_kind is Author.CONTACT), None)
        self.transcript.set_lines(lines, unread if view.unread else None, empty=_("Nothing has been said yet."))
        # Whoever opens it looks at it: only what comes later needs its reading time.
        self.seen, self.update_text, self.deeds = Seen(self.next_k, now, self.next_k), "", ()
        self.informs = 0
        self._write_first(view)

    def _write_first(self, view: ConversationView) -> None:
        self.write(self._first(view))

    def _first(self, view: ConversationView) -> Letter:
        it = view.conversation
        is_call = it.channel is Channel.PHONE
        return Letter(it.id, it.contact_name, it.channel, "internal" if is_call else "public")

    def write(self, letter: Letter) -> None:
        """Puts the saved text of this letter into the composer; nothing where the pane is locked."""
        if self.is_locked:
            self.composer.shut()
            self.rule.show(None)
            return
        draft = self._draft(letter.conversation_id, letter.visibility)
        self._read_aside(letter, draft)
        self._read_deeds(letter, draft)
        self._saved = _("draft saved") if draft else ""
        self.composer.open(letter, draft)
        if not draft:
            self.bring_back()
        self.show_rule()

    def _read_aside(self, letter: Letter, draft: str) -> None:
        self.aside = self._draft(wording.aside(letter.conversation_id), "public") if letter.is_public else ""
        if self.aside and draft and self.view is not None and not self.view.conversation.first_reply_owed:
            self.update_text = draft

    def _read_deeds(self, letter: Letter, draft: str) -> None:
        """What a response does besides its words comes and goes with them; under a note the reply keeps its own."""
        if not letter.is_public:
            return
        kept = self._draft(wording.besides(letter.conversation_id), "public") if draft else ""
        self.deeds = ()
        if kept:
            # Most drafts hold no response: what one may do is loaded with the first that does.
            from agentconsole.domain.knowledge.canned import read

            self.deeds = read(kept)

    def follow(self, letter: Letter, draft: str) -> None:
        """Shows what another console has made of this letter's draft."""
        self._read_aside(letter, draft)
        if letter.is_public and not draft:
            # What a response does besides its words, and that it is an update, goes with them.
            self.update_text = ""
        self._read_deeds(letter, draft)
        self.composer.follow(draft)
        self.show_rule()

    def switch(self, visibility: str = "") -> None:
        """The other kind of text, or the named one; what was typed stays the other one's draft."""
        letter = self.composer.letter
        if letter is not None and letter.visibility != visibility:
            other = visibility or ("internal" if letter.is_public else "public")
            self.write(Letter(letter.conversation_id, letter.contact_name, letter.channel, other))

    def leave_empty_note(self) -> None:
        """The letter a newly opened pane begins with, unless a note has been begun."""
        if self.view is not None and not self.is_locked and not self.composer.text.strip():
            self.switch(self._first(self.view).visibility)

    def bring_back(self) -> None:
        """Has the reply that was set aside stand there again, if there is one. An update that is deleted does not bring
        it back: the hand that deletes may go on."""
        if begun := self.aside:
            self.composer.change(lambda edit: edit.replace(begun))

    def forget_update(self) -> None:
        """The update has been sent another way."""
        self.update_text = ""
        self.composer.change(lambda edit: edit.replace(self.aside))
        self.show_rule()

    def show_saving(self, saving: Saving, now: int) -> None:
        """Whether the draft is on disk, is on its way, or is refused by the disk."""
        match saving:
            case Saving.DONE:
                self._saved = _("draft saved {at}").format(at=times.clock_time(now, self._setting.offset))
            case Saving.UNDER_WAY:
                self._saved = _("saving")
            case Saving.REFUSED:
                self._saved = _("! NOT SAVED")
            case _:
                assert_never(saving)
        self.show_rule()

    def show_rule(self) -> None:
        """Who will read it, what sending does besides, and whether the draft is on disk."""
        letter = self.composer.letter
        if letter is None:
            self.rule.show(None)
            return
        if not self.composer.text:
            self._saved = ""
            self.deeds = () if letter.is_public else self.deeds
        self._asks = asks(self.composer.text)
        conversation = self.view.conversation if self.view else None
        self.rule.show(rule_of(self._written(letter), conversation, self._setting.keymap))

    def _written(self, letter: Letter) -> Written:
        return Written(
            letter,
            self.composer.text,
            len(self.composer.selected),
            self.composer.hidden,
            self._saved,
            self.deeds,
            is_update=bool(self.update_text),
            informs=bool(self.informs_now),
            is_instead=bool(self.aside),
        )

    def text_typed(self, text: str) -> None:
        """Says at once whether what is typed hands the turn on, and what it can no longer be."""
        if self.aside or asks(text) is not self._asks:
            self._asks = asks(text)
            self.show_rule()

    def show_peeks(self, others: tuple[tuple[PeekView, str], ...], now: int) -> None:
        """The chats that stand in no pane, one line each, with the words for the key that opens it."""
        for n, line in enumerate(self.peeks):
            peek, hint = others[n] if n < len(others) else (None, "")
            line.set_class(peek is not None, "-shown")
            line.show(peek, now, hint)

    def show_title(self, now: int, *, is_active: bool, has_row: bool, has_room: bool) -> None:
        """Whose conversation it is, and whether the keys go to it; where it is none, the keys that would open one."""
        key = self._setting.keymap.shown
        empty = _(NOTHING_OPEN[has_row, has_room]).format(open=key("queue.open"), take=key("chat.take_next"))
        self.title.show(self.view, now, is_active=is_active, empty=empty)

    def tick(self, now: int) -> None:
        """Another now."""
        self.title.tick(now)
        self.strip.tick(now)
        for peek in self.peeks:
            peek.tick(now)

    @property
    def changes_at(self) -> int:
        """The next instant at which a word of the clocks here changes."""
        return min(self.title.changes_at, self.strip.changes_at, *(peek.changes_at for peek in self.peeks))
