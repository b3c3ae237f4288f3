"""The tutorial as values: its lessons in their order, and how far somebody has come."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_

COMMAND: Final = re.compile(r"\{([a-z_]+\.[a-z_0-9]+)\}")
"""A key in a lesson's words: the id of its command in braces."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt: the command whose doing ends it, what to do, and what may be in the way."""

    command_id: str
    words: str
    hint: str


LESSONS: Final = (
    Lesson(
        "queue.open",
        N_("{queue.down} and {queue.up} move in the queue; {queue.open} opens a conversation."),
        N_("On top stands whose promise breaks first."),
    ),
    Lesson(
        "conversation.claim",
        N_("{nav.back} goes back to the queue. {chat.take_next} takes the chat that waits longest."),
        N_("No chat waits? Somebody writes within seconds."),
    ),
    Lesson(
        "conversation.reply",
        N_("PUBLIC: the contact reads what you type. Greet them; {composer.enter} sends."),
        N_("Not in the text? {goto.chat1} goes there."),
    ),
    Lesson(
        "conversation.note",
        N_("{composer.switch} changes to a note for the team. Write one; {composer.send} sends it."),
        N_("The rule above the text says NOTE."),
    ),
    Lesson(
        "reminder.update",
        N_("{reminder.update} proposes an honest word for whoever waits longest for one."),
        N_("Yours to edit; {composer.enter} sends it in time."),
    ),
    Lesson(
        "composer.canned",
        N_("{composer.canned}, or :: in the text, finds ready words. Pick with {dialog.done}."),
        N_("{composer.next_blank} goes to a blank they leave."),
    ),
    Lesson(
        "conversation.escalate",
        N_("{nav.back}, then {conversation.escalate} asks for a lead: why, and a line; {dialog.done}."),
        N_("The chat stays yours."),
    ),
    Lesson(
        "conversation.wrap_up",
        N_("{conversation.resolve} ends it; choose how it ended with the arrows, {dialog.done}."),
        N_("Unsent words? y first. It is final."),
    ),
    Lesson(
        "conversation.undo",
        N_("{conversation.claim} takes a waiting ticket; {conversation.undo} takes that back for 20 seconds."),
        N_("{goto.menu} {goto.tickets} shows tickets; a waiting chat will do, too."),
    ),
    Lesson(
        "goto.receipts",
        N_("{goto.menu}, then {goto.receipt_list}: the proof of all you did. {nav.back} leaves it."),
        N_("Each number stands in the log for good."),
    ),
    Lesson(
        "app.palette",
        N_("{app.palette} finds every command by its words, and says its key."),
        N_("{nav.back} leaves it."),
    ),
)
OVER: Final = Lesson(
    "", N_("That is all. {app.help} opens the manual wherever you are."), N_("{app.quit} leaves the demo.")
)
"""What stands there when nothing is left to learn."""


class Mark(StrEnum):
    """What became of a lesson."""

    LEARNT = "✓"
    SKIPPED = "-"
    TO_COME = "·"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come: what became of each lesson that is over."""

    marks: tuple[Mark, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether no lesson is left."""
        return len(self.marks) >= len(LESSONS)

    @property
    def lesson(self) -> Lesson:
        """The one in hand."""
        return OVER if self.is_over else LESSONS[len(self.marks)]

    @property
    def signs(self) -> str:
        """A sign for each lesson."""
        return "".join(self.marks) + Mark.TO_COME * (len(LESSONS) - len(self.marks))

    def carried_out(self, command_id: str) -> Progress:
        """After a command was carried out: the lesson in hand is learnt if it was about that one."""
        return self._with(Mark.LEARNT) if command_id and command_id == self.lesson.command_id else self

    def skipped(self) -> Progress:
        """The next lesson, this one unlearnt."""
        return self if self.is_over else self._with(Mark.SKIPPED)

    def _with(self, mark: Mark) -> Progress:
        return replace(self, marks=(*self.marks, mark))


def read_progress(signs: str) -> Progress:
    """The progress whose signs were kept; what is no sign ends it."""
    marks = []
    for sign in signs[: len(LESSONS)]:
        if sign not in (Mark.LEARNT, Mark.SKIPPED):
            break
        marks.append(Mark(sign))
    return Progress(tuple(marks))


class Tutorial:
    """The tutorial of one console; `keep` is told of each step, so that another console can go on from there."""

    def __init__(self, progress: Progress, keep: Callable[[Progress], None], *, is_shown: bool = False) -> None:
        self.progress, self._keep, self.is_shown = progress, keep, is_shown

    def begin(self) -> None:
        """Shows it, from its first lesson where it was over."""
        self.is_shown = True
        self._go(Progress() if self.progress.is_over else self.progress)

    def begin_anew(self) -> None:
        """Shows it from its first lesson."""
        self.is_shown = True
        self._go(Progress())

    def leave(self) -> None:
        """Hides it; what was learnt is kept."""
        self.is_shown = False

    def carried_out(self, command_id: str) -> bool:
        """A command was carried out; whether that ended the lesson in hand."""
        return self.is_shown and self._go(self.progress.carried_out(command_id))

    def skip(self) -> None:
        """The next lesson."""
        self._go(self.progress.skipped())

    def _go(self, to: Progress) -> bool:
        is_other = to != self.progress
        self.progress = to
        if is_other:
            self._keep(to)
        return is_other
