"""What the notice line says, the one tick that keeps the clocks true, and the bell."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agentconsole.domain.promises.reminders import next_stage_at
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.terms import FAR
from agentconsole.tongue import N_, _
from agentconsole.tui import safe
from agentconsole.tui.alarm import Alarm
from agentconsole.tui.announce import Announcer, call_words
from agentconsole.tui.calling import is_quiet
from agentconsole.tui.holding_words import is_due
from agentconsole.tui.messages import Called, LateChanged
from agentconsole.tui.screens.knowledge.notices import (
    KnowledgeNews,
    SaidOnce,
    beside,
    read_knowledge_news,
    waiting,
)
from agentconsole.tui.screens.leads.notices import (
    LeadNews,
    calling,
    chasing,
    next_word_at,
    pressing,
    read_news,
    telling,
)
from agentconsole.tui.screens.signing_in import SigningIn
from agentconsole.tui.screens.writing.notices import asking, is_late, refused, reminding, ringing
from agentconsole.tui.widgets.notice_line import Notice, NoticeLine, Tone
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.queue_views import MOST_OF_MINE, QueueFilter, QueueRow, Scope, StatusView

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.overlay import Overlay
    from agentconsole.tui.screens.conversation_pane import ConversationPane
    from agentconsole.tui.widgets.contact_card import ContactCard
    from agentconsole.tui.widgets.hint_line import HintLine
    from agentconsole.tui.widgets.phone_pane import PhonePane
    from agentconsole.tui.widgets.queue_view import QueueView
    from agentconsole.tui.widgets.status_line import StatusLine
    from agentconsole.workspace.views import UndoOffer

SHOWN_FOR = 8 * SECOND
"""How long an answer to a key stays, in real time."""
LEAST_COLUMNS, LEAST_ROWS = 60, 15
"""The smallest window the console can be worked in; the style sheet hides the rest below it."""
TOO_SMALL = N_("This window is too small; all keeps running.")

Watched = tuple[tuple[QueueRow, ...], QueueRow | None]
"""The agent's own rows, and the call that rings while the agent's line is free."""


class Noticing(SigningIn):
    """Chooses the one thing worth saying: a refusal, an answer to a key, then a reminder."""

    status_line: StatusLine
    phone: PhonePane
    card: ContactCard
    column: ContactCard
    left: ConversationPane
    right: ConversationPane
    notice_line: NoticeLine
    hint_line: HintLine
    announcer: Announcer
    _said: Notice | None = None
    _said_holds: Callable[[], bool]
    _said_of: tuple[str, ...] = ()
    """The commands it tells of, as long as one of them has no receipt."""
    _watched: Watched | None = None
    _news: LeadNews | None = None
    _known: KnowledgeNews | None = None
    _untold: SaidOnce
    _told_until = 0
    _ticking: Alarm

    def say(self, words: str, *, is_refusal: bool = False, holds: Callable[[], bool] | None = None) -> None:
        """Puts words on the notice line; empty words clear it."""
        holds = holds or (self.while_it_stands() if words and is_refusal else _ever)
        self._put(words, Tone.REFUSAL if is_refusal else Tone.PLAIN, holds)

    def say_done(self, words: str) -> None:
        """Puts on the notice line what has been done on this computer alone."""
        if words:
            self._put(words, Tone.DONE, _ever)

    def say_performed(self, words: str) -> None:
        """Puts on the notice line what the last commands do, and how far they have come."""
        if words:
            self._put(words, Tone.DONE, _ever, self.performed)

    def _put(self, words: str, tone: Tone, holds: Callable[[], bool], performed: tuple[str, ...] = ()) -> None:
        until = self.door.now() + int(SHOWN_FOR * self.setting.speed)
        self._said = Notice(words, tone, until) if words else None
        self._said_holds, self._said_of = holds, performed
        if self.is_mounted:
            self.tick()

    def forget_notice(self) -> bool:
        """Puts away what the line says, refusals that came back first; whether there was one of those."""
        self._said, self._told_until = None, self.door.now()
        came_back = self.door.refusals()
        if came_back:
            self.door.forget_refusal(came_back[0].command_id)
        self.tick()
        return bool(came_back)

    def tick(self) -> None:
        """Another now: every clock in sight, the notice, the bell; then sleeps until a word changes again."""
        now = self.door.now()
        status = self.door.status()
        mine, rings = self._watched = self._watched or self._read_watched(status)
        if self.is_seen:
            self.status_line.show(status, now)
            for each in self._timed:
                each.tick(now)
        self._show_notice(self._watched, status, now)
        self.note_session(status, now)
        watched = mine if rings is None else (*mine, rings)
        self._call(watched, status.late, now)
        self._ticking.set(min(self._next_change(watched, now), status.signed.changes_at(now)), now)

    @property
    def _timed(self) -> tuple[QueueView | PhonePane | ContactCard | ConversationPane, ...]:
        """What shows clocks, and is told the time."""
        return (self.queue, self.phone, self.card, self.column, self.left, self.right)

    def _read_watched(self, status: StatusView) -> Watched:
        rings = self.door.ringing_call() if status.call is None else None
        return self.door.queue(QueueFilter(Scope.MINE), limit=MOST_OF_MINE).rows, rings

    @property
    def held_before(self) -> frozenset[str]:
        """What the agent held when the watched rows were read."""
        return frozenset(row.id for row in self._watched[0]) if self._watched else frozenset()

    def forget_watched(self) -> None:
        """Something may have changed besides the time: the next tick reads the watched rows anew."""
        self._watched = self._news = self._known = None

    def _show_notice(self, watched: Watched, status: StatusView, now: int) -> None:
        """On the console's own line, and on that of whatever stands over it."""
        columns, rows = self.app.size
        is_blind = columns < LEAST_COLUMNS or rows < LEAST_ROWS
        urgent = Notice(_(TOO_SMALL)) if is_blind else self._urgent(watched, status, now)
        offer = None if is_blind else self._offered()
        shown = urgent if is_blind else self._foremost(urgent, status, now)
        over = self._overlays()
        # Once is enough: what lies beneath leaves an urgent thing to what stands over it.
        beneath = None if shown == urgent else shown
        if self.is_seen:
            if self.has_offer is not (offer is not None):
                self.has_offer = offer is not None
                self.show_hints()
            self.notice_line.show(beneath if over else shown, offer, now)
            self.hint_line.lend(self.notice_line.rest)
        for screen in over:
            if screen.shows_answers:
                screen.show_all(shown if screen is over[-1] else beneath, offer, now)
            else:
                # What lies beneath is covered, so an answer is read here where nobody waits.
                screen.show_urgent((urgent or self._answer(now)) if screen is over[-1] else None, now)

    def _foremost(self, urgent: Notice | None, status: StatusView, now: int) -> Notice | None:
        """What the agent has just been answered, then whoever waits, then what concerns the console itself."""
        return self._answer(now) or urgent or self._of_session(status, now) or asking(status.asks, self.key)

    def _overlays(self) -> list[Overlay[Any]]:
        """What stands over the console, the uppermost last."""
        over = self.app.screen_stack[1:]
        if not over:
            return []
        from agentconsole.tui.dialogs.overlay import Overlay

        return [screen for screen in over if isinstance(screen, Overlay)]

    def _of_session(self, status: StatusView, now: int) -> Notice | None:
        """Nobody is kept waiting by it, so whoever waits comes first."""
        words = self.session_words(status, now)
        return Notice(words, Tone.REMINDER) if words else None

    def on_screen_suspend(self) -> None:
        """Something comes over the console: it shows what is urgent from its first picture on."""
        self.queue.set_covered(True)
        self.tick()

    def on_screen_resume(self) -> None:
        """Nothing stands over the console any more: it says itself what is urgent."""
        self.queue.set_covered(False)
        if not self._is_curtain_down:
            self.tick()

    def _answer(self, now: int) -> Notice | None:
        came_back = self.door.refusals()
        if came_back:
            return refused(came_back[0])
        if self._said is not None and not (self._said.until > now and self._said_holds()):
            self._said = None
        return self._as_far_as_it_came(self._said) if self._said is not None and self._said_of else self._said

    def _as_far_as_it_came(self, said: Notice) -> Notice:
        """The tick stands for what was accepted, and for nothing that only waits to be sent."""
        delivery = self.door.delivery_of(self._said_of)
        if delivery is Delivery.ACCEPTED:
            self._said_of = ()
            return said
        if delivery is not Delivery.SAVED:
            return replace(said, tone=Tone.PLAIN)
        if self.door.status().signed.is_out:
            words = _("saved, goes out once you have signed in again: {what}")
        else:
            words = _("saved, goes out once the server can be reached: {what}")
        return replace(said, words=words.format(what=said.words), tone=Tone.PLAIN)

    def _urgent(self, watched: Watched, status: StatusView, now: int) -> Notice | None:
        mine, rings = watched
        news = self._read_news()
        offered = pressing(news, now, self.key, seconds=self.setting.looks.counts_seconds)
        if offered is not None:
            return offered
        due = [row for row in mine if is_due(row, now)]
        if rings is not None and not any(is_late(row, now) for row in due):
            return ringing(rings, self.key)
        if due:
            return beside(reminding(due, now, self.reached), self._read_known(), self.reached)
        told = calling(news, self.key) or telling(news, now, self._told_until)
        if told is None and not status.signed.needs_password(now):
            # Whoever is signed out can tell nobody anything yet.
            told = waiting(self._read_known(), self.reached, self._untold, now, self._told_until)
        return told or chasing(news, now, self.key, self._told_until)

    def _offered(self) -> UndoOffer | None:
        """What can be taken back, with the key for it."""
        offer = self.offer()
        if offer is None:
            return None
        words = _('{key}: undo "{words}"').format(key=self.key("conversation.undo"), words=safe.line(offer.words))
        return replace(offer, words=words)

    def _read_news(self) -> LeadNews:
        # The first picture does not wait for it: reading it loads what leads see.
        if self._news is None and not self._is_curtain_down:
            self._news = read_news(self.door)
        return self._news or LeadNews()

    def _read_known(self) -> KnowledgeNews:
        if self._known is None and not self._is_curtain_down:
            self._known = read_knowledge_news(self.door)
        return self._known or KnowledgeNews()

    def _call(self, mine: tuple[QueueRow, ...], late: int, now: int) -> None:
        seconds, setting = get_running_loop().time(), self.setting
        away = setting.attention.is_away(seconds, has_window=self.app.app_focus)
        is_looking = not away or is_quiet(setting.manners.quiet, now, setting.offset)
        steady = int(seconds * SECOND * setting.speed)
        if self.announcer.rings(mine, now, steady, is_looking=is_looking):
            self.post_message(Called(call_words(mine, now, says_names=setting.manners.says_names)))
        if self.announcer.is_new(late):
            self.post_message(LateChanged(late))

    def _next_change(self, mine: tuple[QueueRow, ...], now: int) -> int:
        stages = [next_stage_at(row.clock, now) or FAR for row in mine if row.clock is not None]
        counts = self.setting.looks.counts_seconds
        stages.append(next_word_at(self._news or LeadNews(), self.door.now(), seconds=counts))
        stages.append(self._untold.changes_at(now))
        if not self.is_seen:
            return min([self._said.until if self._said else FAR, *stages])
        shown = (self.status_line, *self._timed, self.notice_line)
        return min([*(each.changes_at for each in shown), *stages])


def _ever() -> bool:
    return True
