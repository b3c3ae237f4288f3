"""Mailboxes: threads, whose mail is whose, identity, and mails that cannot be read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agentconsole.channels.files.formats import Format, open_reader
from agentconsole.channels.files.reader import Options
from agentconsole.domain.incoming import IncomingConversation
from agentconsole.domain.terms import Author
from tests.channels.records import read
from tests.support.mailbox import a_mail, a_maildir, an_mbox, mailing_list


def tickets(folder: Path, *mails: bytes, options: Options | None = None) -> list[IncomingConversation]:
    good, bad = read(an_mbox(folder / "list.mbox", list(mails)), Format.MBOX, options)
    assert bad == []
    return good


def an_answer(
    message_id: str, *references: str, sender: str = "Help <help@hosting.example>", at: str = "11:00:00"
) -> bytes:
    extra = f"References: {' '.join(f'<{r}>' for r in references)}\n"
    date = f"Mon, 03 Feb 2025 {at} +0000"
    return a_mail(b"answer " + message_id.encode(), message_id=message_id, sender=sender, date=date, extra=extra)


@pytest.mark.parametrize("seed", range(3))
def test_every_mail_of_a_list_lands_in_its_thread_with_the_line_its_author_wrote(tmp_path: Path, seed: int) -> None:
    print("seed", seed)
    written = mailing_list(random.Random(seed), 30)
    good = tickets(tmp_path, *(mail.raw for mail in written))
    found = {m.external_id: (c.external_id, m.body.strip()) for c in good for m in c.messages}
    assert found == {mail.message_id: (mail.root, mail.line) for mail in written}


def test_an_mbox_and_a_maildir_of_the_same_mails_give_the_same_tickets(tmp_path: Path) -> None:
    mails = [mail.raw for mail in mailing_list(random.Random(4), 10)] + [a_mail(message_id="")]
    good, bad = read(a_maildir(tmp_path / "box", mails), Format.MAILDIR)
    assert bad == []
    assert {c.external_id: c for c in good} == {c.external_id: c for c in tickets(tmp_path, *mails)}


def test_an_answer_that_arrives_before_the_question_joins_it(tmp_path: Path) -> None:
    good = tickets(tmp_path, an_answer("b@x", "a@x"), a_mail(message_id="a@x"))
    assert [(c.external_id, [m.external_id for m in c.messages]) for c in good] == [("a@x", ["a@x", "b@x"])]
    assert good[0].contact.email == "bo@x.example"


def test_a_thread_is_known_by_its_oldest_ancestor_even_when_that_mail_is_missing(tmp_path: Path) -> None:
    good = tickets(tmp_path, an_answer("c@x", "a@x", "b@x"), an_answer("d@x", "b@x"))
    assert [(c.external_id, len(c.messages)) for c in good] == [("a@x", 2)]


def test_mails_that_refer_to_each_other_in_a_circle_are_one_thread(tmp_path: Path) -> None:
    good = tickets(tmp_path, an_answer("a@x", "b@x"), an_answer("b@x", "a@x"), an_answer("c@x", "c@x"))
    assert sorted(len(c.messages) for c in good) == [1, 2]


def test_the_first_sender_is_the_contact_and_everybody_else_an_agent(tmp_path: Path) -> None:
    good = tickets(tmp_path, a_mail(message_id="a@x"), an_answer("b@x", "a@x"))
    assert [m.author for m in good[0].messages] == [Author.CONTACT, Author.AGENT]
    assert good[0].contact.email == "bo@x.example"
    assert good[0].status == "pending"


def test_with_our_addresses_known_a_thread_we_began_belongs_to_whom_we_wrote_to(tmp_path: Path) -> None:
    ours = Options(ours=frozenset({"hosting.example"}))
    first = a_mail(message_id="a@x", sender="help@hosting.example", extra="")
    alone = tickets(tmp_path, first.replace(b"To: help@hosting.example", b"To: Li <li@y.example>"), options=ours)
    assert (alone[0].contact.email, alone[0].messages[0].author) == ("li@y.example", Author.AGENT)
    answered = tickets(tmp_path, first, an_answer("b@x", "a@x", sender="Li <li@y.example>"), options=ours)
    assert [m.author for m in answered[0].messages] == [Author.AGENT, Author.CONTACT]
    assert (answered[0].contact.name, answered[0].status) == ("Li", "waiting")


def test_a_mail_without_a_message_id_is_known_by_its_content(tmp_path: Path) -> None:
    mail = a_mail(message_id="")
    first, again = tickets(tmp_path, mail)[0], tickets(tmp_path, mail)[0]
    assert first.external_id == again.external_id
    assert first.external_id.startswith("sha256:")
    assert tickets(tmp_path, a_mail(b"other", message_id=""))[0].external_id != first.external_id


def test_copies_of_a_mail_count_once_and_other_mails_of_the_same_id_are_kept(tmp_path: Path) -> None:
    good = tickets(tmp_path, a_mail(), a_mail(), a_mail(b"something else"))
    assert [m.external_id for m in good[0].messages] == ["one@x.example", "one@x.example#2"]


def test_a_broken_date_has_the_time_of_the_mail_before_it(tmp_path: Path) -> None:
    for date in ("yesterday", "", "Mon, 99 Feb 2025 99:00:00 +9999", "1 Jan 1900 00:00:00 +0000", "x" * 9000):
        answer = an_answer("b@x", "a@x").replace(b"Mon, 03 Feb 2025 11:00:00 +0000", date.encode())
        good = tickets(tmp_path, a_mail(message_id="a@x"), answer)
        assert [m.at for m in good[0].messages] == [1_738_576_800_000] * 2


def test_without_any_usable_date_the_given_time_counts(tmp_path: Path) -> None:
    good = tickets(tmp_path, a_mail(date="never"), options=Options(received_at=77))
    assert (good[0].received_at, good[0].messages[0].at) == (77, 77)


def test_a_line_that_begins_with_from_does_not_split_a_mail(tmp_path: Path) -> None:
    body = b"Hi\n\nFrom the start it failed.\n\n>From here on too."
    good = tickets(tmp_path, a_mail(body))
    assert len(good) == 1
    assert "From the start it failed." in good[0].messages[0].body


def test_an_unescaped_sentence_that_begins_with_from_does_not_split_a_mail(tmp_path: Path) -> None:
    path = tmp_path / "raw.mbox"
    path.write_bytes(b"From a@x Mon Feb  3 10:00:00 2025\n" + a_mail(b"Hi\n\nFrom the start it failed.\n"))
    good, _ = read(path, Format.MBOX)
    assert "From the start" in good[0].messages[0].body


def a_nest(depth: int, end: bytes = b"") -> bytes:
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return a_mail(b"--top\n" + parts + end, message_id="nest@x", content_type="multipart/mixed; boundary=top")


@pytest.mark.timeout(60)
def test_a_mail_of_parts_nested_too_deeply_costs_only_itself(tmp_path: Path) -> None:
    for bomb in (a_nest(3000), a_nest(150, b"\nx\n" * 300_000)):
        good, bad = read(an_mbox(tmp_path / "a.mbox", [bomb, a_mail()]), Format.MBOX)
        assert [c.external_id for c in good] == ["one@x.example"]
        assert [b.where for b in bad] == ["message 1"]


def test_a_maildir_passes_over_what_is_no_mail_file(tmp_path: Path) -> None:
    box = a_maildir(tmp_path / "box", [a_mail()])
    (box / "cur" / ".hidden").write_bytes(a_mail(message_id="h@x"))
    (box / "cur" / "link").symlink_to(tmp_path / "nowhere")
    (box / "new" / "folder").mkdir()
    (box / "tmp" / "unfinished").write_bytes(a_mail(message_id="u@x"))
    good, bad = read(box, Format.MAILDIR)
    assert ([c.external_id for c in good], bad) == (["one@x.example"], [])


def test_a_mail_that_went_away_meanwhile_is_named(tmp_path: Path) -> None:
    box = a_maildir(tmp_path / "box", [a_mail(), a_mail(message_id="two@x")])
    reader = open_reader(box, Format.MAILDIR)
    next((box / "new").iterdir()).unlink()
    records = list(reader)
    assert len([r for r in records if isinstance(r, IncomingConversation)]) == 1
    assert any("cannot be opened" in getattr(r, "reason", "") for r in records)


def test_progress_ends_at_the_size_of_the_mailbox(tmp_path: Path) -> None:
    reader = open_reader(an_mbox(tmp_path / "a.mbox", [a_mail(), a_mail(message_id="b@x")]), Format.MBOX)
    seen = [reader.done_bytes for _ in reader]
    assert seen == sorted(seen)
    assert reader.done_bytes == reader.total_bytes
