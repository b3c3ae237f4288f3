"""A text of several lines while it is typed: every line is kept at once, and what is kept ready goes in by its name."""

from __future__ import annotations

from agentconsole.cli.line_mode.ready import NotReady, is_wanted, put_in, response_in
from agentconsole.cli.line_mode.typed import Asked
from agentconsole.domain.canned import commands_of
from agentconsole.domain.commands import Command, Note
from agentconsole.tongue import _
from agentconsole.workspace.api import Door


class Text:
    """What is typed for one command. It begins with what is `ready`, else with the draft; `is_apart` leaves the draft
    of its conversation alone."""

    def __init__(self, door: Door, asked: Asked, ready: str = "", *, is_apart: bool = False) -> None:
        self.asked = asked
        self._door = door
        self._place = f"update:{asked.conversation_id}" if is_apart else asked.conversation_id
        kept = door.draft_for_editor(self._place, self.visibility)
        self.begun = ready or kept
        self._lines = self.begun.splitlines()
        self.deeds: tuple[Command, ...] = ()
        """What a response in it does once its words are sent."""

    @property
    def visibility(self) -> str:
        """Who will read it: `public` or `internal`."""
        return visibility(self.asked)

    @property
    def whole(self) -> str:
        """All of it."""
        return "\n".join(self._lines)

    def add(self, line: str) -> str:
        """Another line, or the response or article it names; what is to be said of that."""
        said = ""
        if is_wanted(line):
            said = self._put_in(line)
        else:
            self._lines.append(line)
        self._door.save_draft(self._place, self.visibility, self.whole)
        return said

    def _put_in(self, line: str) -> str:
        try:
            words = put_in(self._door, self.asked.conversation_id, line)
            response = response_in(self._door, line)
        except NotReady as error:
            return str(error)
        self._lines += words.splitlines()
        if response is not None:
            self.deeds = commands_of(response, self.asked.conversation_id)
        return _('Put in: "{words}"').format(words=words)

    def forget(self) -> None:
        """It is sent, or thrown away."""
        self._door.save_draft(self._place, self.visibility, "")


def visibility(asked: Asked) -> str:
    """Who will read the words of the command."""
    return "internal" if asked.arguments[1] == Note.kind.partition(".")[2] else "public"
