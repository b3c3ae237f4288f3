"""What leaves the console: the agent's own editor, a bare view for the terminal's own selection, and the clipboard.

While another program has the terminal nothing may be drawn (Textual's writer would fill up and stop the loop), so the
screens stand still and clocks call by the bell alone; the store, the outbox and the network go on in their threads.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from agentconsole.domain.terms import Author, MessageKind
from agentconsole.domain.words.wording import put_beside
from agentconsole.tongue import _, said
from agentconsole.tui import safe
from agentconsole.tui.dialogs.found import Find, Item, Show
from agentconsole.tui.editors import editors
from agentconsole.tui.messages import OutsideBegins, OutsideEnds
from agentconsole.tui.present import KINDS
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.times import clock_time
from agentconsole.tui.widgets.edit_text import MAX_TEXT

if TYPE_CHECKING:
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.tui.widgets.letter_view import LetterView
    from agentconsole.workspace.views import TranscriptLine

BARE_LINES = 1_000
"""Newest lines a bare view or a copied conversation holds."""


class Outside(ConsoleBase):
    """The commands that hand something to other programs."""

    _errand: asyncio.Task[None] | None = None

    def editor_wanted(self, composer: LetterView, _letter: Letter) -> None:
        """The text goes into the agent's editor, and what comes back is the text."""
        self.go_out(lambda: self._edit(composer))

    def action_conversation_bare(self) -> None:
        """The conversation as plain lines on the terminal's first screen."""
        view = self.subject()
        if view is not None:
            words = bare(self.transcript_of(view.conversation.id, limit=BARE_LINES), self.setting.offset)
            title = f"#{view.conversation.id} {safe.name(view.conversation.contact_name)}"
            back = _("Press Enter to go back. ")
            self.go_out(lambda: _show(f"{title}\n\n{words}\n\n{back}"))

    def go_out(self, errand: Callable[[], Awaitable[str]]) -> None:
        """Hands the terminal over until the errand is done; one at a time. It answers with what went wrong."""
        if self._errand is None or self._errand.done():
            self._errand = asyncio.create_task(self._out(errand))

    async def _out(self, errand: Callable[[], Awaitable[str]]) -> None:
        """The errand reports trouble in words and never raises: an exception under `suspend` hangs Textual 8.2."""
        trouble = ""
        self.post_message(OutsideBegins())
        try:
            with self.app.suspend(), self.app.batch_update():
                trouble = await errand()
        except SuspendNotSupported:
            trouble = _("This terminal cannot be handed to another program.")
        self.post_message(OutsideEnds())
        self.read_again()
        if trouble:
            self.say(trouble, is_refusal=True)

    async def _edit(self, composer: LetterView) -> str:
        letter, text = composer.letter, composer.text
        assert letter is not None
        kind = "reply" if letter.is_public else "note"
        edited, trouble = await edited_outside(f"{kind}-{letter.conversation_id}.txt", text)
        if trouble:
            return trouble
        if composer.letter != letter:
            # The conversation went elsewhere meanwhile: what was written is the draft it comes back with.
            self.door.drafts.save(letter.conversation_id, letter.visibility, edited.rstrip("\n"))
            return _("The conversation is not open any more; what you wrote is its draft.")
        clean = safe.whole(edited.rstrip("\n"))
        return "" if clean == text else self._put_back(composer, letter, text, clean)

    def _put_back(self, composer: LetterView, letter: Letter, text: str, edited: str) -> str:
        """What was written outside stands there, below what the agent's other console has put there meanwhile; what
        is to be said of that."""
        now = self.door.drafts.followed(letter.conversation_id, letter.visibility, composer.text)
        composer.change(lambda edit: edit.replace(edited))
        if beside := put_beside(now, text, edited):
            composer.propose(beside)
            return _("Your other console wrote on meanwhile: its words stand before yours.")
        if text.strip() and not now.strip():
            return _("Your other console has sent or deleted this text meanwhile: what you wrote stands here, unsent.")
        return ""

    def action_conversation_copy(self) -> None:
        """A part of the conversation onto the clipboard."""
        from agentconsole.tui.dialogs.picker import PickerScreen

        view = self.subject()
        if view is None:
            return
        it = view.conversation
        lines = self.transcript_of(it.id, limit=BARE_LINES)
        contact = self.door.contact(it.contact_id, it.id)
        # The blank tells the number from the channel of that name.
        parts = {
            _("number"): f"#{it.id}",
            _("last message"): next((each.body for each in reversed(lines) if each.author_kind is Author.CONTACT), ""),
            _("name"): it.contact_name,
            _("e-mail"): contact.email,
            _("phone ").strip(): contact.phone,
            _("subject"): it.subject,
            _("whole conversation"): bare(lines, self.setting.offset),
        }

        def picked(name: str | None) -> None:
            if name:
                self.app.copy_to_clipboard(safe.text(parts[name], limit=MAX_TEXT, lines=MAX_TEXT))
                words = _("Copied: {what}. (A terminal that lets no program copy shows it plain with F12.)")
                self.say_done(words.format(what=name))

        self.app.push_screen(PickerScreen(_("COPY"), rows(parts), self.setting.keymap, is_all=True), picked)


def rows(parts: dict[str, str]) -> Find:
    """The parts there are, with how they begin."""

    def find(text: str, _limit: int, show: Show) -> None:
        wanted = text.casefold()
        found = {name: words for name, words in parts.items() if words and wanted in name.casefold()}
        show([Item(name, f"{name:20}{safe.line(words)}") for name, words in found.items()])

    return find


def bare(lines: tuple[TranscriptLine, ...], offset: int) -> str:
    """The transcript as plain text, harmless."""
    parts = []
    for line in lines:
        mark = "" if line.kind is MessageKind.REPLY else f" ({_(KINDS[line.kind])})"
        words = said(line.body) if line.kind is MessageKind.SYSTEM else line.body
        body = safe.text(words, limit=MAX_TEXT, lines=MAX_TEXT)
        parts.append(f"{clock_time(line.at, offset)} {safe.line(line.author)}{mark}: {body}")
    return "\n".join(parts)


async def edited_outside(name: str, text: str) -> tuple[str, str]:
    """What the agent's own editor makes of the text, in a file of that name; and in words why nothing came of it."""
    with tempfile.TemporaryDirectory(prefix="agentconsole-") as folder:
        file = _written(Path(folder, name), text)
        trouble = await _run_editor(file)
        if trouble:
            return "", _("{trouble}; the text is as it was.").format(trouble=trouble)
        try:
            return _read(file), ""
        except OSError as error:
            words = _("What the editor left cannot be read ({error}); the text is as it was.")
            return "", words.format(error=error.strerror)


def _written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def _read(file: Path) -> str:
    return file.read_text("utf-8", errors="replace")


async def _run_editor(file: Path) -> str:
    """Waits for the editor; what went wrong, empty when nothing did."""
    try:
        choices = editors(os.environ)
    except ValueError as error:
        return _("EDITOR cannot be understood ({error})").format(error=error)
    for editor in choices:
        try:
            process = await asyncio.create_subprocess_exec(*editor, str(file))
        except (OSError, ValueError):
            continue
        code = await process.wait()
        words = _("{editor} ended with {code}")
        return words.format(editor=Path(editor[0]).name, code=code) if code else ""
    return _("No editor can be run: set EDITOR to one you have")


async def _show(words: str) -> str:
    """Writes the words and waits for Enter."""
    sys.stdout.write(words)
    sys.stdout.flush()
    loop, pressed = asyncio.get_running_loop(), asyncio.Event()
    keyboard = sys.__stdin__
    if keyboard is None:
        return _("There is no keyboard to wait for.")
    loop.add_reader(keyboard.fileno(), pressed.set)
    try:
        await pressed.wait()
        os.read(keyboard.fileno(), 4_096)
    finally:
        loop.remove_reader(keyboard.fileno())
    return ""
