"""The talk with whoever types: what came of their lines and what happened meanwhile, told in its order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agentconsole.cli.errors import Exit
from agentconsole.cli.line_mode.breaking import tell
from agentconsole.cli.line_mode.news import News
from agentconsole.cli.line_mode.news import said as in_words
from agentconsole.cli.line_mode.settling import Settling
from agentconsole.cli.output import in_the_reader_s_words
from agentconsole.domain.terms import FAR
from agentconsole.tongue import said as told
from agentconsole.tui.dialogs.choices import choices_of
from agentconsole.workspace import api

if TYPE_CHECKING:
    from agentconsole.cli.build import Opened
    from agentconsole.domain.commands import Command
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.workspace.views import TranscriptLine

LONGEST_REST = 3_600.0


class Talk:
    """With one agent, in their local time (`offset` east of UTC) and in the words of the team's list, of the `choices`
    given where it has none, about what is done through the console's own outbox."""

    def __init__(self, opened: Opened, offset: int, choices: Choices | None = None) -> None:
        self.door = opened.workspace
        self.choices, self._offset = choices, offset
        self._news = News(self.door, offset, choices)
        self._courier = opened.courier
        self._settling = Settling(opened.courier.carried, is_reachable=opened.courier.is_reachable)
        self._code: int = Exit.DONE

    @property
    def code(self) -> int:
        """Of the first line that was refused or not understood."""
        return self._code or (Exit.REFUSED if self._news.was_refused else Exit.DONE)

    def begin(self) -> None:
        """What happens from now on is news."""
        self._news.begin()

    def say(self, words: str) -> None:
        """Shows a line, or several."""
        tell(words)

    def say_line(self, conversation_id: str, line: TranscriptLine) -> None:
        """Shows a line of a conversation."""
        self.say(in_words(conversation_id, line, self._offset, self.chosen()))

    def chosen(self) -> Choices:
        """What the team chooses from now."""
        return choices_of(self.door.knowledge.dispositions(), self.choices)

    def complain(self, words: str) -> None:
        """Says what went wrong, which was not put into the reader's language yet."""
        self.say(in_the_reader_s_words(words))

    def fail(self, words: str, code: int) -> None:
        """Says what was wrong with a line."""
        self.say(words)
        self.note(code)

    def note(self, code: int) -> None:
        """How a line has ended, which has said so itself."""
        self._code = self._code or code

    def news(self, *, is_at_prompt: bool = False) -> bool:
        """Tells what is new; whether there was anything."""
        lines = self._news.lines()
        if lines:
            (self.at_prompt if is_at_prompt else self.say)("\n".join(lines))
        return bool(lines)

    def at_prompt(self, words: str) -> None:
        """Shows them below the prompt, behind which nothing may stand."""
        if sys.stdout.isatty():
            sys.stdout.write("\n")
        self.say(words)

    def rest(self) -> float:
        """Seconds until there is news by itself, at most."""
        due = self._news.changes_at()
        return LONGEST_REST if due >= FAR else min(LONGEST_REST, self.door.seconds_until(due) + 0.01)

    def reach(self) -> None:
        """Waits until it is known how it stands with whoever decides: a script is typed faster than a team's server is
        reached."""
        self._settling.reach(self._courier.knows_where_it_stands)

    def settle(self, conversation_id: str = "") -> None:
        """Waits for the lines before this one, and tells what came of them."""
        late = self._settling.wait(conversation_id)
        self.news()
        if late:
            self.say(late)

    def done(self) -> None:
        """What came of the line, in front of the next prompt."""
        late = self._settling.briefly()
        self.news()
        if late and sys.stdin.isatty():
            self.say(late)

    def sent(self, command_id: str, words: str) -> None:
        """A command was handed over; what comes of it is told under these words."""
        self._news.sent(command_id, words)

    def perform(self, command: Command, words: str) -> bool:
        """Whether it was taken on."""
        try:
            self.sent(self.door.perform(command), words)
        except api.Refused as refused:
            self.fail(told(refused.refusal.words), Exit.REFUSED)
            return False
        return True
