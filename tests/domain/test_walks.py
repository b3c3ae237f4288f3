"""Random walks: any command of anybody at any time, and what holds after every event of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from agentconsole.domain import commands as asked
from agentconsole.domain.calls.commands import CompleteCallback, PromiseCallback
from agentconsole.domain.commands import Command, Undo
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.decide import decide
from agentconsole.domain.effect import EFFECTS
from agentconsole.domain.events import Event, OfConversation, Opened, Replied
from agentconsole.domain.evolve import evolve
from agentconsole.domain.lines import lines
from agentconsole.domain.promises.clocks import clocks
from agentconsole.domain.promises.service_levels import DEFAULT_LEVELS
from agentconsole.domain.queue import place, why
from agentconsole.domain.refusals import Refusal
from agentconsole.domain.team.capacity import MAX_CALLS, MAX_CHATS, call_holder, chat_holder
from agentconsole.domain.terms import ENDED, Channel, Status, WaitsOn
from tests.domain.desk import Desk
from tests.support.builders import NOW, an_incoming, ms

IDS = ("1001", "1002", "1003", "1004", "1005", "1006")
CHANNELS = ("chat", "chat", "chat", "ticket", "phone", "phone")
AGENTS = ("ana", "bo", "lea")
BODIES = st.sampled_from(["hello", "which one?", "line\nline", "x", " ", "?"])
AHEAD = st.sampled_from([ms("1m"), ms("1h"), -1])


def command(own: str, ahead: int, body: str, colleague: str) -> list[Command]:
    """One of everything that can be asked about a conversation, reasonable or not."""
    c = asked
    return [
        *(kind(own) for kind in (c.Claim, c.Release, c.Hold, c.Resume, c.Resolve, c.Reopen, c.StartWork, c.Undo)),
        *(kind(own, body) for kind in (c.Reply, c.Note, c.Update, c.Acknowledge, c.AdmitFault, c.Categorise)),
        c.Update(own, body, "the registry"),
        c.Reply(own, body, seen=2),
        c.Reply(own, body, waits_on=WaitsOn.OTHERS),
        c.ReportProgress(own, body, NOW + ahead),
        c.Transfer(own, to_agent=colleague),
        c.Transfer(own, to_queue="billing"),
        c.WaiveAnswer(own),
        c.Pend(own),
        c.Pend(own, WaitsOn.OTHERS, "the registry"),
        c.Snooze(own, NOW + ahead),
        c.Tag(own, add=(body, "dns"), remove=("mail",)),
        c.WrapUp(own, "done"),
        c.CheckIdentity(own, "pin", Identity.PASSED),
        PromiseCallback(own, NOW + ahead),
        CompleteCallback(own, ahead > 0, NOW, NOW),
        c.Merge(own, "1004"),
        c.Link(own, "1005"),
        c.RequestClose(own),
    ]


FROM_OUTSIDE = (asked.ContactLeft, asked.RecordBreaches)
KINDS = len(command("1", 0, "", ""))


class Walk(RuleBasedStateMachine):
    """Six conversations, three agents, and a clock that only goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.now = NOW
        self.said: dict[str, int] = {}
        self.stood: dict[str, Conversation] = {}

    @initialize()
    def open_all(self) -> None:
        for own, channel in zip(IDS, CHANNELS, strict=True):
            self.perform(channel, asked.Open(an_incoming(channel, name=f"Contact {own}")))

    @rule(after=st.sampled_from(["100ms", "31s", "3m", "20m", "2h"]))
    def wait(self, after: str) -> None:
        self.now += ms(after)

    @rule(
        actor=st.sampled_from(AGENTS),
        own=st.sampled_from(IDS),
        which=st.integers(0, KINDS - 1),
        ahead=AHEAD,
        body=BODIES,
        colleague=st.sampled_from(AGENTS),
    )
    def do(self, actor: str, own: str, which: int, ahead: int, body: str, colleague: str) -> None:
        self.perform(actor, command(own, self.now - NOW + ahead, body, colleague)[which])

    @rule(actor=st.sampled_from(AGENTS), own=st.sampled_from(IDS))
    def claim(self, actor: str, own: str) -> None:
        """More often than chance would: most commands are for holders."""
        self.perform(actor, asked.Claim(own))

    @rule(own=st.sampled_from(IDS), body=BODIES)
    def hear(self, own: str, body: str) -> None:
        self.perform("chat", asked.Receive(own, body))

    @rule(own=st.sampled_from(IDS), kind=st.sampled_from(FROM_OUTSIDE))
    def happen(self, own: str, kind: type[Command]) -> None:
        self.perform("system", kind(own))

    @rule(own=st.sampled_from(IDS), body=BODIES)
    def answer(self, own: str, body: str) -> None:
        """The holder answers."""
        self.perform(self.desk.rows[own].assignee or "ana", asked.Reply(own, body))

    @rule(actor=st.sampled_from(AGENTS), own=st.sampled_from(IDS))
    def take_back(self, actor: str, own: str) -> None:
        self.perform(actor, Undo(own))

    def perform(self, actor: str, given: Command) -> None:
        decision = self.desk.ask(actor, given, self.now)
        assert decision == self.desk.ask(actor, given, self.now), "the same question has two answers"
        if isinstance(decision, Refusal):
            assert decision.words
            assert "Contact " not in (decision.on_record or decision.words), "a receipt would name a contact"
            return
        before = self.desk.rows
        self.follow(decision, actor)
        self.desk = self.desk.after(decision, actor, self.now)
        if isinstance(given, Undo) and decision:
            assert_put_back(self.stood[given.conversation_id], self.desk.rows[given.conversation_id])
        self.stood |= {own: before[own] for own in {subject(e) for e in decision} & set(before)}

    def follow(self, events: tuple[Event, ...], actor: str) -> None:
        """Each event alone: one revision more, and as many messages more as it has lines."""
        rows = dict(self.desk.rows)
        for event in events:
            assert isinstance(event, OfConversation)
            own = event.conversation_id
            was = rows.get(own)
            row = evolve(was, event, self.now, actor)
            assert row == evolve(was, event, self.now, actor)
            assert row.rev == (was.rev if was else 0) + 1
            said = lines(event, was or replace(row, messages=0), self.now, actor)
            self.said[own] = self.said.get(own, 0) + len(said)
            assert [line.k for line in said] == list(range(self.said[own] - len(said), self.said[own]))
            assert row.messages == self.said[own]
            rows[own] = row

    @invariant()
    def nobody_holds_more_than_they_may(self) -> None:
        chats = Counter(filter(None, map(chat_holder, self.desk.rows.values())))
        calls = Counter(filter(None, map(call_holder, self.desk.rows.values())))
        assert max(chats.values(), default=0) <= MAX_CHATS
        assert max(calls.values(), default=0) <= MAX_CALLS

    @invariant()
    def every_row_makes_sense(self) -> None:
        for row in self.desk.rows.values():
            assert_sense(row, self.now)


def subject(event: Event) -> str:
    return event.conversation_id if isinstance(event, OfConversation) else ""


def assert_put_back(stood: Conversation, row: Conversation) -> None:
    """What an undo has to bring back."""
    wanted = (stood.status, stood.assignee, stood.category, sorted(stood.tags))
    assert (row.status, row.assignee, row.category, sorted(row.tags)) == wanted


def assert_sense(row: Conversation, now: int) -> None:
    """What is true of a conversation wherever it stands."""
    live = row.status in (Status.ACTIVE, Status.ON_HOLD)
    assert not live or row.assignee in AGENTS, "live and in nobody's hands"
    assert row.status not in (Status.WAITING, Status.RINGING, Status.MISSED) or not row.assignee
    set_aside = row.follow_up_at is not None
    assert row.status is not Status.PENDING or row.waits_on is not WaitsOn.US or set_aside, "pending on ourselves"
    assert (row.status is Status.ON_HOLD) == (row.held_at is not None)
    assert not row.woken or row.status is Status.WAITING
    running = clocks(row, DEFAULT_LEVELS)
    assert [c.breach_at for c in running] == sorted(c.breach_at for c in running)
    assert all(c.nudge_at <= c.alarm_at <= c.breach_at < c.lead_at for c in running)
    ours = row.waits_on is not WaitsOn.CONTACT and row.status not in {*ENDED, Status.WRAP_UP}
    assert running or not ours or row.channel is Channel.PHONE, "owed by us, and no clock runs"
    assert place(row, DEFAULT_LEVELS) >= 0
    assert why(row, DEFAULT_LEVELS, now).endswith(".")
    assert (row.status in ENDED) <= (not running)


def walk(examples: int, steps: int, machine: type[Walk] = Walk, *, shrink: bool = True) -> None:
    """So many walks of so many steps each; a planted bug need not be made small, only be found."""
    phases = tuple(each for each in Phase if shrink or each is Phase.generate)
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    chosen = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=slow, phases=phases)
    run_state_machine_as_test(machine, settings=chosen)


def test_whatever_anybody_does_the_rows_make_sense(figure):
    walk(figure(30, 3_000), figure(50, 120))


def test_an_effect_that_forgets_the_turn_is_caught(monkeypatch):
    effect = EFFECTS[Replied]
    monkeypatch.setitem(
        EFFECTS, Replied, lambda c, e, at, who: replace(effect(c, e, at, who), owing_since=None, last_public_at=None)
    )
    with pytest.raises(AssertionError, match="no clock runs"):
        walk(200, 40, shrink=False)


def test_an_event_that_nobody_wrote_an_effect_for_is_caught(monkeypatch):
    monkeypatch.delitem(EFFECTS, Replied)
    with pytest.raises(KeyError):
        walk(200, 40, shrink=False)


class Unsteady(Walk):
    """Rules that read something else than their arguments."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.desk = Desk(decide=self.moody)

    def moody(self, view, command, context):
        self.asked += 1
        return decide(view, command, replace(context, now=context.now + self.asked))


def test_rules_with_moods_are_caught():
    with pytest.raises(AssertionError, match="two answers"):
        walk(200, 40, Unsteady, shrink=False)


def test_every_opening_begins_at_revision_one():
    desk = Desk().done("chat", asked.Open(an_incoming()))
    assert [row.rev for row in desk.rows.values()] == [1]
    assert Opened.type == "conversation.opened"
