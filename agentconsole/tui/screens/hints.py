"""The hints of the bottom line: from the table of commands, the most useful for this place first."""

from __future__ import annotations

from agentconsole.tui.commands import BY_ID
from agentconsole.tui.keymap import Keymap
from agentconsole.tui.screens.base import ConsoleBase
from agentconsole.tui.widgets.hint_line import Hint

BY_PLACE = {
    "composer": (
        "composer.send composer.newline composer.switch nav.back reminder.update goto.chat1 goto.chat2 goto.phone "
        "pane.next app.palette app.help"
    ),
    "transcript": (
        "conversation.reply conversation.note reminder.update conversation.resolve conversation.hold nav.back "
        "goto.chat1 goto.chat2 goto.due conversation.undo transcript.page_down goto.menu app.palette app.help"
    ),
    "queue": (
        "queue.open conversation.claim chat.take_next goto.due conversation.undo queue.filter goto.menu "
        "conversation.reply goto.chat1 goto.chat2 conversation.resolve app.palette app.help"
    ),
}
"""The last one always stays: the way to all others."""
BOARD = (
    "board.open conversation.take_over conversation.monitor conversation.whisper escalation.acknowledge "
    "conversation.offer agent.remind board.next queue.filter pane.close app.palette app.help"
)
"""The same for the board."""


def board_hints(keymap: Keymap) -> tuple[Hint, ...]:
    """Keys and words for the board."""
    words = {"pane.close": "console"}
    return tuple((keymap.words(each), words.get(each, BY_ID[each].footer)) for each in BOARD.split())


def hints(screen: ConsoleBase, keymap: Keymap) -> tuple[Hint, ...]:
    """Keys and words for where the agent is."""
    place = "composer" if screen.is_typing else "queue" if screen.is_in_queue else "transcript"
    ids = BY_PLACE[place].split()
    if place == "composer" and screen.enter_sends:
        ids.insert(0, "composer.enter")
        ids.remove("composer.send")
    words = {"composer.switch": "reply"} if screen.is_noting else {}
    if screen.needs_password:
        ids.insert(1, "session.renew")
        words["session.renew"] = "sign in"
    return tuple((keymap.words(each), words.get(each, BY_ID[each].footer)) for each in ids if keymap.words(each))
