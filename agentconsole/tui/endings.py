"""How a conversation ended and which promise broke, in words for a reader: the log keeps the short code alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agentconsole.domain.promises.clocks import ClockKind
from agentconsole.domain.terms import MessageKind
from agentconsole.tongue import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentconsole.tui.dialogs.choices import Choices
    from agentconsole.workspace.views import TranscriptLine

HEAD = "wrapped up: "
"""How the log's remark on an ending begins; the code follows, and the note behind another colon."""


BROKEN = "promise broken: "
"""How the log's remark on a broken promise begins; its kind follows."""

MISSED: dict[ClockKind, str] = {
    ClockKind.ANSWER: N_("promise broken: nobody took the call in time"),
    ClockKind.FIRST_REPLY: N_("promise broken: no first reply came in time"),
    ClockKind.REPLY: N_("promise broken: no answer came in time"),
    ClockKind.UPDATE: N_("promise broken: no word from us came in time"),
    ClockKind.HOLD: N_("promise broken: the caller on hold heard nothing in time"),
    ClockKind.ACKNOWLEDGE: N_("promise broken: the ticket was not acknowledged in time"),
    ClockKind.PROGRESS: N_("promise broken: no progress report came in time"),
    ClockKind.PROMISED: N_("promise broken: no word came by the time that was promised"),
    ClockKind.CALLBACK: N_("promise broken: nobody rang by the time that was promised"),
    ClockKind.FOLLOW_UP: N_("promise broken: nobody followed up by the time that was set"),
    ClockKind.ESCALATION: N_("promise broken: no lead answered the call for help in time"),
}


def worded(remark: str, choices: Choices | None) -> str:
    """The remark with the words of its code; as it is where nobody has words for that. None are the usual choices."""
    if remark.startswith(BROKEN):
        return _missed(remark)
    if not remark.startswith(HEAD):
        return remark
    from agentconsole.tui.dialogs.choices import default_choices

    code, colon, note = remark.removeprefix(HEAD).partition(": ")
    chosen = choices or default_choices()
    endings = (*chosen.dispositions, *chosen.retired)
    return f"{HEAD}{next((each.words for each in endings if each.value == code), code)}{colon}{note}"


def _missed(remark: str) -> str:
    kind = remark.removeprefix(BROKEN).replace(" ", "_")
    return _(MISSED[ClockKind(kind)]) if kind in MISSED else remark


def in_words(lines: tuple[TranscriptLine, ...], choices: Callable[[], Choices]) -> tuple[TranscriptLine, ...]:
    """The lines of a transcript with the endings and broken promises among them in words; `choices` is asked only
    where there are some."""
    if not any(map(_has_words, lines)):
        return lines
    chosen = choices()
    return tuple(replace(each, body=worded(each.body, chosen)) if _has_words(each) else each for each in lines)


def _has_words(line: TranscriptLine) -> bool:
    return line.kind is MessageKind.SYSTEM and line.body.startswith((HEAD, BROKEN))
