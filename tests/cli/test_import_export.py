"""Import and export: idempotent, strict or lenient, honest about bad records, and each other's inverse."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.cli.records import bringing_in
from agentconsole.store.sqlite import open_store
from tests.cli.line import Desk, a_desk, jsonl, record, run


def write(folder: Path, text: str, name: str = "in.jsonl") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_an_import_begins_a_store_and_tells_what_it_did(tmp_path: Path):
    store = tmp_path / "new.db"
    ran = run("--store", store, "--json", "import", write(tmp_path, jsonl("a", "b")))
    assert (ran.code, ran.err) == (0, "")
    done = ran.document
    assert done.keys() == {"imported", "unchanged", "bad", "messages", "described", "took_ms"}
    assert (done["imported"], done["unchanged"], done["bad"], done["messages"]) == (2, 0, [], 2)


def test_an_import_says_how_many_clocks_have_begun_and_that_there_was_nothing(tmp_path: Path):
    store = tmp_path / "new.db"
    ran = run("--store", store, "import", write(tmp_path, jsonl("a", "b") + jsonl("c", status="closed")))
    assert "2 of them wait for word: their clocks have begun now." in ran.out
    ran = run("--store", store, "import", write(tmp_path, "", "empty.jsonl"))
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "There was nothing in it.")


def test_one_address_that_is_the_contact_of_most_is_asked_about(tmp_path: Path):
    ours = {"name": "Support", "email": "support@host.example"}
    many = jsonl(*(f"n{n}" for n in range(20)), contact=ours)
    ran = run("--store", tmp_path / "a.db", "import", write(tmp_path, many))
    assert (ran.code, "--ours support@host.example" in " ".join(ran.err.split())) == (0, True)
    others = jsonl(*(f"o{n}" for n in range(20)))
    few = jsonl(*(f"n{n}" for n in range(19)), contact=ours)
    assert run("--store", tmp_path / "b.db", "import", write(tmp_path, few)).err == ""
    assert run("--store", tmp_path / "c.db", "import", write(tmp_path, many + others + jsonl("p"))).err == ""


def test_the_same_import_again_changes_nothing(desk: Desk, tmp_path: Path):
    file = write(tmp_path, jsonl("a", "b"))
    desk.done("import", file)
    events = desk.events()
    done = desk.done("import", file)
    assert (done["imported"], done["unchanged"], desk.events()) == (0, 2, events)


def test_another_source_with_the_same_ids_is_another_conversation(desk: Desk, tmp_path: Path):
    file = write(tmp_path, jsonl("a"))
    assert desk.done("import", file, "--source", "one")["imported"] == 1
    assert desk.done("import", file, "--source", "two")["imported"] == 1


def test_bad_records_are_told_by_line_and_the_rest_goes_on(desk: Desk, tmp_path: Path):
    text = jsonl("a") + "garbage\n" + jsonl("b", channel="fax") + jsonl("c")
    ran = desk.run("import", write(tmp_path, text), "--json")
    assert (ran.code, ran.document["imported"]) == (0, 2)
    assert [bad["where"] for bad in ran.document["bad"]] == ["line 2", "line 3"]
    assert all(bad["reason"] for bad in ran.document["bad"])
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["line 2", "line 3"]


def products(desk: Desk) -> list[str]:
    with closing(open_store(desk.store)) as db:
        return [row[0] for row in db.execute("SELECT told FROM product ORDER BY id")]


def test_products_come_with_the_conversations_and_alone_and_the_same_again_changes_nothing(desk: Desk, tmp_path: Path):
    contact = {
        "name": "Mara",
        "email": "mara@x.example",
        "products": {"domain": ["a.example", "b.example"], "plan": "M"},
    }
    alone = {"contact": {"phone": "+49 30 1", "products": {"domain": "c.example"}}, "source": "crm"}
    file = write(tmp_path, jsonl("a", contact=contact) + json.dumps(alone) + "\n")
    done = desk.done("import", file)
    assert (done["imported"], done["described"], done["bad"]) == (1, 2, [])
    assert "b.example" in products(desk)[0]
    assert '"source":"crm"' in products(desk)[1]
    events = desk.events()
    assert (desk.done("import", file)["described"], desk.events()) == (0, events)
    assert desk.run("--json", "verify").code == 0


def test_columns_called_product_tell_what_a_contact_has(desk: Desk, tmp_path: Path):
    head = "external_id,channel,received_at,contact_name,contact_email,product.domain,Product.Plan"
    row = "a,ticket,2026-05-04T09:30:00Z,Mara,mara@x.example,a.example;b.example,M"
    nameless = "b,ticket,2026-05-04T09:30:00Z,Li,,c.example,"
    done = desk.done("import", write(tmp_path, f"{head}\n{row}\n{nameless}\n", "in.csv"))
    assert (done["imported"], done["described"]) == (2, 1)
    assert [bad["where"] for bad in done["bad"]] == ["line 3"]
    (told,) = products(desk)
    assert all(each in told for each in ("a.example", "b.example", "plan"))


@pytest.mark.parametrize(
    "products_told", [{"n" * 41: "v"}, {"n": "v" * 201}, {"n": [str(n) for n in range(31)]}, {"n": 7}, ["n"], "n"]
)
def test_products_beyond_the_limits_are_bad_records_and_nothing_is_kept(
    desk: Desk, tmp_path: Path, products_told: object
):
    line = json.dumps({"contact": {"email": "mara@x.example", "products": products_told}})
    ran = desk.run("import", write(tmp_path, line + "\n"), "--json")
    assert ran.code == 4
    assert "line 1" in ran.err
    assert products(desk) == []


def test_nothing_but_bad_records_exits_4(desk: Desk, tmp_path: Path):
    events = desk.events()
    ran = desk.run("import", write(tmp_path, "garbage\n"), "--format", "jsonl")
    assert (ran.code, desk.events()) == (4, events)


def test_a_strict_import_leaves_the_store_untouched_at_the_first_bad_record(desk: Desk, tmp_path: Path):
    events = desk.events()
    file = write(tmp_path, jsonl(*(f"n{n}" for n in range(300))) + "garbage\n")
    ran = desk.run("import", file, "--strict")
    assert (ran.code, ran.out, desk.events()) == (4, "", events)
    assert "line 301" in ran.err


def test_a_strict_import_of_good_records_is_one_transaction(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    units, submit = [], bringing_in._submit
    monkeypatch.setattr(bringing_in, "_submit", lambda *each: (units.append(len(each[2])), submit(*each)))
    assert desk.done("import", write(tmp_path, jsonl(*(f"n{n}" for n in range(300)))), "--strict")["imported"] == 300
    assert units == [300]


def test_a_file_of_no_known_format_exits_4(desk: Desk, tmp_path: Path):
    ran = desk.run("import", write(tmp_path, "hello\n", "hello.txt"))
    assert (ran.code, ran.err.count("\n")) == (4, 1)


def test_a_file_without_a_mail_is_no_mbox_and_makes_no_store(tmp_path: Path):
    store = tmp_path / "new.db"
    file = write(tmp_path, "# A page\n\nFrom here on nothing is a mail.\n", "page.md")
    ran = run("--store", str(store), "import", file, "--format", "mbox")
    assert (ran.code, ran.out, store.exists()) == (4, "", False)
    assert "page.md holds no mail" in ran.err


def test_an_mbox_and_a_csv_are_known_by_their_look(desk: Desk, tmp_path: Path):
    mail = (
        "From mara@kovac.example Thu Jan  1 00:00:00 2026\nFrom: Mara <mara@kovac.example>\nTo: help@host.example\n"
        "Subject: Mail bounces\nMessage-ID: <1@kovac.example>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\nSince Monday.\n"
    )
    assert desk.done("import", write(tmp_path, mail, "box"))["imported"] == 1
    assert desk.done("import", write(tmp_path, mail, "again.mbox"))["unchanged"] == 1


def test_progress_is_shown_when_asked_for_and_taken_away(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("agentconsole.cli.lines.progress.EVERY", -1)
    ran = desk.run("import", write(tmp_path, jsonl("a", "b")), "--progress")
    assert "/s" in ran.err
    assert "left" in ran.err
    assert ran.err.endswith("\x1b[K")


def test_an_export_is_what_an_import_reads(desk: Desk, tmp_path: Path):
    messages = record("x")["messages"] + [
        {"author": "agent", "kind": "reply", "at": "2026-01-02T03:05:00Z", "body": "Done.\nReally."},
        {"author": "agent", "kind": "note", "at": "2026-01-02T03:06:00Z", "body": "=HYPERLINK(1)"},
    ]
    desk.done("import", write(tmp_path, jsonl("a", "b", messages=messages, status="resolved") + jsonl("c")))
    desk.done("conversation", "note", "1001", "by hand")
    out = tmp_path / "out.jsonl"
    assert desk.done("export", "--output", str(out)) == {"exported": 8, "file": str(out)}
    assert out.stat().st_mode & 0o777 == 0o600
    other = Desk(tmp_path / "other.db")
    assert run("--store", other.store, "import", out).code == 0
    assert exported(other) == [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def exported(desk: Desk) -> list[object]:
    return [json.loads(line) for line in run("--store", desk.store, "export").out.splitlines()]


def test_a_csv_export_is_guarded_against_formulas_and_read_back(desk: Desk, tmp_path: Path):
    desk.done("conversation", "note", "1001", "=cmd|' /C calc'!A0")
    text = run("--store", desk.store, "export", "--format", "csv").out
    bodies = [row["message_body"] for row in csv.DictReader(io.StringIO(text))]
    assert not [body for body in bodies if body.startswith("=")]
    file = tmp_path / "out.csv"
    desk.done("export", "--format", "csv", "--output", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert run("--store", tmp_path / "other.db", "import", file, "--json").document["imported"] == 5


def test_an_output_that_cannot_be_written_exits_2_and_leaves_nothing(desk: Desk, tmp_path: Path):
    ran = desk.run("export", "--output", str(tmp_path / "no-folder" / "out.jsonl"))
    assert (ran.code, ran.out) == (2, "")


def test_a_verified_store_stays_clean_through_all_of_it(tmp_path: Path):
    desk = a_desk(tmp_path / "s.db")
    desk.done("import", write(tmp_path, jsonl("a", "b")))
    assert desk.done("verify")["clean"] is True


def test_a_name_nobody_has_is_told_before_anything_is_brought_in_or_copied(desk: Desk, tmp_path):
    record = tmp_path / "one.csv"
    record.write_text("subject,body\nhello,there\n")
    before = desk.events()
    for command in (["import", str(record)], ["backup", str(tmp_path / "copy.db")]):
        ran = run("--store", str(desk.store), "--as", "nobody", *command)
        assert (ran.code, "No agent is called nobody" in ran.err) == (2, True), ran
    assert desk.events() == before
    assert not (tmp_path / "copy.db").exists()
    missing = run("--store", str(tmp_path / "new.db"), "--as", "nobody", "import", str(record))
    assert missing.code == 3
    assert not (tmp_path / "new.db").exists()


def test_an_export_that_breaks_midway_prints_no_half_document(desk: Desk, monkeypatch):
    from agentconsole.cli.commands import export
    from agentconsole.store.errors import StoreDamaged

    def breaking(db):
        yield from list(everything(db))[:2]
        raise StoreDamaged("here")

    everything = export.everything
    monkeypatch.setattr(export, "everything", breaking)
    ran = desk.run("export", "--json")
    assert ran.code == 3
    assert ran.document["error"]["code"] == "store"
