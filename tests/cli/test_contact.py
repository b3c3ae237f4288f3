"""The contact of a conversation on a line, and what helped others: for people, and as one JSON document."""

from __future__ import annotations

from pathlib import Path

from tests.cli.line import Desk, jsonl

DONE = (
    ("conversation", "claim", "1001"),
    ("conversation", "fault", "1001", "failed disk", "--compensation", "12.00 EUR"),
    ("conversation", "identity", "1001", "PIN", "passed", "--why", "said it at once"),
    ("conversation", "progress", "1001", "half done", "--promised-at", "2h"),
)


def test_a_contact_is_told_in_words_and_as_a_document(desk: Desk):
    for line in DONE:
        desk.done(*line)
    out = desk.run("contact", "show", "1001").out
    for words in ("our fault", "failed disk", "12.00 EUR", "PIN, passed", "said it at once", "next word by"):
        assert words in out, out
    assert "earlier" not in out
    told = desk.run("--json", "contact", "show", "1001").document
    assert told["faults"][0]["cause"] == "failed disk"
    assert told["identity"]["hold"] == "holds"
    assert desk.run("contact", "show", "9999").code == 1


def test_what_helped_others_is_told_with_why(desk: Desk, tmp_path: Path):
    file = tmp_path / "in.jsonl"
    said = [
        {"author": "contact", "kind": "reply", "at": "2026-05-04T09:30:00Z", "body": "the glue record is gone"},
        {"author": "agent", "kind": "reply", "at": "2026-05-04T09:40:00Z", "body": "Set it at the registrar."},
    ]
    lines = jsonl("a", subject="glue record missing", category="dns", status="resolved", messages=said)
    file.write_text(lines + jsonl("b", subject="a glue record again", category="dns"), encoding="utf-8")
    desk.done("import", str(file))
    (found,) = desk.run("--json", "conversation", "similar", "1007").document
    assert found["why"] == "same words: glue, record; same category"
    assert found["solution"] == "Set it at the registrar."
    assert "same words: glue, record" in desk.run("conversation", "similar", "1007").out
    assert "Nothing resolved" in desk.run("conversation", "similar", "1001").out
    assert desk.run("conversation", "similar", "9999").code == 1
