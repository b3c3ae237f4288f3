"""The line commands as they run at the prompt: in a session of the console's own, and words not taken stay a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.cli.ending import ended
from agentconsole.cli.errors import Exit
from agentconsole.cli.line_mode.advice import example
from agentconsole.cli.line_mode.door_session import DoorSession, run
from agentconsole.cli.line_mode.text import visibility
from agentconsole.tongue import _

if TYPE_CHECKING:
    from agentconsole.cli.line_mode.hands import Hands
    from agentconsole.cli.line_mode.talk import Talk
    from agentconsole.cli.line_mode.typed import Asked
    from agentconsole.cli.session import Session


class LineCommands:
    """Those of one agent, on the store at this path."""

    def __init__(self, store: str, session: Session, talk: Talk, hands: Hands) -> None:
        self._door, self._talk, self._hands = talk.door, talk, hands
        me = self._door.me.id
        self._in_front = ("--store", store, "--as", me)
        self._session = DoorSession(store, me, i_know=session.i_know, is_plain=True, clock=session.clock)
        self._session.door, self._session.handed, self._session.choices = self._door, talk.sent, talk.choices

    def run(self, asked: Asked) -> bool:
        """Whether it was done."""
        code = ended(lambda: run((*self._in_front, *asked.arguments), self._session), complain=self._talk.complain)
        self._talk.note(code)
        if code != Exit.DONE:
            self._keep_words(asked)
        if code == Exit.USAGE and (words := example(asked)):
            self._talk.say(words)
        return code == Exit.DONE

    def _keep_words(self, asked: Asked) -> None:
        """As a draft of their conversation; one that a lead has taken meanwhile takes them along."""
        if not asked.conversation_id or "--" not in asked.arguments:
            return
        text = asked.arguments[asked.arguments.index("--") + 1]
        self._door.drafts.save(asked.conversation_id, visibility(asked), text)
        self._talk.say(_("Your words are kept as a draft."))
        self._hands.hand_in(asked.conversation_id)
