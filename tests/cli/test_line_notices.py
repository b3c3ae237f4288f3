"""What colleagues want of an agent is told at the prompt, once, with what to type; a letter ends what it began."""

from __future__ import annotations

from pathlib import Path

from agentconsole.domain.commands import Claim, Note, Reply, Resolve, WrapUp
from agentconsole.domain.knowledge.incident_commands import DraftUpdate, OpenIncident
from agentconsole.domain.leads.commands import Escalate, Monitor, Offer
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.commands import Broadcast
from tests.cli.line import Desk, a_desk, submitting
from tests.cli.prompts import Prompt


def a_prompt(desk: Desk, home: Path, who: str) -> Prompt:
    home.mkdir()
    prompt = Prompt(desk.store, home, "--as", who)
    prompt.hears("? helps")
    prompt.type("o")
    prompt.hears("presence set available: done")
    return prompt


def test_an_agent_hears_of_offers_words_mentions_and_who_reads_along(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    prompt = a_prompt(desk, tmp_path / "dana", "dana")
    with submitting(desk.store) as submit:
        submit("bo", Claim("1001"))
        submit("lea", Broadcast("The mail cluster is slow.\x1b[2J"))
        prompt.hears("Lea to the team: The mail cluster is slow.")
        submit("bo", Note("1001", "@dana do you know it?"))
        prompt.hears("Bo names you in a note on #1001: g n")
        submit("lea", Offer("1001", "dana"))
        prompt.hears("!! Lea offers you #1001 Mara x1,")
        prompt.type("a 1001")
        prompt.hears("is yours")
        submit("lea", Monitor("1001"))
        prompt.hears("#1001: Lea is reading along.")
    prompt.type("who")
    prompt.hears("Lea (lea), lead")
    assert prompt.leave() == 0
    told = (tmp_path / "dana" / "out").read_text("utf-8")
    assert "\x1b" not in told
    for once in ("to the team", "names you in a note", "offers you", "is reading along"):
        assert told.count(once) == 1


def told(desk: Desk, number: str) -> list[str]:
    shown = desk.done("conversation", "show", number)
    return [m["body"] for m in shown["messages"] if m["author_kind"] != "contact"]


def test_the_line_that_is_named_for_an_untold_update_sends_its_words_and_nobody_knows_it_unasked(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    prompt = a_prompt(desk, tmp_path / "dana", "dana")
    with submitting(desk.store) as submit:
        submit("dana", Claim("1001"))
        submit("dana", OpenIncident("Mail is delayed", about="1001"))
        submit("bo", DraftUpdate("1", "{{first}}, it is on its way again."))
        prompt.hears("has not heard the update on incident 1: inform 1001")
        for end, says in (("~", "Nothing was sent."), (".", "inform #1001: done")):
            prompt.type("inform 1001")
            prompt.hears('"Mara, it is on its way again."')
            assert not any("told about incident" in each for each in told(desk, "1001"))
            prompt.type(end)
            prompt.hears(says)
        assert told(desk, "1001")[-2:] == ["Mara, it is on its way again.", "told about incident 1, update 1"]
        prompt.type("inform 1001")
        prompt.hears("You have no update to tell #1001.")
        prompt.type("c")
        prompt.hears("#1002 chat of Mara x2 is yours")
    prompt.type("m 1")
    prompt.hears("inform 1002")
    prompt.type("inform --knows")
    prompt.hears("inform #1002: done")
    assert told(desk, "1002")[-1] == "told about incident 1, update 1"
    prompt.leave()


def test_a_lead_hears_who_calls_and_ends_with_the_letter_it_began_with(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    prompt = a_prompt(desk, tmp_path / "lea", "lea")
    with submitting(desk.store) as submit:
        submit("bo", Claim("1001"))
        submit("bo", Escalate("1001", EscalationReason.OTHER, "he is upset"))
        for each in (Claim("1002"), Reply("1002", "There you are."), Resolve("1002"), WrapUp("1002", "solved")):
            submit("bo", each)
    prompt.hears("!! Bo calls a lead to #1001 Mara x1: another reason: he is upset. K 1001 says that you are on it.")
    prompt.type("f7")
    prompt.hears("!! Bo calls a lead to #1001")
    prompt.hears("Bo (bo), agent")
    for line, done in (
        ("1002", ": closed, last held by Bo"),
        ("1001", ": held by Bo"),
        ("K", "acknowledge #1001: done"),
        ("M", "monitor #1001: done"),
        ("M", "stop monitoring #1001: done"),
        ("J", "barge #1001: done"),
        ("J", "leave #1001: done"),
    ):
        prompt.type(line)
        prompt.hears(done)
    assert prompt.leave() == 0


def test_a_lead_is_where_they_read_along_speak_or_take_over_and_the_next_words_go_there(tmp_path: Path):
    desk = a_desk(tmp_path / "store.db")
    prompt = a_prompt(desk, tmp_path / "lea", "lea")
    with submitting(desk.store) as submit:
        for chat in ("1002", "1003", "1004"):
            submit("bo" if chat == "1002" else "dana", Claim(chat))
    for letter, number, done in (("M", "1002", "monitor"), ("J", "1003", "barge"), ("T", "1004", "take over")):
        prompt.type(f"{letter} {number}")
        prompt.hears(f"{done} #{number}: done")
        prompt.hears(f"#{number} chat")
        prompt.type(f"note For {number}")
        prompt.hears(f"note #{number}: done")
    assert prompt.leave() == 0
