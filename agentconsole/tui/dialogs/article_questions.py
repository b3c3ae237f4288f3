"""What is asked when an article is begun from a conversation, and what it begins with."""

from __future__ import annotations

from itertools import islice

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.terms import Author, MessageKind
from agentconsole.tongue import _
from agentconsole.tui import safe
from agentconsole.tui.dialogs.fields import PICKS, Choice, Form, Line, Pick
from agentconsole.workspace.views import TranscriptLine

SOLUTIONS = 8
"""Own messages among which the words that helped are chosen."""
SHOWN = 60
"""Cells of a message in that choice."""


def own_words(lines: tuple[TranscriptLine, ...]) -> tuple[TranscriptLine, ...]:
    """What agents said to the contact, the newest first: the words that helped are mostly among them."""
    said = (each for each in reversed(lines) if each.author_kind is Author.AGENT and each.kind is MessageKind.REPLY)
    return tuple(islice(said, SOLUTIONS))


def stub_form(it: Conversation, categories: tuple[Pick, ...], said: tuple[TranscriptLine, ...]) -> Form:
    """What an article needs, as far as the conversation tells it."""
    words = tuple(Pick(str(line.k), safe.fit(safe.line(line.body), SHOWN)) for line in said)
    now = (Pick("edit", _("go on in my editor")), Pick("keep", _("keep it as it is, a draft")))
    return Form(
        _("An article from this"),
        (
            Line("title", _("Title"), safe.line(it.subject), hint=_("what a colleague would look for"), needed=True),
            Choice("category", _("About"), categories[: len(PICKS)], it.category, needed=False),
            Choice(
                "helped",
                _("What helped"),
                (*words, Pick("", _("none of these"))),
                words[0].value if words else "",
                needed=False,
            ),
            Choice("now", _("And now"), now, "edit"),
        ),
    )


def stub(subject: str, helped: str) -> str:
    """The beginning of an article: what it is about, and the words that helped."""
    return f"When: {subject or '...'}\n\nWhat helps:\n\n{helped.strip() or '...'}"
