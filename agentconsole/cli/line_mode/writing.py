"""The text that is being typed at the prompt, line by line, until a line of its own sends it or throws it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.line_mode.text import Text
from agentconsole.cli.line_mode.typed import Asked
from agentconsole.cli.line_mode.words import VISIBILITIES
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.cli.line_mode.line_commands import LineCommands
    from agentconsole.cli.line_mode.talk import Talk

SENDS = "."
"""A line with nothing else in it ends a text, as it does in mail programs."""
THROWS_AWAY = "~"


class Writing:
    """One agent's; at most one text at a time."""

    def __init__(self, talk: Talk, commands: LineCommands) -> None:
        self._talk, self._commands = talk, commands
        self._text: Text | None = None

    @property
    def is_on(self) -> bool:
        """Whether what is typed is a line of a text."""
        return self._text is not None

    def begin(self, asked: Asked, ready: str = "", *, is_apart: bool = False) -> None:
        """Takes lines from now on, behind what is `ready`, else behind the draft; `is_apart` leaves that alone."""
        self._text = text = Text(self._talk.door, asked, ready, is_apart=is_apart)
        if text.begun:
            self._talk.say(_('Your draft: "{draft}" Go on behind it.').format(draft=text.begun))
        if text.then:
            self._talk.say(text.then)
        ends = _("{visibility}: a line with only {end} sends, with only ~ throws it away.")
        self._talk.say(ends.format(visibility=_(VISIBILITIES[text.visibility]), end=SENDS))

    def follow(self) -> str:
        """Takes what the agent's other console has made of it; what is to be said of that, empty for nothing."""
        return self._text.follow() if self._text else ""

    def typed(self, line: str) -> None:
        """Another line of it, or its end."""
        text = self._text
        assert text is not None
        if line not in (SENDS, THROWS_AWAY):
            if words := text.add(line):
                self._talk.say(words)
        elif line == SENDS and (words := text.follow()):
            self._talk.say(words)
            self._talk.say(_("Nothing was sent yet: {end} sends what is there now.").format(end=SENDS))
        else:
            self._text = None
            self._end(text, is_wanted=line == SENDS and bool(text.whole.strip()))

    def _end(self, text: Text, *, is_wanted: bool) -> None:
        own = text.asked.conversation_id
        self._talk.settle(own)
        if not is_wanted:
            text.forget()
            self._talk.say(_("Nothing was sent."))
        elif self._commands.run(Asked(text.arguments, own)):
            text.forget()
            for each in text.deeds:
                self._talk.perform(each, f"{each.kind.partition('.')[2]} #{own}")
