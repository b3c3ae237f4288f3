"""The prompt and the wrong conversation: what is taken is open, and nobody waiting is sent away by one letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from agentconsole.domain.commands import Receive
from tests.cli.line import Desk, a_desk, submitting
from tests.cli.prompts import Prompt, a_script


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "store.db")


def status_of(desk: Desk, conversation_id: str) -> str:
    return desk.done("conversation", "show", conversation_id)["status"]


def test_what_is_taken_by_its_number_is_open_then_and_the_next_words_go_there(desk: Desk, tmp_path: Path):
    ran = a_script(desk, tmp_path, "next", "a 1001", "note For the other one")
    assert "note #1001: done" in ran.stdout
    assert "note #1002" not in ran.stdout


def test_several_taken_at_once_leave_the_open_one_open(desk: Desk, tmp_path: Path):
    ran = a_script(desk, tmp_path, "next", "claim 1001,1003", "note Still here")
    assert "note #1002: done" in ran.stdout


def test_a_chat_whose_contact_waits_for_an_answer_ends_only_after_a_yes(desk: Desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("? helps")
    prompt.type("next")
    prompt.hears("claim #1002: done")
    for line in ("wrap-up solved", "e"):
        prompt.type(line)
        prompt.hears("#1002: what Mara x2 said last is not answered. y ends it all the same.")
    prompt.type("who")
    prompt.hears("Lea (lea), lead")
    prompt.type("> It is done.")
    prompt.hears("reply #1002: done")
    with submitting(desk.store) as submit:
        submit("chat", Receive("1002", "And now?", "m-2"))
    prompt.hears("And now?")
    prompt.type("wrap-up solved")
    prompt.hears("y ends it all the same.")
    assert status_of(desk, "1002") == "active"
    prompt.type("y")
    prompt.hears("wrap up #1002: done")
    prompt.leave()
    assert status_of(desk, "1002") == "closed"


def test_into_another_contacts_it_is_merged_only_after_a_yes(desk: Desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("? helps")
    prompt.type("next")
    prompt.hears("claim #1002: done")
    prompt.type("merge 1003")
    prompt.hears("#1003 is of another contact, Mara x3:")
    assert status_of(desk, "1002") == "active"
    prompt.type("y")
    prompt.hears("merge #1002: done")
    prompt.leave()
    assert status_of(desk, "1002") == "closed"


@pytest.mark.parametrize(("taken", "own", "contact"), [("next", "1002", "Mara x2"), ("a 1001", "1001", "Mara x1")])
def test_a_chat_or_a_ticket_in_which_a_reply_stands_unsent_ends_only_after_a_yes(
    desk: Desk, tmp_path: Path, taken: str, own: str, contact: str
):
    a_script(desk, tmp_path, taken, "> It is done.", "reply", "One more thi")
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("? helps")
    prompt.type(f"e {own}")
    prompt.hears(f"#{own}: your reply to {contact} is not sent. y ends it all the same.")
    assert status_of(desk, own) == "active"
    prompt.type("y")
    prompt.hears(f"resolve #{own}: done")
    prompt.leave()


def test_a_call_ends_only_after_a_yes(desk: Desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path, is_typed=True)
    prompt.hears("? helps")
    prompt.type("a 1005")
    prompt.hears("claim #1005: done")
    prompt.type("e")
    prompt.hears("is on the line. y ends it all the same.")
    assert status_of(desk, "1005") == "active"
    prompt.type("y")
    prompt.hears("resolve #1005: done")
    prompt.leave()
    assert status_of(desk, "1005") == "wrap_up"
