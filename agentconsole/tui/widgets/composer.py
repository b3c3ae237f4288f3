"""The composer: what each key does to the letter and asks of the screen; it never sends by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from agentconsole.domain.terms import Channel
from agentconsole.domain.words.blanks import first_unfilled
from agentconsole.tongue import _, number
from agentconsole.tui import safe
from agentconsole.tui.commands import BY_ID, Command, Scope
from agentconsole.tui.keymap import DEFAULT
from agentconsole.tui.widgets.edit_text import MAX_TEXT, EditText
from agentconsole.tui.widgets.keyed import Keyed, is_typed, typed
from agentconsole.tui.widgets.letter_view import LetterView
from agentconsole.tui.widgets.paste_guard import PasteGuard
from agentconsole.tui.widgets.text_keys import Edit

if TYPE_CHECKING:
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.writing import Writing

COPIES = "ctrl+c"
"""Over selected text every hand means a copy by it; elsewhere it leaves the console."""
ENTERS = {"shift+enter": "composer.newline", "alt+enter": "composer.newline", "ctrl+enter": "composer.send"}
"""What hands mean by them, where a terminal tells them from Enter; no table names them, since most do not."""


ASKS = {":": "response_wanted", "?": "article_wanted"}
"""What a sign asks for that is typed twice at a word's start."""

SENTENCE_ENDS = (".", "!", "?")


class Composer(Keyed, LetterView, can_focus=True):
    """Where the agent types. It knows no store; `writing` does what follows from its keys."""

    DEFAULT_CSS = """
    Composer { height: 3; }
    """

    def __init__(self, writing: Writing, *, id: str | None = None, enter_sends: str = "in-chat") -> None:
        """`enter_sends` is `in-chat`, `always` or `never`."""
        super().__init__(id=id)
        self._writing = writing
        self._is_shut = False
        self.enter_sends = enter_sends
        self.keys = DEFAULT.by_key(Scope.COMPOSER)
        """The commands by key. The composer answers them itself, in the order they were pressed."""
        self._guard = PasteGuard()
        self._key_time = 0.0

    # What the screens use

    @property
    def sends_on_enter(self) -> bool:
        """Whether Enter sends this letter: where chats are meant, notes and tickets still get a new line."""
        letter = self.letter
        is_chat = letter is not None and letter.channel is Channel.CHAT and letter.is_public
        return self.enter_sends == "always" or (self.enter_sends == "in-chat" and is_chat)

    def open(self, letter: Letter | None, text: str) -> None:
        """Another letter with its saved text; the undo of the one before is forgotten."""
        self._is_shut = False
        self.can_focus = letter is not None
        self.remove_class("-shut")
        super().open(letter, text)

    def follow(self, text: str) -> None:
        """Shows what the draft has become on disk, so nobody is told to keep it; undo takes it back."""
        super().change(lambda edit: edit.replace(safe.whole(text)))

    def shut(self) -> None:
        """Nothing can be typed until another letter is opened. The keys still come here and do nothing: the letters of
        a sentence that was begun must not act as commands."""
        self.open(None, "")
        self._is_shut = self.can_focus = True
        self.add_class("-shut")

    def change(self, edit: Edit) -> None:
        """Makes an edit, and tells of another text or selection."""
        text, selected = self.text, self.selected
        super().change(edit)
        if self.letter is None:
            return
        if self.text != text:
            self._writing.text_changed(self.letter, self.text)
        if self.selected != selected:
            self._writing.sight_changed(self.letter)

    def _lay_out(self) -> None:
        """Tells when other rows are out of sight: three of them look like a whole text."""
        hidden = self.hidden
        super()._lay_out()
        if self.letter is not None and self.hidden != hidden:
            self._writing.sight_changed(self.letter)

    # Keys, pastes, clicks

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether the key is for the text, so that no letter of the screen acts while the agent types."""
        is_copy = key == COPIES and bool(self.selected)
        return is_copy or key in self.keys or key in ENTERS or is_typed(character)

    def press(self, event: events.Key) -> bool:
        """Types a printable character or makes an edit; whether the key was for the text.

        The app calls this before it passes keys on, so that what is typed before and after a change of place
        lands on its own side of it, however fast the hand.
        """
        if self.letter is None or not self.check_consume_key(event.key, event.character):
            return self._swallows(event)
        self._key_time = event.time
        if command := self._command(event.key):
            getattr(self, f"action_{command.action}")()
        elif character := typed(event):
            self._guard.typed(event.time)
            self._type(character)
        return True

    def _swallows(self, event: events.Key) -> bool:
        if not (self._is_shut and self.check_consume_key(event.key, event.character)):
            return False
        if typed(event):
            self._writing.typed_in_vain()
        return True

    def _command(self, key: str) -> Command | None:
        if key == COPIES and self.selected:
            return BY_ID["composer.copy"]
        return self.keys.get(key) or (BY_ID[ENTERS[key]] if key in ENTERS else None)

    def _type(self, character: str) -> None:
        """At a placeholder the letter takes its place; at a word's start, or right behind a sentence's end, `::` asks
        for a response; `??` for an article, and `@` in a note for a colleague, at a word's start."""
        blank = first_unfilled(self.text[self.cursor :])
        if blank is not None and blank[0] == 0 and not self.selected:
            self.change(lambda edit: edit.delete(edit.cursor, edit.cursor + blank[1]))
        before = self.text[max(0, self.cursor - 2) : self.cursor]
        if character in ASKS and before[-1:] == character and self._may_ask(character):
            self.change(EditText.backspace)
            getattr(self._writing, ASKS[character])(self, self.letter, character * 2)
            return
        self.change(lambda edit: edit.insert(character))
        if character == "@" and not before[-1:].strip() and self.letter is not None and not self.letter.is_public:
            self._writing.colleague_wanted(self, self.letter)

    def _may_ask(self, sign: str) -> bool:
        """Whether the sign before the cursor begins a word: a ready text ends in a full stop, the cursor behind it."""
        before = self.text[max(0, self.cursor - 3) : self.cursor - 1]
        is_sentence_end = sign == ":" and before[-1:] in SENTENCE_ENDS and before[:1].isalnum()
        return not before[-1:].strip() or is_sentence_end

    def on_paste(self, event: events.Paste) -> None:
        """Takes the pasted text, cleaned, or none of it; its newlines stay newlines."""
        event.stop()
        if self._is_shut:
            self._writing.typed_in_vain()
        self._take(event.text)

    def _take(self, raw: str) -> None:
        if self.letter is None or not raw:
            return
        pasted, room = safe.pasted(raw), max(0, MAX_TEXT - len(self.text) + len(self.selected))
        if len(pasted) > room:
            self._writing.paste_refused(_too_much(len(pasted), room))
        else:
            self.change(lambda edit: edit.insert(safe.whole(pasted)))

    def action_composer_enter(self) -> None:
        """Sends where Enter sends, unless it was pasted; else a new line."""
        if not self.sends_on_enter:
            self.action_composer_newline()
        elif self._guard.is_paste(self._key_time):
            self.action_composer_newline()
            self._writing.enter_was_pasted()
        else:
            self.action_composer_send()

    def action_composer_copy(self) -> None:
        """Hands out what is selected."""
        if self.selected:
            self._writing.text_copied(self.selected)

    def action_composer_cut(self) -> None:
        """Hands out what is selected and takes it out of the text."""
        self.action_composer_copy()
        self.change(EditText.delete_selected)

    def action_composer_paste(self) -> None:
        """Puts in what was copied in this console."""
        self._take(self.app.clipboard)

    def action_composer_newline(self) -> None:
        """A new line."""
        self.change(lambda edit: edit.insert("\n"))

    def action_composer_send(self) -> None:
        """Hands the text over to be sent and is free for the next; an empty one is nothing."""
        letter, text = self.letter, self.text
        if letter is None:
            return
        if not text.strip():
            self._writing.nothing_submitted(letter)
            return
        super().change(lambda edit: edit.replace(""))
        # Sent first, so that the text is on its way, or back in place, before its draft is written anew.
        self._writing.text_submitted(self, letter, text)
        self._writing.text_changed(letter, self.text)

    def action_composer_canned(self) -> None:
        """Asks for a response that is kept ready."""
        if self.letter is not None:
            self._writing.response_wanted(self, self.letter)

    def action_composer_article(self) -> None:
        """Asks for an article."""
        if self.letter is not None:
            self._writing.article_wanted(self, self.letter)

    def action_composer_next_blank(self) -> None:
        """Goes to the next placeholder, from the last one to the first."""
        if ahead := first_unfilled(self.text[self.cursor + 1 :]):
            self._go(self.cursor + 1 + ahead[0])
        else:
            self.to_blank()
        self._writing.blank_reached(self)

    def action_composer_editor(self) -> None:
        """Asks for the agent's own editor."""
        if self.letter is not None:
            self._writing.editor_wanted(self, self.letter)

    def action_composer_switch(self) -> None:
        """Asks for the other kind of text."""
        if self.letter is not None:
            self._writing.kind_switched(self.letter)


def _too_much(characters: int, room: int) -> str:
    words = _("Nothing was pasted: {over} of {all} characters do not fit here; the text is as it was.")
    return words.format(over=number(characters - room), all=number(characters))
