"""The console in lines: whatever the screens can do can be typed, and what happens is told, one line an event."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agentconsole.cli.commands.conversation import command as verbs
from agentconsole.cli.line_mode.typed import LETTERS, OWN_WORDS, WORDS, Asked, NotUnderstood, Own, read
from agentconsole.domain.commands import Open, Receive
from agentconsole.tui.commands import BY_ID
from tests.cli.line import a_desk, incoming, submitting


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("", None),
        ("queue", Own("queue")),
        ("q", Own("queue")),
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
    for letter, word in LETTERS.items():
        assert word in verbs.commands or word in OWN_WORDS | WORDS.keys(), letter
        key = {"#": "number_sign", "/": "slash", "?": "question_mark", "!": "exclamation_mark"}.get(letter, letter)
        assert any(key in command.keys for command in BY_ID.values()), letter


class Prompt:
    """A console in lines, in a process of its own."""

    def __init__(self, store: Path, home: Path, *options: str, term: str = "dumb") -> None:
        told = {**os.environ, "HOME": str(home), "TERM": term, "PYTHONUNBUFFERED": "1"}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            told.pop(name, None)
        program = [sys.executable, "-m", "agentconsole", "--store", str(store), "--as", "dana", *options]
        self._log = home / "out"
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=out, stderr=out, env=told)
        self._read = 0

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def hears(self, words: str, seconds: float = 20) -> str:
        """Waits for the words behind everything heard before; the lines up to them."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            told = self._log.read_text("utf-8")[self._read :]
            at = told.find(words)
            if at >= 0:
                self._read += at + len(words)
                return told[: at + len(words)]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"{words!r} was not said:\n{self._log.read_text('utf-8')}")

    def leave(self) -> int:
        self.type("quit")
        return self.process.wait(20)


@pytest.fixture
def desk(tmp_path: Path):
    return a_desk(tmp_path / "store.db")


def test_a_shift_can_be_worked_at_the_prompt(desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.hears("Dana, offline. ? helps")
    prompt.type("available")
    prompt.hears("set: done, receipt #")
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
    prompt.type("resolve")
    prompt.hears("resolve #1002: done")
    prompt.type("wrap-up solved --category mail")
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
    assert prompt.process.wait(20) == 0
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
        ("agent add zoe", "leave the prompt"),
        ("fly 1002", "No such command"),
        ("claim 9999", "There is no conversation #9999"),
        ("open 9999", "There is no conversation #9999"),
        ("why 1002", "stands behind it"),
    ):
        prompt.type(line)
        prompt.hears(answer)
    assert prompt.leave() == 0
