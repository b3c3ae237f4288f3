"""The widgets and a form in German: no English word of ours is left on them, and nobody's own words are touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from agentconsole import tongue
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import Author, Channel, MessageKind, Status, WaitsOn
from agentconsole.tui import present
from agentconsole.tui.dialogs.call_questions import callback_made
from agentconsole.tui.dialogs.choices import default_choices
from agentconsole.tui.dialogs.form import LABEL, FormView
from agentconsole.tui.dialogs.question import Asking, Question
from agentconsole.tui.dialogs.questions import pend, snooze, transfer
from agentconsole.tui.dialogs.record_questions import identity, link, tags
from agentconsole.tui.dialogs.when import instant
from agentconsole.tui.dialogs.wrap_up_question import wrap_up
from agentconsole.tui.widgets.board_columns import Column, fitted
from agentconsole.tui.widgets.board_rows import CALLED_COLUMNS, LATE_COLUMNS, TEAM_COLUMNS, team_entry
from agentconsole.tui.widgets.composer_rule import ComposerRule, RuleView
from agentconsole.tui.widgets.queue_row import Layout, Mark, heading, row_lines
from agentconsole.tui.widgets.status_line import StatusLine
from agentconsole.tui.widgets.transcript_lines import message_lines
from agentconsole.workspace.board_views import OnPhone, TeamRow
from agentconsole.workspace.carried import Delivery
from tests.tui.rows import NOW, a_clock, a_line, a_row
from tests.tui.test_glances import a_status

ALIKE = {
    *("live", "ticket", "tickets", "chats", "chat", "agent", "name", "sys", "in", "an", "min", "ok", "team", "spam"),
    *("backup", "mail", "dns", "wordpress", "domains", "pin", "enter", "tab", "esc"),
}
"""Words of ours that are German as well."""
OWN = "Mara Kovač Kaputt dana Hallo Bo Lind Weber tickets support refund billing"
"""Words of people, queues and tags, the same in every language."""


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    tongue.speak("de")
    yield
    tongue.speak("en")


def english_in(draw: Callable[[], str]) -> set[str]:
    """Words that are drawn in English and still stand there in German."""
    tongue.speak("en")
    english = draw()
    tongue.speak("de")
    return words_of(english) & words_of(draw()) - words_of(OWN) - ALIKE


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text.casefold()))


def drawn(lines: object) -> str:
    assert isinstance(lines, list | tuple)
    return "\n".join("".join(run[0] for run in line) for line in lines)


def test_a_word_nobody_asked_for_or_translated_would_be_found():
    assert english_in(lambda: f"{tongue._('nobody here now')}, {tongue._('never heard of')} waiting") == {
        *("never", "heard", "of", "waiting")
    }


@pytest.mark.parametrize("kind", ClockKind)
@pytest.mark.parametrize("gone", [0, 200, 299, 301, 4_000, 2_000_000])
def test_a_queue_row_and_its_clock(kind: ClockKind, gone: int):
    row = a_row(1, a_clock(kind, gone=gone), contact_name="Mara", subject="Kaputt", unread=2)

    def draw() -> str:
        return drawn(row_lines(row, present.row_due(row, NOW), Mark(), 80, Layout.ONE_LINE))

    assert len(present.row_due(row, NOW).text) <= present.DUE_WIDTH
    assert english_in(draw) == set()


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("waits_on", WaitsOn)
@pytest.mark.parametrize("channel", Channel)
def test_every_state_fits_the_cell_of_the_clock(status: Status, waits_on: WaitsOn, channel: Channel):
    for state in (
        lambda: present.row_due(a_row(1, channel=channel, status=status, waits_on=waits_on), NOW).text,
        lambda: present.state_words(channel, status, waits_on),
    ):
        assert len(state()) <= present.DUE_WIDTH
        assert english_in(state) == set()


def a_talk(status: Status = Status.ACTIVE) -> Conversation:
    return Conversation("7", Channel.CHAT, status, "c1", "Mara Kovač", NOW, NOW)


def test_the_heading_of_the_queue():
    assert english_in(lambda: drawn((heading(120),))) == set()


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_status_line_keeps_what_matters(width: int):
    line = StatusLine()
    line._view, line._now = a_status(next_name="Mara"), NOW
    assert english_in(lambda: drawn(line.lay_out(width, 1))) == set()
    assert "VERFÜGBAR │ Chat 2/2 VOLL" in drawn(line.lay_out(width, 1))


def test_a_transcript_says_what_the_house_says_and_leaves_what_people_said():
    mine = {"author_kind": Author.AGENT, "is_own": True}
    lines = [
        a_line(2, "Hallo.", **mine, delivery=Delivery.SAVING),
        a_line(3, "Hallo.", **mine, delivery=Delivery.REFUSED, kind=MessageKind.UPDATE),
        a_line(4, "Hallo.", **mine, kind=MessageKind.NOTE),
        a_line(5, "Hallo.\n" * 500),
        a_line(6, "dana took it", kind=MessageKind.SYSTEM),
    ]
    for each in lines:
        assert english_in(lambda line=each: drawn(message_lines(line, 120, 0))) == set()
    assert "dana hat es übernommen" in drawn(message_lines(lines[-1], 120, 0))
    assert "dana took it" in drawn(message_lines(a_line(1, "dana took it"), 120, 0))


@pytest.mark.parametrize(("is_public", "name"), [(True, "Mara"), (False, "Mara"), (True, ""), (False, "")])
def test_the_rule_over_the_composer(is_public: bool, name: str):
    rule = ComposerRule()
    rule._view = RuleView(is_public, name)
    assert english_in(lambda: drawn(rule.lay_out(80, 1))) == set()


@pytest.mark.parametrize("columns", [CALLED_COLUMNS, LATE_COLUMNS, TEAM_COLUMNS])
def test_the_board_has_room_for_its_words(columns: tuple[Column, ...]):
    placed = fitted(columns, 190)
    assert all(len(columns[n].title) <= cells for n, cells in placed)
    assert english_in(lambda: " ".join(each.title for each in columns)) == set()


def test_a_row_of_the_board():
    row = TeamRow(Agent("dana", "Dana Weber"), 2, OnPhone.HOLD, 3, a_clock())
    assert english_in(lambda: " ".join(team_entry(row, NOW).cells)) == set()


@pytest.mark.parametrize("ask", [wrap_up, transfer, pend, snooze, callback_made, identity, link, tags])
def test_a_form(ask: Callable[[Asking], Question]):
    def draw(number: int = 0) -> str:
        question = ask(Asking(a_talk(), default_choices(), (Agent("bo", "Bo Lind"),), NOW, 0))
        question.form.go(number)
        assert all(len(each.label) <= LABEL for each in question.form.fields)
        shown = drawn(FormView(question.form).lay_out(76, 24))
        return shown + question.form.complaint if question.form.missing() else shown

    for number in range(len(ask(Asking(a_talk(), default_choices(), (), NOW, 0)).form.shown)):
        assert english_in(lambda at=number: draw(at)) == set()


def test_times_are_typed_in_either_language():
    assert instant("morgen 9:00", NOW, 0) == instant("tomorrow 9:00", NOW, 0)
    assert instant("2t", NOW, 0) == instant("2d", NOW, 0)
