"""The questions behind the keys: times as agents type them, forms, and the commands the answers mean."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from agentconsole.domain import commands as ask
from agentconsole.domain.calls.commands import LogCall, PromiseCallback
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.owing import FollowUp
from agentconsole.domain.promises.service_levels import DAY, MINUTE
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.terms import Channel, WaitsOn
from agentconsole.tui.dialogs import call_questions, lead_questions, question, questions, record_questions
from agentconsole.tui.dialogs.choices import DEFAULT_CHOICES
from agentconsole.tui.dialogs.fields import Choice, Form, Line
from agentconsole.tui.dialogs.form import FormView
from agentconsole.tui.dialogs.incident_questions import open_incident
from agentconsole.tui.dialogs.when import NotATime, instant, past_instant
from agentconsole.tui.dialogs.wrap_up_question import wrap_up
from tests.support.fake_authority import TEAM
from tests.support.fake_door import FakeDoor

NOON = 1_790_000_000_000 // DAY * DAY + 12 * 60 * MINUTE
HOUR = 60 * MINUTE
EAST = 2 * HOUR


def asking(channel: str = "ticket") -> question.Asking:
    door = FakeDoor()
    number = door.arrives(channel, "Mara Kovač", "mail bounces")
    it = door.conversation(number).conversation
    return question.Asking(it, DEFAULT_CHOICES, TEAM, NOON, EAST)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("20m", NOON + 20 * MINUTE),
        ("20", NOON + 20 * MINUTE),
        ("2h", NOON + 2 * HOUR),
        ("in 1h 30", NOON + 90 * MINUTE),
        ("1d", NOON + DAY),
        ("14:30", NOON + 30 * MINUTE),
        ("13:00", NOON - HOUR + DAY),
        ("tomorrow 9:00", NOON + DAY - 5 * HOUR),
        ("tomorrow 9", NOON + DAY - 5 * HOUR),
        ("Tomorrow", NOON + DAY - 5 * HOUR),
    ],
)
def test_times_are_read_as_agents_type_them_two_hours_east(words: str, at: int) -> None:
    assert instant(words, NOON, EAST) == at


@pytest.mark.parametrize("words", ["", "soon", "25:00", "12:61", "2026-13-40 9:00", "m", "-5m"])
def test_what_is_no_time_is_said_so(words: str) -> None:
    with pytest.raises(NotATime):
        instant(words, NOON, EAST)


def test_a_span_in_the_past_counts_back_and_a_later_hour_was_yesterday() -> None:
    assert past_instant("5m", NOON, EAST) == NOON - 5 * MINUTE
    assert past_instant("13:00", NOON, EAST) == NOON - HOUR
    assert past_instant("15:00", NOON, EAST) == NOON + HOUR - DAY


def test_a_form_stands_on_what_is_missing_and_keeps_what_was_typed() -> None:
    form = Form("t", (Line("a", "A"), Line("b", "B", needed=True)))
    for character in "first":
        form.type(character)
    assert form.missing()
    assert form.active.name == "b"
    assert form.answers["a"] == "first"


def test_a_field_that_does_not_matter_is_skipped() -> None:
    form = wrap_up(asking("chat")).form
    names = [form.fields[n].name for n in form.shown]
    assert names == ["disposition", "category", "fault", "identity", "note", "article"]
    form.answers["fault"] = "yes"
    assert "cause" in [form.fields[n].name for n in form.shown]


def test_a_digit_picks_and_arrows_move() -> None:
    form = wrap_up(asking("chat")).form
    form.type("2")
    assert form.answers["disposition"] == "solved_by_contact"
    form.move(1)
    assert form.answers["disposition"] == "explained"
    form.type("z")
    assert form.answers["disposition"] == "explained"
    assert "please choose with 1 to" in form.complaint, "no letter is swallowed without a word"
    form.type("1")
    assert not form.complaint


def answered(question: question.Question, **answers: str) -> tuple[ask.Command, ...]:
    return question.commands({**question.form.answers, **answers})


def test_each_question_means_its_command() -> None:
    about = asking()
    own = about.about.id
    meant = {
        questions.transfer: ({"to": "agent bo"}, ask.Transfer(own, to_agent="bo")),
        questions.pend: ({"on": "others", "reason": "registry"}, ask.Pend(own, WaitsOn.OTHERS, "registry")),
        questions.snooze: ({"until": "2h"}, ask.Snooze(own, NOON + 2 * HOUR)),
        questions.progress: (
            {"body": "half way", "by": "30m"},
            ask.ReportProgress(own, "half way", NOON + 30 * MINUTE),
        ),
        call_questions.promise: ({"at": "20m"}, PromiseCallback(own, NOON + 20 * MINUTE)),
        record_questions.link: ({"other": "#77", "kind": "merge"}, ask.Merge(own, "77")),
        record_questions.category: ({"category": "mail"}, ask.Categorise(own, "mail")),
        record_questions.tags: ({"tags": "refund, -billing"}, ask.Tag(own, ("refund",), ("billing",))),
        record_questions.fault: ({"cause": "we"}, ask.AdmitFault(own, "we")),
        record_questions.identity: (
            {"result": "failed", "why": "wrong pin"},
            ask.CheckIdentity(own, "security questions", Identity.FAILED, "wrong pin"),
        ),
    }
    for ask_it, (answers, command) in meant.items():
        assert answered(ask_it(about), **answers) == (command,)


def test_a_queue_can_be_transferred_to() -> None:
    about = asking()
    assert answered(questions.transfer(about), to="queue support") == (
        ask.Transfer(about.about.id, to_queue="support"),
    )


def test_a_logged_call_never_ends_in_the_future() -> None:
    question = call_questions.log_call(NOON, EAST)
    (call,) = answered(question, name="Ruth", began="2m", minutes="10")
    assert isinstance(call, LogCall)
    assert (call.started_at, call.ended_at) == (NOON - 2 * MINUTE, NOON)


def test_callbacks_are_asked_about_on_the_phone_only() -> None:
    assert "callback.promise" in questions.by_command(Channel.PHONE)
    assert "callback.promise" not in questions.by_command(Channel.CHAT)


def test_a_proposal_longer_than_its_field_is_read_from_its_beginning() -> None:
    assert Form("t", (Line("body", "B", "x" * 80),)).text.cursor == 0
    assert Form("t", (Line("body", "B", "short"),)).text.cursor == 5


def test_an_acknowledgement_calls_the_contact_by_the_first_name_and_nobody_by_none() -> None:
    for name, hello in (("Dr. Mara Kovač", "Hello Mara, we"), ("", "Hello, we")):
        about = asking()
        nameless = replace(about, about=replace(about.about, contact_name=name))
        (command,) = answered(questions.acknowledge(nameless))
        assert command.body.startswith(hello)


def test_what_has_been_is_asked_for_with_examples_that_have_been():
    began = next(each for each in open_incident("1", "mail", NOON, EAST).form.fields if each.name == "began")
    for words in ("soon", "25:00"):
        told = began.check(words)
        assert "20m, 2h, 13:40" in told
        assert "tomorrow" not in told


def test_every_line_of_a_call_that_is_written_down_says_what_goes_in():
    fields = call_questions.log_call(NOON, EAST).form.fields
    assert all(each.hint or each.value for each in fields if isinstance(each, Line))


def test_only_an_ending_that_promises_something_asks_by_when() -> None:
    every = product(("chat", "ticket", "phone"), ("callback", "ticket_opened"))
    for channel, ending in set(every) - {("ticket", "ticket_opened")}:
        form = wrap_up(asking(channel)).form
        form.answers["disposition"] = "solved"
        before = [form.fields[n].name for n in form.shown]
        form.answers["disposition"] = ending
        assert [form.fields[n].name for n in form.shown] == ["disposition", "by", *before[1:]]
        assert form.missing()
        assert form.active.name == "by"


def test_what_keeps_the_promise_goes_before_the_wrap_up_and_a_ticket_is_set_aside_instead() -> None:
    chat, ticket, call = asking("chat"), asking("ticket"), asking("phone")
    at = NOON + 20 * MINUTE
    answers = {"disposition": "callback", "by": "20m", "note": "on the mobile"}
    assert answered(wrap_up(chat), **answers) == (
        FollowUp(chat.about.id, at, "callback promised; on the mobile", "callback promised"),
        ask.WrapUp(chat.about.id, "callback", "", "on the mobile", owes=True),
    )
    assert answered(wrap_up(call), **answers) == (
        PromiseCallback(call.about.id, at),
        ask.WrapUp(call.about.id, "callback", "", "on the mobile", owes=True),
    )
    in_a_ticket = answers | {"disposition": "ticket_opened"}
    assert answered(wrap_up(call), **in_a_ticket)[0] == FollowUp(
        call.about.id, at, "goes on in a ticket; on the mobile", "goes on in a ticket"
    )
    assert answered(wrap_up(ticket), **answers, category="dns") == (
        ask.Categorise(ticket.about.id, "dns"),
        ask.Snooze(ticket.about.id, at, "callback promised; on the mobile"),
    )


def test_a_ticket_is_not_offered_to_go_on_in_a_ticket() -> None:
    def offered(channel: str) -> list[str]:
        ended = wrap_up(asking(channel)).form.fields[0]
        assert isinstance(ended, Choice)
        return [each.value for each in ended.options]

    assert "ticket_opened" in offered("chat")
    assert offered("ticket") == [each for each in offered("chat") if each != "ticket_opened"]


def test_a_promise_that_is_on_record_already_is_not_asked_for_again() -> None:
    call = asking("phone")
    promised = replace(call, about=replace(call.about, callback_at=NOON + HOUR))
    form = wrap_up(promised).form
    form.answers["disposition"] = "callback"
    assert not form.missing()
    assert answered(wrap_up(promised), disposition="callback") == (
        ask.WrapUp(call.about.id, "callback", "", "", owes=True),
    )


def test_a_callback_keeps_no_ending_that_goes_on_in_a_ticket_and_a_link_none_that_promises_a_call() -> None:
    call = asking("phone")
    promised = replace(call, about=replace(call.about, callback_at=NOON + HOUR))
    linked = replace(call, about=replace(call.about, links=("2",)))
    for about, ending in ((promised, "ticket_opened"), (linked, "callback")):
        form = wrap_up(about).form
        form.answers["disposition"] = ending
        assert form.missing()
        assert form.active.name == "by"


def test_whoever_is_not_on_shift_is_marked_and_comes_behind_the_queue_when_it_is_handed_back():
    def choices(presence: Presence) -> tuple[list[str], str]:
        former = replace(TEAM[1], presence=presence)
        whom = lead_questions.hand_back(asking(), former).form.fields[1]
        assert isinstance(whom, Choice)
        return [each.words for each in whom.options], whom.value

    name = TEAM[1].short_name
    assert choices(Presence.AVAILABLE) == ([name, "the queue"], "agent")
    assert choices(Presence.BREAK) == ([f"{name} (break)", "the queue"], "agent")
    assert choices(Presence.OFFLINE) == (["the queue", f"{name} (not on shift)"], "queue")


def test_a_time_says_what_it_means_while_it_is_typed_and_that_a_past_one_is_tomorrow() -> None:
    line = question.time_line(asking(), "by", "By when")
    assert [line.means(each) for each in ("14:30", "13:00", "20m", "2026-13", "")] == [
        "= 14:30, in 30 min",
        "= tomorrow 13:00, in 23 h",
        "= 14:20, in 20 min",
        "",
        "",
    ]
    view = FormView(Form("Wrap up", (line,)))
    for character in "13:00":
        view.form.type(character)
    shown = "\n".join("".join(words for words, _ in each) for each in view.lay_out(80, view.wanted(80)))
    assert "By when = tomorrow 13:00, in 23 h" in shown
