"""The phone: who is on the line or on hold, for how long, what to say to somebody who waits, and the keys for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agentconsole.domain.promises.reminders import Stage, stage
from agentconsole.domain.terms import Status
from agentconsole.tongue import N_, _
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.glance import Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.pane_title import talk_changes_at, talk_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentconsole.domain.conversation import Conversation
    from agentconsole.tui.widgets.painted import Line
    from agentconsole.workspace.views import ConversationView

HOLD_WORDS: Final = "Thank you for holding. I am still on it, and I will be back with you in a few minutes."
"""What an agent can honestly say to a caller on hold without knowing more."""

_OPEN: Final = ("goto.phone", N_("open"))
_NOTE: Final = ("conversation.note", N_("note"))
_TRANSFER: Final = ("conversation.transfer", N_("transfer"))
_KEYS: Final = {
    Status.RINGING: (("conversation.claim", N_("take")), _OPEN),
    Status.ACTIVE: (_OPEN, ("conversation.hold", N_("hold")), ("conversation.resolve", N_("done")), _TRANSFER, _NOTE),
    Status.ON_HOLD: (_OPEN, ("conversation.hold", N_("resume")), _TRANSFER, _NOTE),
    Status.WRAP_UP: (("conversation.wrap_up", N_("wrap up")), _OPEN),
}
"""Commands and words, the last ones give way first."""


class PhonePane(Glance):
    """Shows the agent's call, or that there is none: as many of its lines as the height allows."""

    def __init__(self, key: Callable[[str], str], *, offset: int = 0) -> None:
        """`key` gives the words for a command's key, none where it has none."""
        super().__init__(offset=offset)
        self._key = key

    _view: ConversationView | None = None

    _is_here = False

    def show(self, view: ConversationView | None, now: int, *, is_here: bool = False) -> None:
        """Shows the call as it is at `now`; `is_here` says that it is the conversation the agent is in, which no key
        has to open."""
        self._view, self._is_here = view, is_here
        self.tick(now)

    @property
    def conversation_id(self) -> str:
        """The call that is shown; empty where there is none."""
        return self._view.conversation.id if self._view else ""

    @property
    def changes_at(self) -> int:
        """When the clock reads differently, or the length of the call."""
        return talk_changes_at(self, self._view, self._now)

    def lay_out(self, width: int, height: int) -> list[Line]:
        """The caller first, then what to say, then the keys."""
        view = self._view
        if view is None:
            return [((safe.cells(_("    no call"), width), Ink.DIM),)]
        conversation = view.conversation
        clock = talk_run(self, view, self._now)
        who = f"P #{safe.line(conversation.id)} {safe.name(conversation.contact_name)}"
        title = joined([Part((clock, (safe.fit(who, max(8, width - 16)), Ink.STRONG))), *_facts(self, view)], width)
        lines = [title]
        if conversation.status is Status.ON_HOLD and _is_due(view, self._now):
            lines.append(((safe.cells(_('    say: "{words}"').format(words=HOLD_WORDS), width), Ink.SOON),))
        elif conversation.subject:
            lines.append(((safe.cells(f"    {safe.in_order(safe.line(conversation.subject))}", width), Ink.TEXT),))
        lines.append((("    ", Ink.DIM), *joined(self._hints(conversation.status), width - 4, "   ")))
        return lines[:height]

    def _hints(self, status: Status) -> list[Part]:
        offered = (each for each in _KEYS.get(status, (_OPEN,)) if not (self._is_here and each is _OPEN))
        keys = ((self._key(command_id), _(words)) for command_id, words in offered)
        return [part(f"{key} {words}", Ink.DIM, n) for n, (key, words) in enumerate(keys) if key]

    def since(self, conversation: Conversation) -> str:
        """Since when the call is in its present state, in local time."""
        at = conversation.held_at or conversation.assigned_at or conversation.received_at
        return times.moment(at, self._now, self._offset)


def _facts(pane: PhonePane, view: ConversationView) -> list[Part]:
    conversation = view.conversation
    return [
        part(_(present.STATUS_WORDS[conversation.status]), Ink.DIM, 2),
        part(_("since {moment}").format(moment=pane.since(conversation)), Ink.DIM, 3),
    ]


def _is_due(view: ConversationView, now: int) -> bool:
    return view.clock is not None and stage(view.clock, now) > Stage.CALM
