"""A mailing list as it really looks: threads, odd charsets, HTML, quotes, attachments, and broken mails."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

EPOCH = 1_700_000_000
"""Seconds: the first mail of every generated list."""

PEOPLE = (
    ("Zoë Martín", "zoe@blumen.example"),
    ("Иван Петров", "ivan@pochta.example"),
    ("山田 太郎", "taro@mise.example"),
    ("Bo Svensson", "bo@butik.example"),
)
OURS = ("Support", "help@hosting.example")
LINES = (
    "The certificate of our shop ran out this morning.",
    "Mail to the new domain bounces: relay denied.",
    "Überweisung ist raus, bitte wieder freischalten.",
    "Сайт открывается очень медленно.",
    "DNS のレコードを確認してください。",
    "Thanks, that was it!",
)
CHARSETS = ("utf-8", "iso-8859-1", "koi8-r", "shift_jis", "windows-1252", "x-unknown-8bit", "utf-7", "")


@dataclass(frozen=True, slots=True)
class Written:
    """One generated mail: its id, its thread's first id, and the line its author really wrote."""

    message_id: str
    root: str
    line: str
    raw: bytes


def a_mail(
    body: bytes = b"hello",
    *,
    message_id: str = "one@x.example",
    sender: str = "Bo <bo@x.example>",
    subject: str = "Hello",
    date: str = "Mon, 03 Feb 2025 10:00:00 +0000",
    content_type: str = "text/plain; charset=utf-8",
    extra: str = "",
) -> bytes:
    """One mail as bytes; `extra` holds more header lines, each with its newline."""
    head = f"From: {sender}\nTo: help@hosting.example\nSubject: {subject}\nDate: {date}\n"
    if message_id:
        head += f"Message-ID: <{message_id}>\n"
    head += f"Content-Type: {content_type}\n{extra}\n"
    return head.encode("utf-8", "surrogateescape") + body


def an_mbox(path: Path, mails: list[bytes]) -> Path:
    """The mails as an mbox file."""
    with path.open("wb") as file:
        for mail in mails:
            escaped = b"\n".join(b">" + x if x.lstrip(b">").startswith(b"From ") else x for x in mail.split(b"\n"))
            file.write(b"From someone@x.example Mon Feb  3 10:00:00 2025\n" + escaped + b"\n\n")
    return path


def a_maildir(path: Path, mails: list[bytes]) -> Path:
    """The mails as a maildir folder."""
    for folder in ("cur", "new", "tmp"):
        (path / folder).mkdir(parents=True)
    for number, mail in enumerate(mails):
        folder = "cur" if number % 2 else "new"
        (path / folder / f"{number:06d}.x:2,S").write_bytes(mail)
    return path


def mailing_list(chance: random.Random, threads: int) -> list[Written]:
    """The mails of some threads, shuffled into each other as they would arrive."""
    waiting = [list(_thread(chance, number)) for number in range(threads)]
    arrived: list[Written] = []
    while waiting:
        thread = chance.choice(waiting)
        arrived.append(thread.pop(0))
        waiting = [t for t in waiting if t]
    return arrived


def _thread(chance: random.Random, number: int) -> Iterator[Written]:
    root = f"t{number}.0@list.example"
    asker = chance.choice(PEOPLE)
    before: list[Written] = []
    for k in range(chance.randint(1, 6)):
        name, address = asker if k % 2 == 0 else OURS
        message_id = f"t{number}.{k}@list.example"
        line = f"{chance.choice(LINES)} ({number}/{k})"
        raw = a_mail(
            _body(chance, line, before),
            message_id=message_id,
            sender=f"{_encoded(name)} <{address}>",
            subject=("Re: " * min(k, 2)) + f"[hosting] Question {number}",
            date=formatdate(EPOCH + number * 3600 + k * 600),
            content_type="multipart/mixed; boundary=OUTER",
            extra=_answers(before),
        )
        before.append(Written(message_id, root, line, raw))
        yield before[-1]


def _answers(before: list[Written]) -> str:
    if not before:
        return ""
    references = "\n ".join(f"<{mail.message_id}>" for mail in before)
    return f"In-Reply-To: <{before[-1].message_id}>\nReferences: {references}\n"


def _encoded(name: str) -> str:
    return f"=?utf-8?B?{b64encode(name.encode()).decode()}?="


def _body(chance: random.Random, line: str, before: list[Written]) -> bytes:
    quoted = ""
    if before:
        quoted = f"\n\nOn Mon, 3 Feb 2025 at 10:00, Bo <bo@x.example> wrote:\n> {before[-1].line}\n> > older\n"
    text = _html(chance, line) if chance.random() < 0.3 else _plain(chance, line + quoted)
    parts = [text]
    if chance.random() < 0.2:
        parts.append(
            b"Content-Type: image/png\nContent-Disposition: attachment; filename*=utf-8''bild%20%C3%BC.png\n"
            b"Content-Transfer-Encoding: base64\n\n" + b64encode(b"x" * 300)
        )
    return b"".join(b"--OUTER\n" + part + b"\n" for part in parts) + b"--OUTER--\n"


def _plain(chance: random.Random, text: str) -> bytes:
    charset = chance.choice(CHARSETS)
    try:
        content = text.encode(charset or "utf-8")
    except (LookupError, UnicodeEncodeError):
        content = text.encode("utf-8")
        charset = chance.choice(("x-unknown-8bit", "us-ascii", "utf-8"))
    return f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + content


def _html(chance: random.Random, line: str) -> bytes:
    style = "<style>p {color: red}</style>" if chance.random() < 0.5 else ""
    page = f"<html><head>{style}</head><body><p>{line}</p><script>alert(1)</script><img src=x></body></html>"
    return b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b64encode(page.encode())
