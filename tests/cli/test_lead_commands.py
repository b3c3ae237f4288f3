"""What leads and agents do with each other, typed line by line: raised hands, take-overs, offers, the team's ladder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.store.sqlite import open_store
from tests.cli.line import Desk, Ran, run


@pytest.fixture
def floor(desk: Desk) -> Desk:
    """Dana at work on a ticket and a chat, Bo beside her, Mo leading."""
    run("--store", str(desk.store), "agent", "add", "mo", "--role", "lead")
    for name in ("dana", "bo", "mo"):
        assert run("--store", str(desk.store), "--as", name, "presence", "set", "available").code in (0, 1)
    for own in ("1001", "1002"):
        desk.done("conversation", "claim", own)
    return desk


def as_(desk: Desk, name: str, *words: str) -> Ran:
    return run("--store", str(desk.store), "--json", "--as", name, *words)


def done(desk: Desk, name: str, *words: str) -> dict[str, object]:
    ran = as_(desk, name, *words)
    assert ran.code == 0, ran.err
    return dict(ran.document)


def test_a_hand_is_raised_passed_on_answered_and_taken_down(floor: Desk):
    ladder = ("lead:Team lead:limit=100.00", "owner:The owner:contact=Jo 4400:minutes=60")
    assert done(floor, "mo", "team", "ladder", *ladder)["kind"] == "team.ladder"
    assert "may grant 100.00 EUR" in run("--store", str(floor.store), "team", "ladder").out
    done(floor, "dana", "conversation", "escalate", "1001", "beyond-limit", "wants 480 EUR back")
    assert done(floor, "dana", "conversation", "escalate", "1001", "legal", "again")["code"] == "unchanged"
    done(floor, "mo", "escalation", "acknowledge", "1001")
    done(floor, "mo", "escalation", "pass-on", "1001", "--line", "above mine")
    refused = as_(floor, "mo", "escalation", "pass-on", "1001")
    assert (refused.code, refused.document["code"]) == (1, "top_rung")
    assert "Jo 4400" in refused.err
    done(floor, "dana", "escalation", "withdraw", "1001")


def test_a_lead_comes_in_takes_over_and_gives_back_with_a_summary(floor: Desk):
    done(floor, "dana", "conversation", "ask-help", "1002")
    for verb in ("monitor", "looked-at", "barge", "leave", "stop-monitoring"):
        assert done(floor, "mo", "conversation", verb, "1002")["outcome"] == "accepted"
    done(floor, "mo", "conversation", "whisper", "1002", "Offer the month free.")
    done(floor, "dana", "whisper", "decline", "1002", "Thank you, I have it.")
    done(floor, "mo", "conversation", "take-over", "1002")
    refused = as_(floor, "dana", "conversation", "reply", "1002", "too late")
    assert (refused.code, refused.document["code"]) == (1, "taken_over")
    done(floor, "dana", "unsent", "hand-in", "1002", "too late")
    done(floor, "mo", "conversation", "hand-back", "1002", "A month free is agreed.")
    assert as_(floor, "dana", "conversation", "reply", "1002", "Hello").document["code"] == "summary_unseen"
    done(floor, "dana", "summary", "seen", "1002")
    done(floor, "dana", "conversation", "reply", "1002", "Hello")
    shown = floor.run("conversation", "show", "1002").out
    assert "mo (whisper)\nOffer the month free." in shown
    assert "dana (was not sent)\ntoo late" in shown


def test_a_hand_back_that_waits_can_be_kept_and_goes_by_itself_once_there_is_room(floor: Desk):
    done(floor, "mo", "conversation", "take-over", "1002")
    for own in ("1003", "1004"):
        done(floor, "dana", "conversation", "claim", own)
    done(floor, "mo", "conversation", "hand-back", "1002", "agreed")
    assert done(floor, "mo", "handback", "cancel", "1002")["code"] == ""
    done(floor, "mo", "conversation", "hand-back", "1002", "agreed")
    assert as_(floor, "dana", "conversation", "reply", "1002", "x").document["code"] == "taken_over"
    done(floor, "dana", "conversation", "release", "1003")
    assert as_(floor, "dana", "conversation", "reply", "1002", "x").document["code"] == "summary_unseen"
    assert as_(floor, "dana", "conversation", "claim", "1003").document["code"] == "at_capacity"
    assert run("--store", str(floor.store), "--json", "verify").code == 0


def test_an_offer_is_taken_or_left(floor: Desk):
    done(floor, "mo", "conversation", "offer", "1003", "bo")
    done(floor, "bo", "offer", "decline", "1003", "--reason", "lunch")
    done(floor, "mo", "conversation", "offer", "1003", "bo")
    done(floor, "bo", "offer", "accept", "1003")
    done(floor, "mo", "agent", "remind", "1003")
    assert done(floor, "mo", "agent", "reassign-all", "bo", "fell ill")["outcome"] == "accepted"
    done(floor, "bo", "conversation", "claim", "1003")


def test_the_team_is_led_by_leads_and_always_by_one(floor: Desk):
    done(floor, "mo", "team", "broadcast", "The mail cluster is back.")
    done(floor, "mo", "team", "supervision", "--notice-after", "2m")
    assert "2 min after" in run("--store", str(floor.store), "team", "supervision").out
    done(floor, "mo", "agent", "role", "lea", "agent")
    assert as_(floor, "mo", "agent", "role", "mo", "agent").document["code"] == "last_lead"
    done(floor, "mo", "agent", "role", "bo", "lead")
    done(floor, "bo", "agent", "role", "mo", "agent")
    assert as_(floor, "mo", "team", "broadcast", "psst").document["code"] == "not_allowed"
    assert run("--store", str(floor.store), "--json", "verify").code == 0


def test_a_team_says_how_it_makes_sure_who_it_is(floor: Desk):
    shown = run("--store", str(floor.store), "team", "identity").out
    assert "security questions" in shown
    assert "Nothing needs one." in shown
    done(floor, "mo", "team", "identity", "pin:PIN", "callback:Call back on file:good=billing+dns", "--holds", "4h")
    done(floor, "mo", "team", "identity", "--needed", "account")
    shown = run("--store", str(floor.store), "team", "identity").out
    assert "Call back on file  ·  good for billing, dns" in shown
    assert "A check holds 4 h." in shown
    assert "Needed for account." in shown
    assert as_(floor, "dana", "team", "identity", "--usual").document["code"] == "not_allowed"
    words = as_(floor, "dana", "conversation", "identity", "1002", "guess", "passed").document["words"]
    assert words.startswith("The team checks by PIN, Call back on file.")
    done(floor, "dana", "conversation", "identity", "1002", "pin", "passed", "--why", "said it at once")
    assert "identity passed by PIN: said it at once" in str(floor.done("conversation", "show", "1002"))
    assert as_(floor, "dana", "conversation", "identity", "1002", "pin", "failed", "--why", "4711").document["code"]
    done(floor, "mo", "team", "identity", "--usual", "--holds", "conversation")
    assert "A check holds for its conversation." in run("--store", str(floor.store), "team", "identity").out
    assert run("--store", str(floor.store), "--json", "verify").code == 0


def test_a_team_says_how_a_contact_may_end(floor: Desk):
    shown = run("--store", str(floor.store), "team", "disposition").out
    assert "callback promised  ·  promises a callback" in shown
    assert "any word is taken" in shown
    own = ("dns-done:DNS change done", "goes-on:Goes on: in a ticket:owes=ticket", "solved:Solved")
    assert as_(floor, "dana", "team", "disposition", *own).document["code"] == "not_allowed"
    done(floor, "mo", "team", "disposition", *own)
    done(floor, "mo", "team", "disposition", "--add", "moved:Migrated", "--retire", "solved")
    listed = run("--store", str(floor.store), "--json", "team", "disposition").document
    assert [each["id"] for each in listed if not each["retired"]] == ["dns-done", "goes-on", "moved"]
    assert listed[1] == {"id": "goes-on", "words": "Goes on: in a ticket", "owes": "ticket", "retired": False}
    assert "Solved  ·  retired" in run("--store", str(floor.store), "team", "disposition").out
    refused = as_(floor, "dana", "conversation", "wrap-up", "1002", "solved")
    assert refused.document["words"].endswith("retired the disposition solved; there are dns-done, goes-on, moved.")
    assert as_(floor, "dana", "conversation", "wrap-up", "1002", "goes-on").document["code"] == "needs_time"
    done(floor, "dana", "conversation", "wrap-up", "1002", "dns-done")
    assert "wrapped up: DNS change done" in run("--store", str(floor.store), "conversation", "show", "1002").out
    done(floor, "mo", "team", "disposition", "--usual")
    assert "wrapped up: DNS change done" in run("--store", str(floor.store), "conversation", "show", "1002").out
    assert run("--store", str(floor.store), "--json", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("team", "disposition", "solved"), "is no disposition"),
        (("team", "disposition", "solved:Solved:owes=money"), "is no disposition"),
        (("team", "disposition", "solved:Solved", "--usual"), "not both"),
        (("team", "identity", "pin"), "is no way"),
        (("team", "identity", "pin:PIN:bad=x"), "is no way"),
        (("team", "identity", "--holds", "later"), "is no span"),
        (("team", "ladder", "owner"), "is no rung"),
        (("team", "ladder", "owner:Jo:limit=lots"), "is no amount"),
        (("team", "ladder", "owner:Jo:minutes=soon"), "is no number of minutes"),
        (("team", "ladder", "owner:Jo:phone=1"), "is no rung"),
        (("team", "supervision", "--notice-after", "later"), "is no span"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(floor: Desk, words: tuple[str, ...], told: str):
    ran = as_(floor, "mo", *words)
    assert ran.code == 2
    assert told in ran.err


def test_the_audit_trail_is_a_leads_whole_and_an_agents_own(floor: Desk):
    done(floor, "mo", "conversation", "monitor", "1002")
    done(floor, "mo", "conversation", "offer", "1003", "bo")
    done(floor, "bo", "offer", "accept", "1003")
    mine = as_(floor, "mo", "audit", "--from", "1h").document
    assert [each["words"] for each in mine][:3] == ["accepted it", "offered it to bo", "began to read along with dana"]
    danas = as_(floor, "dana", "audit").document
    assert {each["conversation"] for each in danas if each["conversation"]} == {"1002"}
    assert as_(floor, "mo", "audit", "--conversation", "1003", "--agent", "dana").document == []
    told = run("--store", str(floor.store), "--as", "mo", "audit", "--agent", "bo").out
    assert "offered it to bo" in told
    assert "read along" not in told


def test_whoever_takes_the_conversations_out_stands_in_the_trail(floor: Desk, tmp_path: Path):
    out = tmp_path / "out.csv"
    taken = done(floor, "dana", "export", "--format", "csv", "--output", str(out))
    (line,) = as_(floor, "mo", "audit", "--agent", "dana").document[:1]
    assert (line["kind"], line["actor"]) == ("store.exported", "dana")
    assert str(taken["exported"]) in str(line), line


def test_a_trail_whose_log_was_changed_is_not_to_be_relied_on(floor: Desk):
    done(floor, "mo", "conversation", "monitor", "1002")
    with closing(open_store(floor.store)) as db:
        db.execute("UPDATE event SET actor = 'dana' WHERE type = 'monitoring.started'")
    ran = as_(floor, "mo", "audit")
    assert ran.code == 4
    assert "The log is not whole" in ran.err


def test_a_lead_says_which_queues_a_colleague_sees(floor: Desk):
    done(floor, "mo", "agent", "queues", "bo", "--only", "billing", "--only", "domains")
    assert as_(floor, "dana", "agent", "queues", "bo").code == 1
    assert done(floor, "mo", "agent", "queues", "bo")["kind"] == "agent.queues"
    words = [each["words"] for each in as_(floor, "mo", "audit", "--agent", "bo").document]
    assert words[:2] == ["let bo see more queues: all", "let bo see fewer queues: billing, domains"]
