"""The console in lines: whatever the screens can do can be typed, and what happens is told, one line an event."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.cli.commands.conversation import command as verbs
from agentconsole.cli.line_mode.manners import help_lines
from agentconsole.cli.line_mode.short import LETTERS
from agentconsole.cli.line_mode.typed import OWN_WORDS, WORDS, Asked, NotUnderstood, Own, read
from agentconsole.domain.commands import Open, Receive
from agentconsole.domain.words.counting import counted
from agentconsole.tui.commands import BY_ID
from tests.cli.line import Desk, a_desk, incoming, submitting
from tests.cli.prompts import Prompt, a_script, answered, on_a_terminal


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("", None),
        ("queue", Own("queue")),
        ("q", Own("queue")),
        ("0", Asked(("conversation", "no-answer", "7"), "7")),
        ("0 1043", Asked(("conversation", "no-answer", "1043"), "1043")),
        ("#0", Own("open", "0")),
        ("open #1043", Own("open", "#1043")),
        ("claim 1043", Asked(("conversation", "claim", "1043"), "1043")),
        ("a #1043", Asked(("conversation", "claim", "1043"), "1043")),
        ("resolve", Asked(("conversation", "resolve", "7"), "7")),
        ('> I\'m on it, "now"', Asked(("conversation", "reply", "7", "--", 'I\'m on it, "now"'), "7")),
        ("reply 1043 It's done", Asked(("conversation", "reply", "1043", "--", "It's done"), "1043")),
        ("reply --help me", Asked(("conversation", "reply", "7", "--", "--help me"), "7")),
        ("reply", Asked(("conversation", "reply", "7"), "7", wants_text=True)),
        ("acknowledge", Asked(("conversation", "acknowledge", "7"), "7")),
        (
            'progress Found it --promised-at "tomorrow 9:00"',
            Asked(("conversation", "progress", "7", "--promised-at", "tomorrow 9:00", "--", "Found it"), "7"),
        ),
        ("wrap-up solved --category dns", Asked(("conversation", "wrap-up", "7", "solved", "--category", "dns"), "7")),
        ("snooze 1043 'tomorrow 9:00'", Asked(("conversation", "snooze", "1043", "tomorrow 9:00"), "1043")),
        ("available", Asked(("presence", "set", "available"))),
        ("receipts --limit 3", Asked(("receipts", "--limit", "3"))),
    ],
)
def test_a_line_means_what_the_screens_and_the_commands_mean_by_it(line: str, means: object):
    assert read(line, verbs, "7") == means


@pytest.mark.parametrize("line", ["resolve", "> hello", "tag --add 'x"])
def test_what_cannot_be_meant_is_said(line: str):
    with pytest.raises(NotUnderstood):
        read(line, verbs, "")


def test_every_letter_leads_to_a_verb_or_a_word_and_is_the_screens_letter():
    named = {"#": "number_sign", "/": "slash", "?": "question_mark", "!": "exclamation_mark", "=": "equals_sign"}
    named |= {"-": "minus", "[": "left_square_bracket", "]": "right_square_bracket", ":": "colon"}
    for letter, words in LETTERS.items():
        assert words.split()[0] in verbs.commands.keys() | OWN_WORDS | WORDS.keys(), letter
        key = named.get(letter, letter)
        assert any(key in command.keys for command in BY_ID.values()), letter


def test_the_help_says_what_each_letter_means():
    told = "\n".join(help_lines(80))
    for means in ("a claim,", "0 no-answer,", "e E resolve,", "f2 chat 1,", "x offer decline,", "g alone lists them"):
        assert means in told
    assert ", no-answer," in told


@pytest.fixture
def desk(tmp_path: Path):
    return a_desk(tmp_path / "store.db")


def test_a_shift_can_be_worked_at_the_prompt(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("Dana, offline. ? helps")
    prompt.type("available")
    prompt.hears("presence set available: done, receipt #")
    prompt.type("next")
    prompt.hears("claim #1002: done, receipt #")
    prompt.hears("is yours")
    prompt.type("> I'm looking into it --now")
    prompt.hears("reply #1002: done, receipt #")
    with submitting(desk.store) as submit:
        submit("chat", Receive("1002", "And the other\x1b[2J domain?\u202e", "m-2"))
    told = prompt.hears("domain?")
    assert "#1002 Mara x2: And the other" in told
    prompt.type("note")
    prompt.hears("INTERNAL")
    for line in ("Two lines", "for the team", "."):
        prompt.type(line)
    prompt.hears("note #1002: done, receipt #")
    prompt.type("a 1005")
    prompt.hears("claim #1005: done")
    prompt.type("resolve 1002")
    prompt.hears("resolve #1002: done")
    prompt.hears("#1002 Mara x2: how did it end?")
    prompt.type("wrap-up 1002 solved --category mail")
    prompt.hears("wrap up #1002: done")
    prompt.hears("is not yours any more: closed")
    assert prompt.leave() == 0
    raw = (tmp_path / "out").read_bytes()
    assert b"\x1b" not in raw
    assert "\u202e".encode() not in raw
    shown = desk.done("conversation", "show", "1002")
    assert [m["body"] for m in shown["messages"] if m["author_kind"] == "agent"] == [
        "I'm looking into it --now",
        "Two lines\nfor the team",
    ]


def test_a_refusal_keeps_the_words_and_an_end_of_input_keeps_the_draft(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, "--plain", term="xterm-256color")
    prompt.hears("? helps")
    prompt.type("reply 1002 Hello there")
    prompt.hears("Your words are kept as a draft.")
    prompt.type("claim 1003")
    prompt.hears("claim #1003: done")
    prompt.type("reply 1003")
    prompt.type("half a")
    prompt.type("message")
    assert prompt.process.stdin is not None
    prompt.process.stdin.close()
    assert prompt.process.wait(60) == 1
    again = Prompt(desk.store, tmp_path)
    again.hears("? helps")
    again.type("reply 1003")
    again.hears('Your draft: "half a\nmessage"')
    again.type(".")
    again.hears("reply #1003: done")
    again.type("claim 1002")
    again.type("reply 1002")
    again.hears('Your draft: "Hello there"')
    again.type("~")
    again.hears("Nothing was sent.")
    assert again.leave() == 0


def test_events_wait_for_enter_where_they_were_asked_to(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("? helps")
    prompt.type("next")
    prompt.hears("claim #1002: done")
    prompt.type("hush")
    prompt.hears("wait until you press Enter")
    with submitting(desk.store) as submit:
        submit("chat", Receive("1002", "are you there?", "m-3"))
    time.sleep(0.5)
    assert "are you there?" not in (tmp_path / "out").read_text("utf-8")
    prompt.type("")
    prompt.hears("are you there?")
    assert prompt.leave() == 0


def test_a_ringing_phone_is_told_at_once(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("the phone rings: Mara x5, #1005. a 1005 answers.")
    with submitting(desk.store) as submit:
        submit("phone", Open(incoming("x9", "phone")))
    prompt.type("a 1005")
    prompt.hears("claim #1005: done")
    assert prompt.leave() == 0


def test_commands_that_want_a_shell_of_their_own_and_nonsense_are_sentences(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("? helps")
    for line, answer in (
        ("serve", "wants a shell of its own"),
        ("export", "leave the prompt"),
        ("agent add zoe", "Only a team lead"),
        ("fly 1002", "fly is no word of the prompt"),
        ("canned save x -", "A dash reads from a pipe"),
        ("incident", "incident and one of these: change, list"),
        ("reply --help", "Example: `reply 4502 The record is in place"),
        ("progress --help", "Example: `progress 4502 The backup is found. --promised-at 16:30`"),
        ("snooze --help", "Example: `snooze 4502 'tomorrow 9:00'`"),
        ("agent list --help", "Example: `agent list --json`"),
        ("resolve 1002 --fast", "See `conversation resolve --help`."),
        ("claim 9999", "There is no conversation #9999"),
        ("open 9999", "There is no conversation #9999"),
        ("why 1002", "stands behind it"),
    ):
        prompt.type(line)
        prompt.hears(answer)
    assert prompt.leave() == 2


def test_a_line_is_judged_by_what_stands_after_the_lines_before_it(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("? helps")
    with closing(sqlite3.connect(desk.store, isolation_level=None)) as somebody:
        # Until this writer is done the claim is on its way, and all lines are there.
        somebody.execute("BEGIN IMMEDIATE")
        for line in ("open 1001", "claim", "> hello", "resolve", "next", "> and you", "quit"):
            prompt.type(line)
        prompt.hears("#1001 Mara x1:")
        time.sleep(0.5)
        somebody.execute("ROLLBACK")
    for done in ("claim #1001", "reply #1001", "resolve #1001", "claim #1002", "reply #1002"):
        prompt.hears(f"{done}: done, receipt #")
    prompt.hears("With you right now: Mara x2; they stay yours, drafts are saved.\n")
    assert prompt.process.wait(60) == 0
    assert (spoken_in(desk, "1001"), spoken_in(desk, "1002")) == (["hello"], ["and you"])


def test_a_line_that_waited_in_vain_says_for_what_and_keeps_its_words(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("? helps")
    with closing(sqlite3.connect(desk.store, isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        prompt.type("claim 1001")
        prompt.type("reply 1001 hello")
        prompt.hears("Still on its way, kept and not lost: claim #1001.")
        prompt.hears("Your words are kept as a draft.")
        somebody.execute("ROLLBACK")
    prompt.hears("claim #1001: done")
    prompt.type("reply 1001")
    prompt.hears('Your draft: "hello"')
    prompt.type(".")
    prompt.hears("reply #1001: done")
    assert prompt.leave() == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["claim 1001"], 0),
        (["frobnicate", "claim 1001"], 2),
        (["resolve 1001", "frobnicate"], 1),
        (["open 9999"], 1),
        (["resolve"], 2),
        (["serve"], 2),
        (["search"], 2),
    ],
)
def test_a_script_ends_with_the_code_of_the_first_line_that_failed(desk, tmp_path: Path, lines: list[str], code: int):
    ran = a_script(desk, tmp_path, *lines)
    assert ran.returncode == code, ran.stdout


def test_somebody_at_a_keyboard_is_told_who_is_with_them_before_they_leave(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("? helps")
    prompt.type("frobnicate")
    prompt.type("next")
    prompt.hears("claim #1002: done")
    for _ in range(2):
        prompt.type("quit")
        prompt.hears("With you right now: Mara x2; they stay yours, drafts are saved. quit again leaves.")
        prompt.type("who")
        prompt.hears("Lea (lea), lead")
    prompt.type("quit")
    prompt.hears("quit again leaves.")
    assert prompt.leave() == 0


@pytest.mark.parametrize(("width", "lines"), [(60, 10), (80, 10), (100, 10), (140, 5)])
def test_the_help_has_two_columns_only_where_two_fit(width: int, lines: int):
    shown = help_lines(width)
    first = next(at for at, line in enumerate(shown) if line.startswith("claim, release"))
    assert first == lines
    assert max(map(len, shown[:first])) <= max(width, 68)


@pytest.mark.parametrize("width", [72, 80, 100])
def test_on_a_terminal_lines_break_between_words(desk, tmp_path: Path, width: int):
    with on_a_terminal(desk, tmp_path, (width, 50)) as terminal:
        answered(terminal, "?")
        told = terminal.raw.decode().split("\r\n")
    assert max(map(len, told)) <= width
    help_ = " ".join(" ".join(told).split())
    assert help_.endswith(" ".join("\n".join(help_lines(width)).split()) + " dana>")


def test_on_a_terminal_a_complaint_breaks_between_words_too(desk, tmp_path: Path):
    with on_a_terminal(desk, tmp_path, (60, 30)) as terminal:
        answered(terminal, "help zzzz")
        rows = terminal.text()
    told = rows[rows.index("The manual says") :].partition("its pages.")[0] + "its pages."
    assert len(told.splitlines()) > 1
    assert "The manual says nothing about 'zzzz'; `agentconsole help` lists its pages." in " ".join(told.split())


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 agents"), (1, "1 agent"), (2, "2 agents"), (2_000, "2,000 agents")]
)
def test_one_is_told_in_the_singular(count: int, words: str):
    assert counted(count, "agent") == words


def spoken_in(desk: Desk, conversation_id: str) -> list[str]:
    """What agents wrote there."""
    shown = desk.done("conversation", "show", conversation_id)
    return [m["body"] for m in shown["messages"] if m["author_kind"] == "agent"]


def test_in_german_the_prompt_speaks_german_and_leaves_words_of_contacts_alone(desk, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("AGENTCONSOLE_DISPLAY__LANGUAGE", "de")
    told = a_script(desk, tmp_path, "queue", "open 4711", "due").stdout
    assert "? hilft, quit beendet." in told
    assert "Es gibt kein Gespräch #4711." in told


def test_a_typed_line_whose_end_the_terminal_left_off_is_not_taken(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("Dana, offline. ? helps")
    prompt.type("claim 1002")
    prompt.hears("claim #1002: done")
    prompt.type("reply 1002")
    prompt.hears("PUBLIC")
    prompt.type("the first line")
    prompt.type("word " * 1_000)
    prompt.hears("A terminal takes 4,095 bytes a line and loses the rest: this one was not taken.")
    prompt.type(".")
    prompt.hears("reply #1002: done")
    prompt.type("quit")
    prompt.hears("quit again leaves.")
    assert prompt.leave() == 0
    shown = desk.done("conversation", "show", "1002")
    assert shown["messages"][-1]["body"] == "the first line"
