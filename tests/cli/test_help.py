"""`agentconsole help` and the prompt's `help TOPIC`: the manual's pages, with the reader's keys."""

from __future__ import annotations

from pathlib import Path

from agentconsole.help import pages
from tests.cli.line import Desk, run


def test_without_a_topic_every_page_is_listed():
    out = run("help").out
    for name in pages.PAGES:
        assert f"  {name} " in out


def test_a_page_is_shown_by_its_name_and_with_the_agents_own_keys(home: Path):
    (home / "config" / "agentconsole").mkdir(parents=True)
    (home / "config" / "agentconsole" / "config.toml").write_text('[keymap]\n"reminder.update" = "f11"\n')
    out = run("help", "chats").out
    assert out.startswith(" CHATS")
    assert "F11 proposes" in out
    assert "F5" not in out


def test_words_that_name_no_page_show_what_is_said_about_them():
    ran = run("help", "third", "update")
    assert ran.code == 0
    assert "asks what blocks" in ran.out


def test_words_the_manual_does_not_hold_are_a_plain_sentence():
    ran = run("help", "zzzz")
    assert (ran.code, ran.out) == (2, "")
    assert "says nothing about 'zzzz'" in ran.err


def test_the_name_of_a_key_shows_its_line_first():
    assert run("help", "0").out.strip().startswith("0  Needs no answer: Their last words need none")
    assert run("help", "a").out.strip().startswith("a  Assign to me")


def test_words_that_stand_side_by_side_come_first():
    assert "their last words, thanks or a nod, need no answer" in " ".join(run("help", "no", "answer").out.split())


def test_json_is_one_document():
    document = run("help", "phone", "--json").document
    assert document["topic"] == "phone"
    assert "PHONE" in document["text"]


def test_the_prompt_shows_a_page_and_its_own_help_without_one(desk: Desk):
    ran = desk.run("--plain", stdin=b"help phone\nhelp\nquit\n")
    assert ran.code == 0
    assert ran.out.index("PHONE") < ran.out.index("These letters of the screens work")
