"""Words in a text, as they are, though it goes on around them, or put there by somebody else; and words set aside."""

from __future__ import annotations

import re


def aside(conversation_id: str) -> str:
    """The place among the drafts of a reply that was begun when an update was put before it."""
    return f"aside:{conversation_id}"


def apart(conversation_id: str) -> str:
    """The place among the drafts of an update that is written at the prompt, apart from the reply."""
    return f"update:{conversation_id}"


def besides(conversation_id: str) -> str:
    """The place among the drafts of what a response does once the unsent reply it stands in is sent; of a reply set
    aside it is `besides(aside(...))`."""
    return f"besides:{conversation_id}"


def is_besides(place: str) -> bool:
    """Whether a place among the drafts holds what is to be done, and no text."""
    return place.startswith(besides(""))


def text_of(place: str) -> str:
    """The place of the text a place among the drafts belongs to: itself, where it holds one."""
    return place.removeprefix(besides(""))


def places_of(conversation_id: str) -> tuple[str, ...]:
    """Every place among the drafts that belongs to the conversation."""
    texts = conversation_id, aside(conversation_id), apart(conversation_id)
    return (*texts, *map(besides, texts))


def conversation_of(place: str) -> str:
    """The conversation a place among the drafts belongs to, whether or not it is that of a reply set aside."""
    return place.removeprefix(besides("")).removeprefix(aside(""))


def whole_reply(typed: str, set_aside: str) -> str:
    """All of an unsent reply: what stands in the editor, and below it what was set aside."""
    return f"{typed.strip()}\n\n{set_aside.strip()}".strip()


def stands_in(words: str, text: str) -> bool:
    """Whether the text holds them as they are: `ok` stands in `ok, done`, and not in `look`."""
    return re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text) is not None


def put_beside(text: str, known: str, body: str) -> str:
    """The paragraphs of a `text` that somebody put there beside those that were `known`, and that are not in `body`,
    which is about to take its place: they would be gone with it."""
    if text == known:
        return ""
    left = _paragraphs(text)[::-1]
    for each in _paragraphs(known)[::-1]:
        if each in left:
            left.remove(each)
    return "\n\n".join(each for each in left[::-1] if not stands_in(each, body))


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n\n") if each.strip()]
