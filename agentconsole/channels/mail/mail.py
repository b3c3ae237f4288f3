"""One mail as plain values: who, when, what about, the visible reply, and the names of its attachments."""

from __future__ import annotations

import hashlib
from email import message_from_bytes
from email.policy import compat32

from agentconsole.channels.mail import headers as header
from agentconsole.channels.mail.body import attachments, text_of
from agentconsole.channels.mail.headers import Address, Headers
from agentconsole.channels.mail.quotes import visible_reply
from agentconsole.domain.incoming import Attachment
from agentconsole.domain.values import dataclass

MOST_STEPS = 5_000_000
"""What a mail's parts may cost to take apart, in the steps of `_steps`; about three seconds."""

_STEPS_PER_PART = 300
"""Steps it takes to set up one part."""

_STEPS_PER_HEADER = 50
"""Steps it takes to keep one header line, which every look-up of a header then passes."""


class UnreadableMail(ValueError):
    """A mail nested so deeply, or broken in such a way, that no text can be had from it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail; `at` is epoch milliseconds UTC, or None when its Date header says nothing usable."""

    message_id: str
    subject: str
    sender: Address
    recipient: Address
    at: int | None
    body: str
    attachments: tuple[Attachment, ...]


def named_id(found: Headers) -> str:
    """The Message-ID without its brackets; empty when there is no usable one."""
    return next(iter(header.message_ids(found.get("message-id", ""))), "")


def hashed_id(raw: bytes) -> str:
    """What a mail without a Message-ID is known by: the hash of its headers and body, line ends aside."""
    return "sha256:" + hashlib.sha256(raw.replace(b"\r\n", b"\n").strip()).hexdigest()


def ancestors(found: Headers) -> tuple[str, ...]:
    """The mails this one answers, oldest first."""
    references = header.message_ids(found.get("references", ""))
    answered = header.message_ids(found.get("in-reply-to", ""))[:1]
    return references + tuple(i for i in answered if i not in references)


def read_mail(raw: bytes) -> Mail:
    """The mail in these bytes. Raises: UnreadableMail."""
    found = header.block(raw)
    body, files = _content(raw)
    return Mail(
        named_id(found) or hashed_id(raw),
        header.subject(found.get("subject", "")),
        header.address(found.get("from", "") or found.get("sender", "")),
        header.address(found.get("to", "")),
        header.instant(found.get("date", "")),
        visible_reply(body),
        files,
    )


def _content(raw: bytes) -> tuple[str, tuple[Attachment, ...]]:
    if _steps(raw) > MOST_STEPS:
        raise UnreadableMail("it has too many parts or header lines; open it in a mail program")
    try:
        parsed = message_from_bytes(raw, policy=compat32)
        return text_of(parsed), attachments(parsed)
    except RecursionError:
        raise UnreadableMail("its parts are nested too deeply; open it in a mail program") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # The standard library's mail parser answers some damaged structures with errors of this kind.
        raise UnreadableMail(f"its structure is damaged ({error}); open it in a mail program") from error


def _steps(raw: bytes) -> int:
    """The standard parser holds every line against every open part, and each `--` line may begin a part."""
    most_open = raw.lower().count(b"boundary")
    in_parts = most_open * (raw.count(b"\n") + _STEPS_PER_PART * raw.count(b"\n--"))
    end = header.END.search(raw)
    return in_parts + _STEPS_PER_HEADER * raw.count(b"\n", 0, end.start() if end else len(raw))
