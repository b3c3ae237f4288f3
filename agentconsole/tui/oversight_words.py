"""What stands over the composer: who reads along, what was whispered or is to be read, what lies elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from agentconsole.domain.conversation import FAR
from agentconsole.domain.oversight import REASON_WORDS, Escalation, Mode, Oversight
from agentconsole.domain.service_levels import SECOND
from agentconsole.tui import safe, times
from agentconsole.tui.present import counted
from agentconsole.tui.widgets.ink import Ink
from agentconsole.workspace.views import ConversationView

Key = Callable[[str], str]
"""The key of a command, in words."""

SIGN: Final = 9
"""Cells of the word in front that says what a line is."""

COMES_WITHIN: Final = 3 * SECOND
"""A console that runs hands in what its agent has not sent well within that."""
WAYS: Final = (("whisper", "whispers"), ("barge", "joins"), ("take_over", "takes over"))
"""What one who reads along may do next."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to be told: its word in capitals, what it says, and the ink; `rows` are the lines it may fill."""

    sign: str
    words: str
    ink: Ink = Ink.SOON
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Around:
    """One conversation as its pane knows it: the view, who looks, the team's names, and the words of leads by number
    of message. `has_unsent`: a text nobody sent came along; `touched`: when one that has not come was touched last, 0
    for none."""

    view: ConversationView
    me: str
    names: Mapping[str, str]
    bodies: Mapping[int, str]
    has_unsent: bool = False
    touched: int = 0
    counts_seconds: bool = True

    @property
    def seen(self) -> Oversight:
        """What leads have to do with it."""
        return self.view.conversation.oversight

    def name(self, agent_id: str) -> str:
        """What colleagues call them, clean."""
        return safe.line(self.names.get(agent_id, agent_id))


def is_locked(view: ConversationView, me: str) -> bool:
    """Whether nothing can be typed: one who reads along cannot speak, and a summary is read before anything is said."""
    seen = view.conversation.oversight
    if seen.mode_of(me) is Mode.READING and not view.is_mine:
        return True
    return view.is_mine and seen.summary is not None and seen.summary.by != me


def told(around: Around, key: Key, now: int, offset: int) -> tuple[Told, ...]:
    """Everything there is to tell, what is most pressing nearest to the composer."""
    parts = (_raised, _offered, _taken, _readers, _myself, _unsent, _elsewhere, _whispered, _summary)
    return tuple(each for part in parts for each in part(around, key, now, offset))


def changes_at(around: Around, now: int) -> int:
    """When the words change by themselves: a notice that is delayed, an offer that counts down, minutes that pass."""
    seen = around.seen
    marks = [each.shown_at for each in seen.supervisors if each.shown_at > now]
    marks += [seen.taken.at + COMES_WITHIN] if seen.taken and seen.taken.at + COMES_WITHIN > now else []
    if seen.offer and seen.offer.until > now:
        marks.append(now // SECOND * SECOND + SECOND if around.counts_seconds else seen.offer.until)
    asked = seen.calls_since
    marks += [asked + ((now - asked) // (60 * SECOND) + 1) * 60 * SECOND] if asked is not None else []
    return min(marks, default=FAR)


def lead_words(seen: Oversight, now: int) -> str:
    """How a call for a lead stands, in few words: `lead called 2m`, `a lead is on it`; empty without one."""
    if seen.escalation is not None and seen.escalation.acknowledged_at is not None:
        return "a lead is on it"
    return f"lead called {times.minutes(now - seen.calls_since)}" if seen.calls_since is not None else ""


def _raised(around: Around, key: Key, now: int, _offset: int) -> list[Told]:
    raised, asked = around.seen.escalation, around.seen.help
    lines = [_hand(around, raised, key, now)] if raised is not None else []
    if asked is not None:
        words = f"{around.name(asked.by)} would like a lead to whisper, {times.minutes(now - asked.at)} ago"
        lines.append(Told("LEAD", f"{words}: {safe.line(asked.line)}" if asked.line else words))
    return lines


def _hand(around: Around, raised: Escalation, key: Key, now: int) -> Told:
    why = f"{REASON_WORDS[raised.reason]}{': ' + safe.line(raised.line) if raised.line else ''}"
    if raised.acknowledged_at is not None:
        return Told("LEAD", f"{around.name(raised.acknowledged_by)} is on it: {why}", Ink.GOOD)
    ago = f"called {times.minutes(now - raised.since)} ago, nobody has answered yet"
    hint = "" if around.view.is_mine else f"; {key('escalation.acknowledge')} says that you are on it"
    return Told("LEAD", f"{ago}{hint}: {why}")


def _offered(around: Around, _key: Key, now: int, _offset: int) -> list[Told]:
    offer = around.seen.offer
    if offer is None or offer.until <= now:
        return []
    left = counted(offer.until - now + SECOND - 1, seconds=around.counts_seconds)
    return [Told("OFFER", f"{left} for {around.name(offer.to)} to take it, asked by {around.name(offer.by)}", Ink.DIM)]


def _taken(around: Around, key: Key, _now: int, offset: int) -> list[Told]:
    taken, back, me = around.seen.taken, around.seen.returning, around.me
    lines = []
    if taken is not None and taken.by == me:
        words = f"from {around.name(taken.from_agent)} at {times.clock_time(taken.at, offset)}"
        lines.append(Told("TAKEN", f"{words}; {key('conversation.hand_back')} hands it back", Ink.DIM))
    elif taken is not None:
        kept = "; you go on reading, and your text is kept" if taken.from_agent == me else ""
        words = f"{around.name(taken.by)} took it over at {times.clock_time(taken.at, offset)}{kept}"
        lines.append(Told("TAKEN", words, rows=2))
    if back is not None:
        to = "you" if back.to == me else around.name(back.to)
        lines.append(Told("BACK", f"goes to {to} as soon as there is room; {around.name(back.by)} holds it until then"))
    return lines


def _readers(around: Around, _key: Key, now: int, _offset: int) -> list[Told]:
    others = [each for each in around.seen.shown_readers(now) if each.agent != around.me]
    reading = [around.name(each.agent) for each in others if each.mode is Mode.READING]
    joined = [around.name(each.agent) for each in others if each.mode is Mode.JOINED]
    lines = [Told("READING", f"{_and(reading)} {_is(reading)} reading along", Ink.DIM)] if reading else []
    lines += [Told("JOINED", f"{_and(joined)} {_is(joined)} speaking here, in public", Ink.OWN)] if joined else []
    return lines


def _myself(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    mode, holder = around.seen.mode_of(around.me), safe.line(around.view.assignee_name)
    if mode is None or around.view.is_mine:
        return []
    if mode is Mode.JOINED:
        hint = f"{key('conversation.barge')} leaves"
        return [Told("PUBLIC", f"you speak here under your own name, beside {holder}; {hint}", Ink.OWN)]
    hints = ", ".join(f"{key(f'conversation.{each}')} {word}" for each, word in WAYS)
    return [Told("READING", f"you read along, {holder} sees it; {hints}", Ink.DIM)]


def _unsent(around: Around, key: Key, now: int, offset: int) -> list[Told]:
    taken = around.seen.taken
    if taken is None or not around.view.is_mine:
        return []
    name = around.name(taken.from_agent)
    if around.has_unsent:
        words = f"text from {name} came along; {key('unsent.insert')} puts it into your reply"
        return [Told("UNSENT", words, Ink.DIM)]
    if around.touched and now >= taken.at + COMES_WITHIN:
        typed = times.clock_time(around.touched, offset)
        words = f"the console of {name} is away: what was typed there at {typed} comes when it is back"
        return [Told("UNSENT", words, rows=2)]
    return []


def _elsewhere(around: Around, key: Key, _now: int, offset: int) -> list[Told]:
    draft = around.view.elsewhere
    if draft is None:
        return []
    typed = f"typed on {safe.line(draft.label)} at {times.clock_time(draft.saved_at, offset)}"
    into = "reply" if draft.visibility == "public" else "note"
    words = f"{typed} and not sent, {key('unsent.insert')} puts it into your {into}: {safe.line(draft.body)}"
    return [Told("DRAFT", words, Ink.DIM, 2)]


def _whispered(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    whisper = around.seen.whisper
    if whisper is None or whisper.to != around.me:
        return []
    body = safe.line(around.bodies.get(whisper.k, ""))
    thanks = f"{key('whisper.decline')} thanks and goes on alone"
    return [Told("WHISPER", f"{around.name(whisper.by)}, to you alone: {body} ({thanks})", Ink.NOTE, 3)]


def _summary(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    summary = around.seen.summary
    if summary is None or summary.by == around.me or not around.view.is_mine:
        return []
    body = safe.line(around.bodies.get(summary.k, ""))
    read = f"{key('nav.back')}, then {key('summary.seen')}: I have read it"
    return [
        Told("SUMMARY", f"by {around.name(summary.by)}: {body}", Ink.NOTE, 6),
        Told("", f"{read}. Until then nothing can be written here.", Ink.STRONG),
    ]


def _and(names: list[str]) -> str:
    return " and ".join(names)


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
