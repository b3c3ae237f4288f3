"""What stands over the composer: who reads along, what was whispered or is to be read, what lies elsewhere. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from agentconsole.domain.leads.oversight import REASON_WORDS, Escalation, Oversight
from agentconsole.domain.promises.service_levels import SECOND
from agentconsole.domain.terms import FAR, Mode
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, n_, said
from agentconsole.tui import safe, times
from agentconsole.tui.present import counted
from agentconsole.tui.widgets.ink import Ink

if TYPE_CHECKING:
    from agentconsole.workspace.views import ConversationView

Key = Callable[[str], str]
"""The key of a command, in words."""

SIGN: Final = 9
"""Cells of the word in front that says what a line is; more where a language has a longer one."""

COMES_WITHIN: Final = 3 * SECOND
"""A console that runs hands in what its agent has not sent well within that."""


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
        return _("a lead is on it")
    if seen.calls_since is None:
        return ""
    return _("lead called {span}").format(span=times.minutes(now - seen.calls_since))


def _raised(around: Around, key: Key, now: int, _offset: int) -> list[Told]:
    raised, asked = around.seen.escalation, around.seen.help
    lines = [_hand(around, raised, key, now)] if raised is not None else []
    if asked is not None:
        words = _("{who} would like a lead to whisper, {span} ago")
        words = words.format(who=around.name(asked.by), span=times.minutes(now - asked.at))
        lines.append(Told(_("LEAD"), f"{words}: {safe.line(asked.line)}" if asked.line else words, rows=2))
    return lines


def _hand(around: Around, raised: Escalation, key: Key, now: int) -> Told:
    why = f"{said(REASON_WORDS[raised.reason])}{': ' + safe.line(raised.line) if raised.line else ''}"
    if raised.acknowledged_at is not None:
        words = _("{who} is on it: {why}").format(who=around.name(raised.acknowledged_by), why=why)
        return Told(_("LEAD"), words, Ink.GOOD, rows=3)
    words = _("called {span} ago, nobody has answered yet; {key} says that you are on it: {why}")
    if around.view.is_mine:
        words = _("called {span} ago, nobody has answered yet: {why}")
    span = times.minutes(now - raised.since)
    return Told(_("LEAD"), words.format(span=span, key=key("escalation.acknowledge"), why=why), rows=3)


def _offered(around: Around, _key: Key, now: int, _offset: int) -> list[Told]:
    offer = around.seen.offer
    if offer is None or offer.until <= now:
        return []
    left = counted(offer.until - now + SECOND - 1, seconds=around.counts_seconds)
    words = _("{left} for {who} to take it, asked by {asker}")
    words = words.format(left=left, who=around.name(offer.to), asker=around.name(offer.by))
    return [Told(_("OFFER"), words, Ink.DIM)]


def _taken(around: Around, key: Key, _now: int, offset: int) -> list[Told]:
    taken, back, me = around.seen.taken, around.seen.returning, around.me
    lines = []
    if taken is not None and taken.by == me:
        words = _("from {who} at {time}; {key} hands it back")
        who, back_key = around.name(taken.from_agent), key("conversation.hand_back")
        words = words.format(who=who, time=times.clock_time(taken.at, offset), key=back_key)
        lines.append(Told(_("TAKEN"), words, Ink.DIM))
    elif taken is not None:
        words = _("{who} took it over at {time}")
        if taken.from_agent == me:
            words = _("{who} took it over at {time}; you go on reading, and your text is kept")
        words = words.format(who=around.name(taken.by), time=times.clock_time(taken.at, offset))
        lines.append(Told(_("TAKEN"), words, rows=2))
    if back is not None:
        words = _("goes to {to} as soon as there is room; {who} holds it until then")
        if back.to == me:
            words = _("goes to you as soon as there is room; {who} holds it until then")
        lines.append(Told(_("BACK"), words.format(to=around.name(back.to), who=around.name(back.by))))
    return lines


def _readers(around: Around, _key: Key, now: int, _offset: int) -> list[Told]:
    others = [each for each in around.seen.shown_readers(now) if each.agent != around.me]
    reading = [around.name(each.agent) for each in others if each.mode is Mode.READING]
    joined = [around.name(each.agent) for each in others if each.mode is Mode.JOINED]
    lines = []
    if reading:
        words = n_("{names} is reading along", "{names} are reading along", len(reading))
        lines.append(Told(_("READING"), words.format(names=_(" and ").join(reading)), Ink.DIM))
    if joined:
        words = n_("{names} is speaking here, in public", "{names} are speaking here, in public", len(joined))
        lines.append(Told(_("JOINED"), words.format(names=_(" and ").join(joined)), Ink.OWN))
    return lines


def _myself(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    mode, holder = around.seen.mode_of(around.me), safe.line(around.view.assignee_name)
    if mode is None or around.view.is_mine:
        return []
    if mode is Mode.JOINED:
        words = _("you speak here under your own name, beside {holder}; {key} leaves")
        return [Told(_("PUBLIC"), words.format(holder=holder, key=key("conversation.barge")), Ink.OWN)]
    words = _("you read along, {holder} sees it; {whisper} whispers, {barge} joins, {take_over} takes over")
    keys = {each: key(f"conversation.{each}") for each in ("whisper", "barge", "take_over")}
    return [Told(_("READING"), words.format(holder=holder, **keys), Ink.DIM, 2)]


def _unsent(around: Around, key: Key, now: int, offset: int) -> list[Told]:
    taken = around.seen.taken
    if taken is None or not around.view.is_mine:
        return []
    name = around.name(taken.from_agent)
    if around.has_unsent:
        words = _("text from {who} came along; {key} puts it into your reply")
        return [Told(_("UNSENT"), words.format(who=name, key=key("unsent.insert")), Ink.DIM)]
    if around.touched and now >= taken.at + COMES_WITHIN:
        typed = times.clock_time(around.touched, offset)
        words = _("the console of {who} is away: what was typed there at {time} comes when it is back")
        return [Told(_("UNSENT"), words.format(who=name, time=typed), rows=2)]
    return []


def _elsewhere(around: Around, key: Key, _now: int, offset: int) -> list[Told]:
    draft = around.view.elsewhere
    if draft is None:
        return []
    words = _("typed on {where} at {time} and not sent, {key} puts it into your note: {text}")
    if draft.visibility == "public":
        words = _("typed on {where} at {time} and not sent, {key} puts it into your reply: {text}")
    time, where, text = times.clock_time(draft.saved_at, offset), safe.line(draft.label), safe.line(draft.body)
    return [Told(_("DRAFT"), words.format(where=where, time=time, key=key("unsent.insert"), text=text), Ink.DIM, 2)]


def _whispered(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    whisper = around.seen.whisper
    if whisper is None or whisper.to != around.me:
        return []
    body = safe.line(around.bodies.get(whisper.k, ""))
    words = _("{who}, to you alone: {words} ({key} thanks and goes on alone)")
    words = words.format(who=around.name(whisper.by), words=body, key=key("whisper.decline"))
    return [Told(_("WHISPER"), words, Ink.NOTE, 3)]


def _summary(around: Around, key: Key, _now: int, _offset: int) -> list[Told]:
    summary = around.seen.summary
    if summary is None or summary.by == around.me or not around.view.is_mine:
        return []
    body = safe.line(around.bodies.get(summary.k, ""))
    read = _("{key}: I have read it. Until then nothing can be written here.")
    return [
        Told(_("SUMMARY"), _("by {who}: {words}").format(who=around.name(summary.by), words=body), Ink.NOTE, 6),
        Told("", read.format(key=key("summary.seen")), Ink.STRONG, 2),
    ]
