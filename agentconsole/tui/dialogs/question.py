"""What every question behind a key is made of: a form, what it is asked with, and the commands its answers mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from agentconsole.domain import commands as ask
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.identity import ANY_WAY, IdentityPolicy
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _, n_, number
from agentconsole.tui import safe
from agentconsole.tui.dialogs.choices import Choices
from agentconsole.tui.dialogs.fields import Answers, Choice, Field, Form, Line
from agentconsole.tui.dialogs.when import EXAMPLES, instant, is_a_time, meaning
from agentconsole.tui.times import moment

Asked = Callable[[Answers], tuple[ask.Command, ...]]
Find = Callable[[str], Conversation | None]
"""The conversation of a number; None where there is none that the agent sees."""


@dataclass(frozen=True, slots=True)
class Question:
    """A form, and the commands its answers mean, in the order to perform them."""

    form: Form
    commands: Asked
    done: Callable[[Answers], str] = lambda _any: ""
    """What is said once it is done; nothing where the screen shows it."""
    is_quiet: bool = False
    """Whether nobody is told of it: then words typed the moment it opens are taken as meant."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What questions are asked about and with: the conversation, the team's choices, the time and its
    offset, and how the team makes sure who it is."""

    about: Conversation
    choices: Choices
    colleagues: tuple[Agent, ...]
    now: int
    offset: int
    count: int = 1
    """How many conversations it is asked about; `about` is the first of them."""
    policy: IdentityPolicy = ANY_WAY
    checked: str = ""
    """The check of identity there is, in the card's words; empty where nobody has checked."""
    find: Find = lambda _number: None

    @property
    def title(self) -> str:
        """The conversation as a title names it."""
        if self.count == 1:
            return f"#{self.about.id} {safe.name(self.about.contact_name)}"
        return n_("{count} conversation", "{count} conversations", self.count).format(count=number(self.count))


def form(title: str, *fields: Field, help_page: str = "") -> Form:
    """A form with these fields."""
    return Form(title, fields, help_page=help_page)


def time_line(asking: Asking, name: str, label: str, when: Callable[[Answers], bool] = lambda _any: True) -> Line:
    """A field for a moment to come; what the words mean is said while they are typed."""
    now, offset = asking.now, asking.offset
    means = partial(meaning, now=now, offset=offset)
    return Line(name, label, needed=True, hint=_(EXAMPLES), check=is_a_time, when=when, means=means)


def at(words: str, asking: Asking) -> int:
    """The instant the typed words mean."""
    return instant(words, asking.now, asking.offset)


def moment_of(words: str, asking: Asking) -> str:
    """The same as an agent reads it."""
    return moment(at(words, asking), asking.now, asking.offset)


def words_of(field: Field, answers: Answers) -> str:
    """What was answered, in the field's words."""
    return field.words(answers[field.name]) if isinstance(field, Choice) else answers[field.name]


def answered(name: str, value: str) -> Callable[[Answers], bool]:
    """Whether the field was answered so: for fields that only then matter."""
    return lambda answers: answers.get(name) == value
