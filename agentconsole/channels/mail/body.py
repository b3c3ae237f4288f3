"""The body and the attachments of a parsed mail: plain text preferred, HTML converted, content of files dropped."""

from __future__ import annotations

import re
from email.message import Message as Part
from typing import TypeAlias

from agentconsole.channels.charsets import decode
from agentconsole.channels.mail.headers import words
from agentconsole.channels.mail.html import to_text
from agentconsole.channels.text import attachment_name
from agentconsole.domain.incoming import Attachment

DEEPEST = 20
"""Parts nested deeper than this are not looked at."""

MOST_ATTACHMENTS = 200
"""Attachments of one mail that are listed."""

LONGEST_HEADER = 5_000
"""Characters of a part's header that are looked at."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:+-]+)", re.IGNORECASE)
_FILE_NAME = re.compile(r"(?:file)?name\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,80}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")

AnyPart: TypeAlias = "Part[str, str]"


def text_of(part: AnyPart, depth: int = 0) -> str:
    """The text a reader of this part would see."""
    if depth > DEEPEST or media_type(part).startswith("message/"):
        return ""
    if part.is_multipart():
        return _text_of_many(part, depth)
    if is_attachment(part):
        return ""
    return _text_of_leaf(part)


def _text_of_many(part: AnyPart, depth: int) -> str:
    children = [child for child in part.get_payload() if isinstance(child, Part)]
    if media_type(part) != "multipart/alternative":
        texts = (text_of(child, depth + 1) for child in children)
        return "\n\n".join(text for text in texts if text.strip())
    ranked = sorted(children, key=lambda child: media_type(child) != "text/plain")
    return next((text for child in ranked if (text := text_of(child, depth + 1)).strip()), "")


def _text_of_leaf(part: AnyPart) -> str:
    text = decode(_content(part), _charset(part)).replace("\r\n", "\n")
    return to_text(text) if media_type(part) == "text/html" else text


def attachments(part: AnyPart, depth: int = 0) -> tuple[Attachment, ...]:
    """Every attachment below the part, names made safe, sizes in bytes after decoding."""
    if is_attachment(part):
        return (Attachment(_file_name(part), _size(part), media_type(part)),)
    if depth > DEEPEST or not part.is_multipart():
        return ()
    found: list[Attachment] = []
    for child in part.get_payload():
        if isinstance(child, Part) and len(found) < MOST_ATTACHMENTS:
            found.extend(attachments(child, depth + 1))
    return tuple(found[:MOST_ATTACHMENTS])


def is_attachment(part: AnyPart) -> bool:
    """Whether the part is a file beside the text: said to be one, named, or nothing a reader could read."""
    main, _, _ = media_type(part).partition("/")
    if main == "message":
        return True
    if main == "multipart":
        return False
    disposition = _raw(part, "content-disposition").strip().lower()
    if disposition.startswith("attachment"):
        return True
    return main != "text" or bool(_FILE_NAME.search(disposition))


def media_type(part: AnyPart) -> str:
    """The type in lower case; a part that names none, or an impossible one, is plain text.

    A part that calls itself multipart but has no parts is read as plain text too.
    """
    named = _raw(part, "content-type").partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(named):
        return "text/plain"
    if named.startswith("multipart/") and not part.is_multipart():
        return "text/plain"
    return named


def _raw(part: AnyPart, name: str) -> str:
    return str(part.get(name, ""))[:LONGEST_HEADER]


def _charset(part: AnyPart) -> str:
    match = _CHARSET.search(_raw(part, "content-type"))
    return match[1] if match else ""


def _content(part: AnyPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _size(part: AnyPart) -> int:
    if not part.is_multipart():
        return len(_content(part))
    return sum(_size(child) for child in part.get_payload() if isinstance(child, Part))


def _file_name(part: AnyPart) -> str:
    header = _raw(part, "content-disposition") + "; " + _raw(part, "content-type")
    try:
        # Thousands of continued parameters take the standard library the square of their number.
        name = part.get_filename() if len(header) < LONGEST_HEADER else _plain_file_name(header)
    except (ValueError, LookupError, TypeError, AttributeError):
        # Damaged RFC 2231 continuations: the plain parameter still names it.
        name = _plain_file_name(header)
    if not name and media_type(part).startswith("message/"):
        name = "message.eml"
    return attachment_name(words(str(name or "")))


def _plain_file_name(header: str) -> str:
    match = _FILE_NAME.search(header)
    return match[1] or match[2] if match else ""
