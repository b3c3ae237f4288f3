"""Every command of an agent as a line command: accepted with its receipt, refused with a reason and exit code 1."""

import pytest

from agentconsole.cli.commands import conversation
from agentconsole.domain.vocabulary import COMMANDS
from tests.cli.line import Desk, run

RECEIPT = {
    *("id", "actor", "kind", "conversation", "outcome", "code", "words", "seq", "rev", "at_ms", "client_ms"),
    *("prev", "hash", "epoch"),
}
TICKET = ["conversation", "claim", "1001"]
CALL = ["conversation", "claim", "1005"]
CHAT = ["conversation", "claim", "1002"]
OVER = ["conversation", "resolve", "1002"]
FAULT = ["incident", "open", "Mail is delayed on host 12"]
LINKED = ["conversation", "link-incident", "1001", "1"]
UPDATE = ["incident", "update", "1", "It is on its way again."]

STEPS = [
    ([], TICKET),
    ([TICKET], ["conversation", "release", "1001"]),
    ([TICKET], ["conversation", "reply", "1001", "We look into it.", "--waits-on", "us", "--seen", "9"]),
    ([], ["conversation", "note", "#1001", "asked the network team"]),
    ([CHAT], ["conversation", "update", "1002", "Still on it."]),
    ([TICKET], ["conversation", "acknowledge", "1001"]),
    ([TICKET], ["conversation", "start", "1001"]),
    ([TICKET], ["conversation", "progress", "1001", "Half done.", "--promised-at", "2h"]),
    ([CALL], ["conversation", "hold", "1005"]),
    ([CALL, ["conversation", "hold", "1005"]], ["conversation", "resume", "1005"]),
    (
        [TICKET, ["--as", "bo", "presence", "set", "available"]],
        ["conversation", "transfer", "1001", "--to-agent", "bo", "--note", "knows it"],
    ),
    ([TICKET], ["conversation", "pend", "1001", "--waits-on", "others", "--reason", "registry"]),
    ([TICKET], ["conversation", "snooze", "1001", "tomorrow 9:00", "--reason", "registry"]),
    ([TICKET], ["conversation", "resolve", "1001"]),
    ([TICKET, ["conversation", "resolve", "1001"]], ["conversation", "reopen", "1001"]),
    ([TICKET], ["conversation", "categorise", "1001", "dns"]),
    ([TICKET], ["conversation", "tag", "1001", "--add", "vip", "--add", "later"]),
    ([CHAT, OVER], ["conversation", "wrap-up", "1002", "solved", "--category", "dns"]),
    ([CHAT], ["conversation", "follow-up", "1002", "tomorrow 9:00", "--reason", "registry"]),
    ([TICKET], ["conversation", "close-request", "1001"]),
    ([TICKET], ["conversation", "identity", "1001", "number on file", "passed"]),
    ([TICKET], ["conversation", "fault", "1001", "failed disk", "--compensation", "a month"]),
    ([TICKET], ["conversation", "merge", "1001", "1002"]),
    ([TICKET], ["conversation", "link", "1001", "#1003"]),
    ([FAULT], LINKED),
    ([FAULT, LINKED], ["conversation", "unlink-incident", "1001"]),
    ([TICKET, FAULT, LINKED, UPDATE], ["conversation", "inform", "1001", "It is on its way again, Mara."]),
    ([TICKET], ["conversation", "undo", "1001"]),
    ([TICKET], ["conversation", "escalate", "1001", "legal", "wants our lawyer"]),
    ([TICKET], ["conversation", "ask-help", "1001", "--line", "which clause?"]),
    ([CALL], ["callback", "promise", "1005", "20m"]),
    ([], ["call", "log", "outgoing", "20m", "5m", "--name", "Mara", "--note", "renewal"]),
    ([], ["presence", "set", "wrap-up", "--aux", "notes"]),
]


LEADS = {
    f"conversation.{verb}"
    for verb in (
        *("monitor", "stop_monitoring", "whisper", "barge", "leave", "take_over", "hand_back", "offer", "looked_at"),
    )
}
"""What only a lead does: tried in test_lead_commands.py."""


def kind_of(step: list[str]) -> str:
    return f"{step[0]}.{step[1].replace('-', '_')}"


@pytest.mark.parametrize(("before", "step"), STEPS, ids=[kind_of(step) for _, step in STEPS])
def test_an_accepted_command_prints_its_receipt(desk: Desk, before: list[list[str]], step: list[str]):
    for each in before:
        desk.done(*each)
    receipt = desk.done(*step)
    assert receipt.keys() == RECEIPT
    assert (receipt["kind"], receipt["outcome"], receipt["actor"]) == (kind_of(step), "accepted", "dana")


def test_every_command_of_an_agent_is_tried_above():
    tried = {kind_of(step) for _, step in STEPS}
    ours = {kind for kind in COMMANDS if kind.startswith(("conversation.", "callback.", "call.", "presence."))}
    # Intake belongs to channels and imports; a callback owed needs a caller who has gone, and words that need no answer
    # come after one of ours: tested below.
    assert ours - tried == {"conversation.open", "callback.complete", "conversation.no_answer", *LEADS}


def test_every_conversation_command_of_the_domain_has_its_line_command():
    kinds = {kind.partition(".")[2].replace("_", "-") for kind in COMMANDS if kind.startswith("conversation.")}
    assert kinds - {"open"} == conversation.EXAMPLES.keys()


def test_a_callback_is_completed_with_both_times(desk: Desk):
    path = desk.store.parent / "missed.jsonl"
    path.write_text(
        '{"external_id": "m1", "channel": "phone", "contact": {"name": "Li", "phone": "+1"}, "messages": [], '
        '"received_at": "2026-01-02T03:04:05Z", "status": "missed"}\n'
    )
    desk.done("import", str(path))
    desk.done("conversation", "claim", "1006")
    receipt = desk.done("callback", "complete", "1006", "9m", "2m", "--reached")
    assert (receipt["kind"], receipt["conversation"]) == ("callback.complete", "1006")


def test_their_thanks_need_no_answer_and_nothing_is_sent(desk: Desk):
    path, said = desk.store.parent / "thanks.jsonl", []
    for author, body in (("contact", "It is down."), ("agent", "It is up again."), ("contact", "Thank you!")):
        said.append(f'{{"author": "{author}", "kind": "reply", "at": "2026-01-02T03:04:05Z", "body": "{body}"}}')
    path.write_text(
        '{"external_id": "t1", "channel": "ticket", "contact": {"name": "Li", "phone": "+1"}, "messages": '
        f'[{", ".join(said)}], "received_at": "2026-01-02T03:04:05Z", "status": "waiting"}}\n'
    )
    desk.done("import", str(path))
    desk.done("conversation", "claim", "1006")
    assert desk.done("conversation", "show", "1006")["clocks"]
    receipt = desk.done("conversation", "no-answer", "1006", "--seen", "9")
    assert (receipt["kind"], receipt["outcome"]) == ("conversation.no_answer", "accepted")
    shown = desk.done("conversation", "show", "1006")
    assert shown["clocks"] == []
    assert [each["body"] for each in shown["messages"]][-1] == "dana found that it needs no answer"
    assert "No word of theirs waits" in desk.run("conversation", "no-answer", "1006").err
    desk.done("conversation", "undo", "1006")
    assert desk.done("conversation", "show", "1006")["clocks"]


def test_a_refusal_exits_1_with_the_reason_on_stderr_and_the_receipt_in_the_json(desk: Desk):
    for chat in ("1002", "1003"):
        desk.done("conversation", "claim", chat)
    events = desk.events()
    ran = desk.run("--json", "conversation", "claim", "1004")
    assert ran.code == 1
    assert (ran.document["outcome"], ran.document["code"]) == ("refused", "at_capacity")
    assert ran.document["words"] in ran.err
    assert desk.events() == events


def test_without_json_a_refusal_leaves_stdout_empty(desk: Desk):
    ran = desk.run("conversation", "resolve", "1001")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("verb", ["show", "why", "claim"])
def test_an_unknown_conversation_is_a_refusal(desk: Desk, verb: str):
    ran = desk.run("conversation", verb, "9999")
    assert (ran.code, "There is no conversation #9999" in ran.err) == (1, True)


def test_a_text_may_come_from_the_standard_input_or_a_file(desk: Desk):
    desk.done(*TICKET)
    assert desk.run("conversation", "note", "1001", "-", stdin="erste Zeile\nżweite\n".encode()).code == 0
    file = desk.store.parent / "reply.txt"
    file.write_text("from a file\n", encoding="utf-8-sig")
    desk.done("conversation", "reply", "1001", "--file", str(file))
    bodies = [each["body"] for each in desk.done("conversation", "show", "1001")["messages"]]
    assert bodies[-2:] == ["erste Zeile\nżweite", "from a file"]


def test_who_is_told_nothing_counts_as_told_only_when_it_is_said(desk: Desk):
    for each in (TICKET, FAULT, LINKED, UPDATE):
        desk.done(*each)
    ran = desk.run("conversation", "inform", "1001", "--json")
    assert (ran.code, ran.document["code"]) == (1, "empty")
    assert desk.done("conversation", "inform", "1001", "--knows")["outcome"] == "accepted"


def test_show_has_the_facts_the_clocks_and_the_messages(desk: Desk):
    shown = desk.done("conversation", "show", "1001")
    assert (shown["id"], shown["channel"], shown["status"], shown["message_count"]) == ("1001", "ticket", "waiting", 1)
    assert {clock["kind"] for clock in shown["clocks"]} == {"acknowledge", "progress"}
    assert shown["messages"][0]["body"] == "the mail does not arrive"
    assert "Mara x1" in desk.run("conversation", "show", "1001").out


def test_why_is_one_sentence(desk: Desk):
    assert desk.done("conversation", "why", "1001").keys() == {"id", "why"}
    assert desk.run("conversation", "why", "1001").out.count(".") == 1


def test_what_a_contact_wrote_is_not_obeyed_by_the_terminal(desk: Desk):
    desk.done("conversation", "note", "1001", "\x1b]0;owned\x07\u202etxt.exe\x9b31m")
    for ran in (desk.run("conversation", "show", "1001"), desk.run("conversation", "show", "1001", "--json")):
        assert not set(ran.out) & set("\x1b\x07\u202e\x9b")


@pytest.mark.parametrize("name", sorted(conversation.command.commands))
def test_every_help_has_an_example_that_is_its_own(name: str):
    ran = run("conversation", name, "--help")
    assert ran.code == 0
    assert f"agentconsole conversation {name} 4502" in " ".join(ran.out.split())


def test_an_ending_that_promises_something_is_refused_until_a_time_is_on_record(desk: Desk):
    desk.done(*CALL)
    desk.done("conversation", "resolve", "1005")
    ends = ["conversation", "wrap-up", "1005", "callback"]
    refused = run("--store", str(desk.store), "--as", "dana", *ends)
    assert refused.code == 1
    assert "promise the callback" in refused.err
    desk.done("callback", "promise", "1005", "20m")
    assert desk.done(*ends)["outcome"] == "accepted"
    owed = desk.done("conversation", "show", "1005")
    assert owed["status"] == "callback_owed"


def test_a_disposition_of_the_teams_own_says_that_it_owes_something(desk: Desk):
    desk.done(*CHAT)
    ends = ["conversation", "wrap-up", "1002", "we_write_again", "--owes"]
    assert run("--store", str(desk.store), "--as", "dana", *ends).code == 1
    desk.done("conversation", "follow-up", "1002", "20m")
    assert desk.done(*ends)["outcome"] == "accepted"


def test_a_conversation_that_is_shown_names_what_was_taken_back(desk: Desk):
    desk.done("conversation", "claim", "1001")
    desk.done("conversation", "undo", "1001")
    remarks = [each["body"] for each in desk.done("conversation", "show", "1001")["messages"]]
    assert "dana took back: claimed" in remarks
