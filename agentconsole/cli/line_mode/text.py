"""A text of several lines while it is typed: every line is kept at once, and what is kept ready goes in by its name."""

from __future__ import annotations

from agentconsole.cli.line_mode.ready import NotReady, is_wanted, put_in, response_in
from agentconsole.cli.line_mode.typed import Asked
from agentconsole.domain.commands import Acknowledge, Command, Note, Reply, ReportProgress, Update
from agentconsole.domain.knowledge.canned import commands_of, promised_by_words, read, written
from agentconsole.domain.leads.commands import Whisper
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.words.wording import apart, besides
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.holding_words import is_proposed
from agentconsole.workspace.api import Door

WRITTEN = {kind.kind.partition(".")[2]: kind for kind in (Reply, Note, Update, Acknowledge, Whisper)}
"""Verbs whose text is all they need, with what they make of it."""


def why_not(door: Door, asked: Asked) -> Refusal | None:
    """What the rules would say to any words at all."""
    noun, verb, *_rest = asked.arguments
    kind = WRITTEN.get(verb) if noun == "conversation" else None
    return door.why_not(kind(asked.conversation_id, verb)) if kind else None


class Text:
    """What is typed for one command. It begins with what is `ready`, else with the draft; `is_apart` leaves the draft
    of its conversation alone."""

    def __init__(self, door: Door, asked: Asked, ready: str = "", *, is_apart: bool = False) -> None:
        self.asked = asked
        self._door = door
        self._place = apart(asked.conversation_id) if is_apart else asked.conversation_id
        kept = door.drafts.for_editor(self._place, self.visibility)
        self.begun = ready or kept
        self._held = "" if ready else kept
        """The draft as it was last read, or written, here."""
        self._lines = self.begun.splitlines()
        self._deeds = self._kept_deeds() if kept and kept in self.begun else ()

    @property
    def visibility(self) -> str:
        """Who will read it: `public` or `internal`."""
        return visibility(self.asked)

    @property
    def whole(self) -> str:
        """All of it."""
        return "\n".join(self._lines)

    @property
    def arguments(self) -> tuple[str, ...]:
        """The line command that sends it; on a ticket a response's promise makes a progress report of a reply."""
        promised, _others = self._promised
        own, (noun, verb, *_rest) = self.asked.conversation_id, self.asked.arguments
        if not promised or verb != _verb(Reply.kind):
            return (*self.asked.arguments, "--", self.whole)
        return (noun, _verb(ReportProgress.kind), own, "--promised-at", f"{promised // MINUTE}m", "--", self.whole)

    @property
    def deeds(self) -> tuple[Command, ...]:
        """What a response in it does besides."""
        _span, deeds = self._promised
        return commands_of(deeds, self.asked.conversation_id, self._door.now())

    @property
    def then(self) -> str:
        """The same in words; empty for nothing."""
        words = _("Sending it also does: {deeds}.")
        return words.format(deeds=", ".join(map(safe.line, self._deeds))) if self._deeds else ""

    @property
    def _promised(self) -> tuple[int, tuple[str, ...]]:
        if not self._deeds:
            return 0, ()
        return promised_by_words(self._deeds, self._door.row(self.asked.conversation_id).channel)

    def add(self, line: str) -> str:
        """Another line, or the response or article it names; what is to be said of that."""
        said = ""
        if is_wanted(line):
            said = self._put_in(line)
        else:
            self._lines.append(line)
        self._keep()
        return said

    def follow(self) -> str:
        """Takes what the agent's other console has made of the draft, or put beside it; what is to be said of that."""
        drafts = self._door.drafts
        if self._held and (now := drafts.followed(self._place, self.visibility, self._held)) != self._held:
            before, self._held = self._held, now
            self._lines = now.splitlines()
            self._deeds = self._kept_deeds() if now.strip() else ()
            if now.strip():
                return _('Your other console wrote on. Your text is now: "{words}"').format(words=now)
            return _('Your other console has sent or deleted what you had: "{words}"').format(words=before)
        if words := drafts.take_beside(self._place, self.visibility):
            self._lines = [*words.splitlines(), "", *self._lines]
            self._keep()
            return _('Your other console wrote this, which goes before your lines: "{words}"').format(words=words)
        return ""

    def _keep(self) -> None:
        self._held = self.whole
        self._door.drafts.save(self._place, self.visibility, self._held)
        if self.visibility == "public" and self._deeds != self._kept_deeds():
            self._door.drafts.save(besides(self._place), "public", written(self._deeds))

    def _kept_deeds(self) -> tuple[str, ...]:
        """What the reply that is kept does once it is sent; a note does nothing."""
        return read(self._door.drafts.text(besides(self._place), "public")) if self.visibility == "public" else ()

    def _put_in(self, line: str) -> str:
        try:
            words = put_in(self._door, self.asked.conversation_id, line)
            response = response_in(self._door, line)
        except NotReady as error:
            return str(error)
        # A proposal nobody has changed gives its place: both in one message would say two things.
        before = [] if is_proposed(self.whole) else self._lines
        self._lines = [*before, *words.splitlines()]
        if response is not None and self.visibility == "public":
            self._deeds = response.deeds
        told = _('Put in: "{words}"').format(words=words)
        return f"{told} {self.then}" if response is not None and self.then else told

    def forget(self) -> None:
        """It is sent, or thrown away."""
        self._door.drafts.save(self._place, self.visibility, "")
        if self._kept_deeds():
            self._door.drafts.save(besides(self._place), "public", "")


def visibility(asked: Asked) -> str:
    """Who will read the words of the command."""
    return "internal" if asked.arguments[1] == _verb(Note.kind) else "public"


def _verb(kind: str) -> str:
    return kind.partition(".")[2]
