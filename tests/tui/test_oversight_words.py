"""What stands over the composer about leads: each thing in words, in its order, and nothing foreign as it came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.leads.oversight import (
    Escalation,
    EscalationReason,
    HelpCall,
    Offer,
    Oversight,
    Summary,
    Supervisor,
    Taken,
    Whisper,
)
from agentconsole.domain.terms import Channel, Mode, Status
from agentconsole.tui.oversight_words import Around, changes_at, is_locked, lead_words, told
from agentconsole.tui.widgets.oversight_strip import OversightStrip
from agentconsole.workspace.views import ConversationView
from tests.tui.hostile import BAD, fuzzed, payloads
from tests.tui.rows import MINUTE, NOW

NAMES = {"dana": "Dana", "mo": "Mo", "lea": "Lea"}


def around(seen: Oversight, me: str = "dana", bodies: dict[int, str] | None = None, **more: object) -> Around:
    it = Conversation("7", Channel.CHAT, Status.ACTIVE, "c", "Mara", NOW, NOW, assignee="dana", oversight=seen)
    view = ConversationView(it, "Dana", "", None, 1, 0, 0, me == "dana")
    return Around(view, me, NAMES, bodies or {}, **more)


def words(it: Around, now: int = NOW) -> list[str]:
    return [f"{each.sign} {each.words}" for each in told(it, lambda command: f"<{command}>", now, 0)]


def hand(**more: object) -> Escalation:
    return replace(Escalation(EscalationReason.LEGAL, "a lawyer", "dana", NOW, "lead", NOW), **more)


def test_a_raised_hand_says_since_when_and_who_answered():
    raised = Oversight(escalation=hand())
    assert "nobody has answered yet" in words(around(raised), NOW + 3 * MINUTE)[0]
    assert "called 3m ago" in words(around(raised), NOW + 3 * MINUTE)[0]
    answered = Oversight(escalation=hand(acknowledged_by="mo", acknowledged_at=NOW))
    assert words(around(answered))[0].startswith("LEAD Mo is on it")
    assert lead_words(answered, NOW) == "a lead is on it"
    assert lead_words(raised, NOW + 3 * MINUTE) == "lead called 3m"
    assert lead_words(Oversight(), NOW) == ""


def test_a_reader_is_named_from_the_moment_the_team_allows():
    later = Oversight(supervisors=(Supervisor("mo", Mode.READING, NOW, NOW + MINUTE),))
    assert words(around(later)) == []
    assert words(around(later), NOW + MINUTE) == ["READING Mo is reading along"]
    assert changes_at(around(later), NOW) == NOW + MINUTE


def test_whoever_has_joined_is_told_apart_from_whoever_reads():
    both = Oversight(supervisors=(Supervisor("mo", Mode.JOINED, NOW, NOW), Supervisor("lea", Mode.READING, NOW, NOW)))
    assert words(around(both)) == ["READING Lea is reading along", "JOINED Mo is speaking here, in public"]


def test_one_who_reads_along_is_locked_and_one_who_joined_is_not():
    reading = Oversight(supervisors=(Supervisor("mo", Mode.READING, NOW, NOW),))
    joined = Oversight(supervisors=(Supervisor("mo", Mode.JOINED, NOW, NOW),))
    assert is_locked(around(reading, "mo").view, "mo")
    assert not is_locked(around(joined, "mo").view, "mo")
    assert not is_locked(around(reading).view, "dana")


def test_a_summary_locks_its_reader_and_not_its_author():
    given = Oversight(summary=Summary("mo", NOW, 4))
    assert is_locked(around(given).view, "dana")
    assert words(around(given, bodies={4: "refund agreed"}))[0] == "SUMMARY by Mo: refund agreed"
    assert not is_locked(around(Oversight(summary=Summary("dana", NOW, 4))).view, "dana")


def test_a_whisper_is_for_its_agent_alone():
    said = Oversight(whisper=Whisper("mo", "dana", NOW, 4))
    assert "to you alone: be kind" in words(around(said, bodies={4: "be kind"}))[0]
    assert words(around(said, "lea", {4: "be kind"})) == []


def test_an_offer_counts_down_by_the_second_and_then_is_gone():
    asked = Oversight(offer=Offer("lea", "mo", NOW, NOW + 45_000, "dana"))
    assert words(around(asked), NOW + 4_000) == ["OFFER 0:41 for Lea to take it, asked by Mo"]
    assert changes_at(around(asked), NOW) == NOW + 1_000
    assert words(around(asked), NOW + 45_000) == []


def everything(text: str) -> Around:
    seen = Oversight(
        escalation=hand(line=text, acknowledged_by=text, acknowledged_at=NOW),
        help=HelpCall(text, text, NOW),
        supervisors=(Supervisor(text, Mode.JOINED, NOW, NOW),),
        taken=Taken(text, "dana", NOW),
        summary=Summary(text, NOW, 5),
        whisper=Whisper(text, "dana", NOW, 4),
    )
    return around(seen, bodies={4: text, 5: text}, has_unsent=True)


class Held(App[None]):
    def compose(self) -> ComposeResult:
        yield OversightStrip(lambda command: command)


async def test_what_has_to_be_read_first_is_said_whole_in_a_narrow_pane():
    given = around(Oversight(summary=Summary("mo", NOW, 4)), bodies={4: "refund agreed"})
    async with Held().run_test(size=(67, 20)) as pilot:
        strip = pilot.app.query_one(OversightStrip)
        strip.show(given, NOW)
        drawn = " ".join("".join(part for part, _ in line).strip() for line in strip._rows)
        assert drawn.endswith("I have read it. Until then nothing can be written here.")


@pytest.mark.parametrize("width", [40, 74])
async def test_hostile_words_never_leave_their_cells(width):
    async with Held().run_test(size=(width, 20)) as pilot:
        strip = pilot.app.query_one(OversightStrip)
        for text in (*payloads().values(), *fuzzed()):
            strip.show(everything(text), NOW)
            drawn = ["".join(part for part, _ in line) for line in strip._rows]
            assert len(drawn) <= 9
            assert not set("".join(drawn)) & set(BAD)
            assert all(cell_len(row) <= width for row in drawn)
