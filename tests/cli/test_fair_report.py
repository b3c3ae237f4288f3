"""`receipts`, `resend` and `report shift` as they are typed: every instant, what waits for a yes, and safe cells."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path

from agentconsole.store.own import outbox, questions
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.cli.line import Desk, run


def test_receipts_tell_the_tools_share_and_csv_is_safe(desk: Desk):
    desk.done("presence", "set", "available")
    (receipt, *_) = desk.done("receipts", "--limit", "1")
    assert {"tries", "tool_ms", "vouched", "outage_events", "saved_ms", "settled_ms"} <= receipt.keys()
    assert receipt["tool_ms"] >= 0
    rows = list(csv.reader(io.StringIO(desk.run("receipts", "--csv").out)))
    assert rows[0][:3] == ["pressed", "saved", "first_try"]
    assert {row[6] for row in rows[1:]} >= {"presence.set"}


def test_receipts_of_an_outage_are_found_by_when_the_key_was_pressed(desk: Desk):
    desk.done("presence", "set", "available")
    with closing(open_store(desk.store)) as db, unit_of_work(db):
        db.execute("UPDATE receipt SET client_ms = at_ms - 7200000 WHERE kind = 'presence.set'")
    assert [each["kind"] for each in desk.done("receipts", "--from", "3h", "--to", "1h")] == ["presence.set"]
    assert "presence.set" not in [each["kind"] for each in desk.done("receipts", "--from", "1h")]


def test_what_is_missing_is_listed_and_sent_again_once(desk: Desk):
    with closing(open_store(desk.store)) as db, unit_of_work(db):
        wire = (
            '{"v":1,"id":"lost-command-1","actor":"dana","terminal":"t","kind":"conversation.note",'
            '"args":{"conversation_id":"1001","body":"=SUM(1)"},"client_ms":1790000000000}'
        )
        outbox.add(db, command_id="lost-command-1", server="local", actor="dana", lane="1001", wire=wire, now=5)
        db.execute("UPDATE outbox SET state = 'accepted'")
        asked = questions.Question("lost-command-1", "local", "dana", questions.Why.LOST, "w", "{}", 9)
        questions.ask(db, asked)
    (missing,) = desk.done("receipts", "--missing")
    assert (missing["command_id"], missing["why"], missing["text"]) == ("lost-command-1", "lost", "=SUM(1)")
    assert desk.run("resend").code == 2
    assert desk.run("resend", "unknown").code == 2
    assert desk.done("resend", "--all")["answered"] == ["lost-command-1"]
    assert desk.done("receipts", "--missing") == []
    with closing(open_store(desk.store)) as db:
        row = outbox.find(db, "lost-command-1")
    assert (row.state, row.wire) == (outbox.State.READY, wire)


def test_a_shift_is_told_in_figures(desk: Desk):
    desk.done("presence", "set", "available")
    (figures, *_) = desk.done("report", "shift", "--agent", "dana")
    assert figures["agent"] == "dana"
    assert figures["commands"] >= 1
    assert figures["tool_ms"] >= 0
    assert "tool time" in desk.run("report", "shift").out
    assert desk.run("report", "shift", "--csv").out.startswith("agent,phone,ticket,chat,")


def test_in_a_store_of_one_agent_nobody_has_to_say_who_they_are(tmp_path: Path):
    store = ("--store", str(tmp_path / "own.db"))
    assert run(*store, "agent", "add", "dana").code == 0
    assert run(*store, "--as", "dana", "presence", "set", "available").code == 0
    assert [each["kind"] for each in run(*store, "--json", "receipts").document] == ["presence.set"]
    assert [each["agent"] for each in run(*store, "--json", "report", "shift").document] == ["dana"]
    assert run(*store, "agent", "add", "bo").code == 0
    told = run(*store, "receipts")
    assert (told.code, "Say who you are with --as AGENT" in told.err) == (2, True)
