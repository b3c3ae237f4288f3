"""A text typed at the prompt while others act on it: the agent's other console writes on, a lead takes over."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.cli.line_mode.hands import Hands
from agentconsole.clock import SystemClock
from agentconsole.domain.leads.commands import TakeOver
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.store.own.drafts import Draft, Visibility, load, save
from agentconsole.store.sqlite import open_store
from tests.cli.line import Desk, submitting
from tests.cli.prompts import Prompt
from tests.support.team_server import Team
from tests.sync.test_taken_over import a_chat_of_the_teams, mo_takes_over, takes, tells_nobody, unsent
from tests.sync.test_team_line import a_console, until


def kept(desk: Desk) -> str:
    with closing(open_store(desk.store, read_only=True)) as db:
        found = load(db, "local", "dana", "1002", Visibility.PUBLIC)
    return found.body if found else ""


def the_other_console_makes(desk: Desk, body: str) -> None:
    """Another console of dana's on the same file has this as the draft now; an empty one was sent or deleted."""
    with closing(open_store(desk.store)) as db:
        save(db, Draft("local", "dana", "1002", Visibility.PUBLIC, body, 0, SystemClock().now()))


def writing(desk: Desk, home: Path, *lines: str) -> Prompt:
    """Dana types these lines of a reply, which are on the disk now."""
    prompt = Prompt(desk.store, home)
    prompt.type("claim 1002")
    prompt.hears("claim #1002: done")
    prompt.type("reply 1002")
    prompt.hears("PUBLIC")
    for line in lines:
        prompt.type(line)
    until(lambda: kept(desk) == "\n".join(lines))
    return prompt


def said(desk: Desk) -> list[str]:
    shown = desk.done("conversation", "show", "1002")
    return [each["body"] for each in shown["messages"] if each["author_kind"] == "agent"]


def test_what_the_other_console_types_on_is_the_text_here(desk: Desk, tmp_path: Path):
    prompt = writing(desk, tmp_path, "Dear Mara,")
    the_other_console_makes(desk, "Dear Mara,\nit is back.")
    prompt.hears('Your other console wrote on. Your text is now: "Dear Mara,\nit is back."')
    prompt.type("Dana")
    prompt.type(".")
    prompt.hears("reply #1002: done")
    assert prompt.leave() == 0
    assert said(desk) == ["Dear Mara,\nit is back.\nDana"]


def test_what_the_other_console_has_sent_is_not_sent_again_and_is_told(desk: Desk, tmp_path: Path):
    prompt = writing(desk, tmp_path, "Dear Mara,")
    the_other_console_makes(desk, "")
    prompt.hears('Your other console has sent or deleted what you had: "Dear Mara,"')
    prompt.type(".")
    prompt.hears("Nothing was sent.")
    assert prompt.leave() == 0
    assert said(desk) == []


def test_lines_both_consoles_type_at_once_are_both_in_the_text(desk: Desk, tmp_path: Path):
    prompt = Prompt(desk.store, tmp_path)
    prompt.type("claim 1002")
    prompt.hears("claim #1002: done")
    prompt.type("hush")
    prompt.type("reply 1002")
    prompt.hears("PUBLIC")
    the_other_console_makes(desk, "Typed there.")
    prompt.type("Typed here.")
    prompt.hears('Your other console wrote this, which goes before your lines: "Typed there."')
    prompt.type(".")
    prompt.hears("reply #1002: done")
    assert prompt.leave() == 0
    assert said(desk) == ["Typed there.\n\nTyped here."]


def test_lines_typed_on_after_a_lead_took_it_over_are_kept_and_follow_it(desk: Desk, tmp_path: Path):
    prompt = writing(desk, tmp_path, "Dear Mara,")
    with submitting(desk.store) as submit:
        submit("lea", SetPresence(Presence.AVAILABLE))
        submit("lea", TakeOver("1002"))
    prompt.hears("Lea took #1002 over: you go on reading, and your text is kept.")
    prompt.type("it is back.")
    prompt.type(".")
    prompt.hears("Your words are kept as a draft.")
    whole = "Dear Mara,\nit is back."
    until(lambda: whole in [each["body"] for each in desk.done("conversation", "show", "1002")["messages"]])
    assert prompt.leave() == 1
    assert kept(desk) == whole


def test_words_at_a_prompt_go_along_with_a_take_over_the_server_could_not_send_them_with(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    tells_nobody(monkeypatch)
    chat, token = a_chat_of_the_teams(team)
    with a_console(team, "ana", token, tmp_path) as ana:
        takes(ana, chat)
        hands = Hands(ana.workspace)
        ana.workspace.drafts.save(chat, "public", "Dear Mara, we will")
        mo_takes_over(team, chat)
        until(lambda: ana.workspace.row(chat).assignee == "mo")
        hands.follow()
        hands.follow()
        until(lambda: unsent(team) == [("ana", "Dear Mara, we will")])
        assert ana.workspace.drafts.text(chat, "public") == "Dear Mara, we will"


def test_a_backup_put_in_the_stores_place_is_told_as_one_and_what_is_typed_stays(desk: Desk, tmp_path: Path):
    desk.done("conversation", "claim", "1002")
    desk.done("backup", str(tmp_path / "monday.db"))
    prompt = Prompt(desk.store, tmp_path)
    prompt.type("reply 1002")
    prompt.hears("PUBLIC")
    prompt.type("Dear Mara,")
    until(lambda: kept(desk) == "Dear Mara,")
    desk.done("restore", str(tmp_path / "monday.db"), "--replace")
    prompt.hears("A backup was put in this store's place: you see what it holds. What you are typing is kept.")
    until(lambda: kept(desk) == "Dear Mara,")
    prompt.type("it is back.")
    prompt.type(".")
    prompt.hears("reply #1002: done")
    assert prompt.leave() == 0
    assert said(desk) == ["Dear Mara,\nit is back."]
