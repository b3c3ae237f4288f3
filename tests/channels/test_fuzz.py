"""Damaged files of every format: a reader gives records and bad records, never an error, and always ends."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest

from agentconsole.channels.files.export import write_csv
from agentconsole.channels.files.formats import Format, open_reader
from agentconsole.channels.files.jsonl import conversation_of
from agentconsole.channels.files.reader import Options
from agentconsole.domain.incoming import BadRecord, IncomingConversation
from tests.channels.records import a_line
from tests.support.mailbox import a_maildir, an_mbox, mailing_list

ROUNDS = int(os.environ.get("AGENTCONSOLE_FUZZ_ROUNDS", "60"))
"""Damaged files per format; the long run sets some thousands."""

SPLINTERS = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\\ud800",
    b'"',
    b"\n",
    b"\r",
    b"\n\n",
    b"{",
    b"[" * 3000,
    b"1e999",
    b"NaN",
    b"9" * 5000,
    b"\nFrom x@y Mon Feb  3 10:00:00 2025\n",
    b"=?utf-8?B?",
    b"=?x?q?=?=",
    b"Content-Type: multipart/mixed; boundary=OUTER\n",
    b"Content-Type: \xe4/\xff; charset=\xf6\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Disposition: attachment; filename*0*=x''%; filename*2=y\n",
    b"<div>" * 300,
    b"--OUTER",
    b"\xff\xfe",
    b"On a " * 50,
)


def damaged(chance: random.Random, content: bytes) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at:at] = chance.choice(SPLINTERS)
            case 1:
                del data[at : at + chance.randint(1, 200)]
            case 2:
                data[at : at + 1] = chance.randbytes(1)
            case 3:
                data[at:at] = data[at : at + chance.randint(1, 400)]
            case _:
                data[at : at + 8] = chance.choice(SPLINTERS)
    return bytes(data)


def sound_jsonl() -> bytes:
    turns = b'{"id": "t-1", "turns": [{"role": "user", "content": "Hi"}]}\n'
    return b"".join(a_line(external_id=f"c-{n}", subject="Zoë") for n in range(5)) + turns


def sound_csv() -> bytes:
    out = io.StringIO(newline="")
    write_csv([conversation_of(a_line(external_id=f"c-{n}"), Options()) for n in range(5)], out)
    return out.getvalue().encode("utf-8-sig")


def assert_only_records(path: Path, format: Format) -> None:
    for record in open_reader(path, format, Options(received_at=1)):
        match record:
            case BadRecord(where, reason):
                assert where.split()[0] in {"line", "message"}
                (where + reason).encode()
            case IncomingConversation():
                assert_storable(record)


def assert_storable(conversation: IncomingConversation) -> None:
    contact = conversation.contact
    texts = [conversation.external_id, conversation.subject, contact.name, contact.email, contact.phone]
    for message in conversation.messages:
        assert 0 <= message.at < 2**53
        texts += [message.body, message.author_name, message.external_id, *(a.name for a in message.attachments)]
    for text in texts:
        assert "\x00" not in text
        text.encode()


@pytest.mark.parametrize(("format", "sound"), [(Format.JSONL, sound_jsonl()), (Format.CSV, sound_csv())])
def test_damaged_lines_and_tables_never_stop_the_reader(tmp_path: Path, format: Format, sound: bytes) -> None:
    path = tmp_path / "damaged"
    for seed in range(ROUNDS):
        print("seed", seed)
        path.write_bytes(damaged(random.Random(seed), sound))
        assert_only_records(path, format)


def test_damaged_mboxes_never_stop_the_reader(tmp_path: Path) -> None:
    for seed in range(ROUNDS):
        print("seed", seed)
        chance = random.Random(seed)
        path = an_mbox(tmp_path / "a.mbox", [mail.raw for mail in mailing_list(chance, 3)])
        path.write_bytes(damaged(chance, path.read_bytes()))
        assert_only_records(path, Format.MBOX)


def test_damaged_mails_in_a_maildir_never_stop_the_reader(tmp_path: Path) -> None:
    for seed in range(ROUNDS):
        print("seed", seed)
        chance = random.Random(-seed - 1)
        mails = [damaged(chance, mail.raw) for mail in mailing_list(chance, 3)]
        assert_only_records(a_maildir(tmp_path / str(seed), mails), Format.MAILDIR)


def test_noise_is_no_danger_in_any_format(tmp_path: Path) -> None:
    path = tmp_path / "noise"
    for seed in range(ROUNDS):
        print("seed", seed)
        noise = random.Random(seed).randbytes(3000)
        # A mailbox is one only where a line begins a mail.
        mail = b"From noise Sun Nov 22 09:30:00 2026\n"
        for format, begins in ((Format.JSONL, b""), (Format.CSV, b""), (Format.MBOX, mail)):
            path.write_bytes(begins + noise)
            assert_only_records(path, format)
