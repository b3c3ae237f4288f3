"""What is typed at the prompt without quotation marks and without the names of options fills what it is meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentconsole.cli.commands.conversation import command as verbs
from agentconsole.cli.line_mode.filling import NotUnderstood
from agentconsole.cli.line_mode.typed import TO_MANY, Asked, Many, read
from agentconsole.tui.screens.acting.bulk import DONE
from tests.cli.line import a_desk
from tests.cli.prompts import a_script, answered, on_a_terminal


def about(*arguments: str, number: str = "7", wants_text: bool = False) -> Asked:
    noun, verb, *rest = arguments
    return Asked((noun, verb, number, *rest), number, wants_text)


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("B tomorrow 9:00", about("callback", "promise", "tomorrow 9:00")),
        ("callback promise 20m", about("callback", "promise", "20m")),
        ("w 1043 tomorrow 9:00", about("conversation", "snooze", "tomorrow 9:00", number="1043")),
        (
            '! other he said "no", it\'s urgent',
            about("conversation", "escalate", "other", 'he said "no", it\'s urgent'),
        ),
        ("! other he's angry --rung 2", about("conversation", "escalate", "other", "he's angry", "--rung", "2")),
        ("H what's the clause?", about("conversation", "ask-help", "--line", "what's the clause?")),
        ("p", about("conversation", "pend")),
        (
            "p others the registry answers",
            about("conversation", "pend", "--waits-on", "others", "--reason", "the registry answers"),
        ),
        ("t bo knows it", about("conversation", "transfer", "--to-agent", "bo", "--note", "knows it")),
        ("t --to-queue mail knows it", about("conversation", "transfer", "--to-queue", "mail", "--note", "knows it")),
        ("I the number on file passed", about("conversation", "identity", "the number on file", "passed")),
        ("F failed disk in x", about("conversation", "fault", "failed disk in x")),
        ("b 14:30 14:36 --reached", about("callback", "complete", "14:30", "14:36", "--reached")),
        ("break lunch at home", Asked(("presence", "set", "break", "--aux", "lunch at home"))),
        ("incident open Mail slow on host 12", Asked(("incident", "open", "Mail slow on host 12"))),
        ("incident update 1 Hello {{first}}, it's ok", Asked(("incident", "update", "1", "Hello {{first}}, it's ok"))),
        ("L 1032", about("conversation", "link", "1032")),
        ("L 1029 1032", about("conversation", "link", "1032", number="1029")),
        ("m 1", about("conversation", "link-incident", "1")),
        ("inform", about("conversation", "inform")),
        ("inform --knows", about("conversation", "inform", "--knows")),
        ("inform He --knows it", about("conversation", "inform", "--", "He --knows it")),
        ("P 20m We found it", about("conversation", "progress", "--promised-at", "20m", "--", "We found it")),
        ("P tomorrow 9:00", about("conversation", "progress", "--promised-at", "tomorrow 9:00", wants_text=True)),
        ("::closing", about("conversation", "reply", "--", "::closing")),
        ("reply -", about("conversation", "reply", wants_text=True)),
        ("agentconsole conversation reply 4502 Hello", about("conversation", "reply", "--", "Hello", number="4502")),
        ("offer accept 4502", about("offer", "accept", number="4502")),
        ("f 4502 bo", about("conversation", "offer", "bo", number="4502")),
        ("whisper decline 4502", about("whisper", "decline", number="4502")),
        ("whisper decline it kindly", about("conversation", "whisper", "--", "decline it kindly")),
        ("reply --help", Asked(("conversation", "reply", "--help"))),
    ],
)
def test_words_fill_what_they_are_meant_for(line: str, means: object):
    assert read(line, verbs, "7") == means


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("P We found it", "By when"),
        ("P 3 sites are back", "By when"),
        ("P", "By when"),
        ("H 'which clause", "missing its other half"),
        ("reply 1029,1032 hello", "one conversation at a time"),
    ],
)
def test_what_would_be_typed_in_vain_is_said_before(line: str, says: str):
    with pytest.raises(NotUnderstood, match=says):
        read(line, verbs, "7")


def test_several_numbers_are_a_line_for_each():
    each = tuple(about("conversation", "tag", "--add", "vip", number=number) for number in ("1029", "1032"))
    assert read("# 1029, #1032 vip", verbs, "7") == Many(each)


def test_what_is_done_to_many_is_what_is_done_to_the_marked_ones_and_can_be_taken_back():
    on_screens = {name.partition(".")[2].replace("_", "-") for name in DONE}
    assert on_screens - {"resolve-stay"} == TO_MANY - {"undo"}


def test_several_are_closed_by_one_line_and_what_is_refused_is_said(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    ran = a_script(desk, tmp_path, "claim 1001,1002", "resolve 1001,1003", "undo 1001,1003", "claim --help")
    told = ran.stdout
    for words in ("claim #1001: done", "claim #1002: done", "resolve #1001: done", "undo #1001: done"):
        assert words in told
    assert "#1003" in told
    assert ran.returncode == 1
    assert "Usage: conversation claim" in told
    assert "\u2500" not in told


def test_on_a_terminal_the_receipt_stands_in_front_of_the_next_prompt(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    with on_a_terminal(desk, tmp_path, (100, 40)) as terminal:
        answered(terminal, "note 1001 Asked")
        told = terminal.text().partition("dana> note 1001 Asked")[2]
    assert told.index("note #1001: done") < told.index("dana>")
