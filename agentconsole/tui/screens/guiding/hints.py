"""The hints of the bottom line: from the table of commands, the most useful for this place and state first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.domain.terms import Channel, Mode, Status
from agentconsole.tongue import N_, _
from agentconsole.tui.commands import BY_ID
from agentconsole.workspace.queue_views import QueueFilter

if TYPE_CHECKING:
    from agentconsole.tui.keymap import Keymap
    from agentconsole.tui.screens.base import ConsoleBase
    from agentconsole.tui.widgets.hint_line import Hint
    from agentconsole.workspace.views import ConversationView

COMPOSER = (
    "composer.send composer.newline composer.switch nav.back reminder.update composer.canned goto.chat1 goto.chat2 "
    "goto.phone pane.next app.palette app.help"
)
QUEUE = (
    "queue.open presence.available conversation.claim chat.take_next goto.due conversation.undo queue.filter goto.menu "
    "conversation.reply goto.chat1 goto.chat2 conversation.resolve app.palette app.help"
)
EMPTY = (
    "presence.available queue.clear queue.filter goto.menu conversation.undo goto.chat1 goto.chat2 app.palette app.help"
)
"""In a queue without a row."""
MINE = {
    Channel.CHAT: (
        "conversation.reply conversation.note reminder.update conversation.resolve conversation.no_answer "
        "conversation.escalate nav.back goto.chat1 goto.chat2 goto.due"
    ),
    Channel.TICKET: (
        "conversation.reply conversation.acknowledge conversation.progress conversation.pend conversation.resolve "
        "conversation.no_answer conversation.note conversation.snooze nav.back goto.due"
    ),
    Channel.PHONE: (
        "conversation.note conversation.hold conversation.resolve reminder.update conversation.escalate "
        "callback.promise nav.back goto.chat1 goto.chat2"
    ),
}
"""In a conversation of the agent's own."""
CALLBACK = (
    "callback.complete callback.promise conversation.note conversation.resolve conversation.escalate nav.back "
    "goto.chat1 goto.chat2 goto.due"
)
"""In one of these that is to be rung: nothing can be written to a phone that hangs."""
SUMMARY = "summary.seen conversation.note nav.back goto.chat1 goto.chat2 goto.due"
"""In one that came back with a summary: nothing is written before that was read."""
OTHERS = "conversation.claim conversation.note nav.back goto.previous goto.due goto.chat1 goto.chat2"
"""In one that waits, or that a colleague holds."""
OVERSEEN = {
    None: (
        "conversation.monitor conversation.take_over conversation.whisper escalation.acknowledge conversation.note "
        "nav.back goto.due"
    ),
    Mode.READING: (
        "conversation.whisper conversation.barge conversation.take_over conversation.monitor conversation.note "
        "nav.back goto.due"
    ),
    Mode.JOINED: (
        "conversation.reply conversation.whisper conversation.take_over conversation.barge conversation.note "
        "nav.back goto.due"
    ),
}
"""In a colleague's, for a lead, by how far they have come in."""
AGAIN: dict[Mode | None, dict[str, str]] = {
    Mode.READING: {"conversation.monitor": N_("read no more")},
    Mode.JOINED: {"conversation.barge": N_("leave")},
}
"""What a key does that has been pressed before."""
TAKEN = (
    "conversation.reply conversation.hand_back unsent.insert conversation.note conversation.resolve nav.back "
    "goto.chat1 goto.chat2 goto.due"
)
"""In one the lead has taken over."""
WRAP_UP = "conversation.resolve conversation.reopen conversation.note nav.back goto.chat1 goto.chat2 goto.due"
ENDED = "conversation.reopen conversation.note nav.back goto.due"
CHATS = {"goto.chat1": 1, "goto.chat2": 2}
"""The keys that go to a chat, by its slot."""
REFUSED_AT_TIMES = frozenset(
    {"conversation.claim", "conversation.acknowledge", "conversation.escalate", "conversation.take_over"}
    | {"conversation.no_answer", "escalation.acknowledge"}
)
"""Left out while a rule refuses them here, which their keys still say."""
REFUSED_ON_THE_BOARD = REFUSED_AT_TIMES | {"conversation.whisper", "agent.remind"}
"""The same for the board's row; reading along is left out beside them, where it is not going on already."""
ALWAYS = "conversation.undo transcript.page_down goto.menu app.palette app.help"
"""Behind those of a conversation. The last one always stays: the way to all others."""
BOARD = (
    "board.open conversation.take_over conversation.claim conversation.monitor conversation.whisper "
    "escalation.acknowledge conversation.offer agent.remind board.next queue.filter pane.close app.palette app.help"
)
"""The same for the board, in a lead's hands."""
LOOKED_AT = (
    "board.open conversation.claim conversation.escalate board.next queue.filter pane.close goto.menu app.palette "
    "app.help"
)
"""The same for an agent, who looks at it."""
ABOUT_ONE = REFUSED_ON_THE_BOARD | {"board.open", "conversation.monitor", "conversation.offer"}
"""Of these what is about a conversation: left out on an agent who holds none."""


def board_live(console: ConsoleBase) -> tuple[str, ...]:
    """The commands that are most useful on the board's row."""
    ids = BOARD if console.door.me.is_lead else LOOKED_AT
    return tuple(each for each in ids.split() if not _is_vain_on_board(console, each))


def _is_vain_on_board(console: ConsoleBase, command_id: str) -> bool:
    """Whether the rules refuse it on the row, or the row has nothing it could be about. `M` again ends what it began,
    so it is left out of nobody's alone."""
    subject = console.subject_id
    if not subject:
        return command_id in ABOUT_ONE
    if command_id == "conversation.monitor":
        return not console.door.conversation(subject).conversation.assignee
    return command_id in REFUSED_ON_THE_BOARD and bool(console.why_not(command_id))


def board_hints(console: ConsoleBase) -> tuple[Hint, ...]:
    """Keys and words for the board."""
    keymap, words = console.setting.keymap, {"pane.close": N_("console")}
    return tuple((keymap.words(each), _(words.get(each, BY_ID[each].footer))) for each in board_live(console))


def live(screen: ConsoleBase) -> tuple[str, ...]:
    """The commands that are most useful where the agent is, the first one first."""
    ids = [each for each in _of_place(screen).split() if not _is_vain(screen, each)]
    if screen.is_typing and screen.pane.is_locked:
        # Nothing can be written before the summary is read: only what leads on helps.
        return tuple(each for each in ids if not each.startswith("composer."))
    if screen.is_typing and not screen.is_noting and _is_silent(screen):
        ids = [each for each in ids if each not in ("composer.send", "composer.newline")]
    elif screen.is_typing and screen.enter_sends:
        ids.insert(0, "composer.enter")
        ids.remove("composer.send")
    if screen.needs_password:
        ids.insert(1, "session.renew")
    return tuple(ids)


def hints(screen: ConsoleBase, keymap: Keymap) -> tuple[Hint, ...]:
    """Keys and words for where the agent is."""
    words = {"session.renew": N_("sign in"), "queue.clear": N_("mine+waiting")}
    words |= {"composer.switch": N_("reply")} if screen.is_noting else {}
    view = None if screen.is_typing or screen.is_in_queue else screen.pane.view
    words |= AGAIN.get(_mode(screen, view), {}) if view else {}
    words |= {"conversation.hold": N_("resume")} if view and view.conversation.status is Status.ON_HOLD else {}
    ids = (each for each in live(screen) if keymap.words(each))
    return tuple((keymap.words(each), _(words.get(each, BY_ID[each].footer))) for each in ids)


def _is_silent(screen: ConsoleBase) -> bool:
    """Whether the contact cannot be written to from here: whoever holds it, and a lead who has joined, can."""
    view = screen.pane.view
    return view is not None and not view.is_mine and _mode(screen, view) is not Mode.JOINED


def _is_alone(screen: ConsoleBase) -> bool:
    """Whether the agent has no other chat in which somebody may wait for a word."""
    view = screen.pane.view
    return not screen.slots - {view.slot if view else 0}


def _is_vain(screen: ConsoleBase, command_id: str) -> bool:
    """Whether nothing would come of the key just now."""
    if command_id == "presence.available":
        return not screen.is_away
    if command_id == "chat.take_next":
        return not screen.has_room
    if command_id == "conversation.claim" and (screen.is_in_queue or not screen.current):
        # The first picture has this line, and no rules.
        return screen.is_held
    if command_id == "conversation.undo":
        return not screen.has_offer
    if command_id == "reminder.update" and screen.is_typing:
        return _is_alone(screen) and (screen.pane.is_locked or _is_silent(screen))
    if command_id == "queue.clear":
        return screen.chosen == QueueFilter()
    if command_id == "goto.phone":
        return not screen.rings_or_talks
    if command_id in CHATS:
        return CHATS[command_id] not in screen.slots
    if screen.is_in_queue and command_id in ("conversation.reply", "conversation.resolve"):
        return not (screen.is_own or screen.marked_ids)
    return _is_refused(screen, command_id)


def _is_refused(screen: ConsoleBase, command_id: str) -> bool:
    return command_id in REFUSED_AT_TIMES and bool(screen.why_not(command_id))


def _of_place(screen: ConsoleBase) -> str:
    if screen.is_typing:
        return COMPOSER
    view = None if screen.is_in_queue else screen.pane.view
    if view is None:
        return QUEUE if screen.selected_id else EMPTY
    it = view.conversation
    if it.status in (Status.RESOLVED, Status.CLOSED):
        return f"{ENDED} {ALWAYS}"
    me = screen.door.me
    if it.assignee != me.id:
        return f"{OVERSEEN[_mode(screen, view)] if me.is_lead and it.assignee else OTHERS} {ALWAYS}"
    if screen.pane.is_locked:
        return f"{SUMMARY} {ALWAYS}"
    if it.status is Status.CALLBACK_OWED:
        return f"{CALLBACK} {ALWAYS}"
    if it.oversight.taken is not None and it.status is not Status.WRAP_UP:
        return f"{TAKEN} {ALWAYS}"
    return f"{WRAP_UP if it.status is Status.WRAP_UP else MINE[it.channel]} {ALWAYS}"


def _mode(screen: ConsoleBase, view: ConversationView) -> Mode | None:
    return view.conversation.oversight.mode_of(screen.door.me.id)
