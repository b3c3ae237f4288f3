"""How a conversation ended, in the words the team has for it: the log keeps the short code alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.terms import MessageKind

if TYPE_CHECKING:
    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.workspace.views import TranscriptLine

HEAD = "wrapped up: "
"""How the log's remark on an ending begins; the code follows, and the note behind another colon."""


def worded(remark: str, choices: Choices | None) -> str:
    """The remark with the words of its code; as it is where nobody has words for that. None are the usual choices."""
    if not remark.startswith(HEAD):
        return remark
    from agentconsole.tui.dialogs.choices import default_choices

    code, colon, note = remark.removeprefix(HEAD).partition(": ")
    endings = (choices or default_choices()).dispositions
    return f"{HEAD}{next((each.words for each in endings if each.value == code), code)}{colon}{note}"


def in_words(lines: tuple[TranscriptLine, ...], choices: Choices | None) -> tuple[TranscriptLine, ...]:
    """The lines of a transcript with the endings among them in words."""
    return tuple(replace(each, body=worded(each.body, choices)) if _is_ending(each) else each for each in lines)


def _is_ending(line: TranscriptLine) -> bool:
    return line.kind is MessageKind.SYSTEM and line.body.startswith(HEAD)
