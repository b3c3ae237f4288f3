"""The fields of a form and the answers in them. Pure: keys in by name, a new state out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui.widgets.edit_text import EditText

Check = Callable[[str], str]
"""What is wrong with an answer, in words; empty when nothing is."""
Answers = Mapping[str, str]
AT_A_GLANCE = 54
"""Characters of a line that are seen at once; a longer proposal is read from its beginning."""
PICKS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys that pick a choice at once, in the order of the choices."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice: what it means to the rules, and the words an agent reads."""

    value: str
    words: str


def worded(picks: tuple[Pick, ...]) -> tuple[Pick, ...]:
    """Choices of our own, in the spoken language."""
    return tuple(Pick(each.value, _(each.words)) for each in picks)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; picked by its digit or letter, or with the arrows."""

    name: str
    label: str
    options: tuple[Pick, ...]
    value: str = ""
    needed: bool = True
    when: Callable[[Answers], bool] = lambda _any: True

    def picked(self, key: str) -> str | None:
        """The value the key stands for; None when it stands for none."""
        at = PICKS.find(key) if len(key) == 1 else -1
        return self.options[at].value if 0 <= at < len(self.options) else None

    def moved(self, value: str, by: int) -> str:
        """The value above or below."""
        values = [option.value for option in self.options]
        at = values.index(value) if value in values else (-1 if by > 0 else 0)
        return values[(at + by) % len(values)] if values else value

    def words(self, value: str) -> str:
        """The words of a value."""
        return next((option.words for option in self.options if option.value == value), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `hint` shows while it is empty, and what it `means` while it is typed."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    needed: bool = False
    check: Check = lambda _any: ""
    when: Callable[[Answers], bool] = lambda _any: True
    means: Check = lambda _any: ""


Field = Choice | Line


@dataclass
class Form:
    """Fields with their answers, and the one the keys go to. `when` hides a field until it matters."""

    title: str
    fields: tuple[Field, ...]
    at: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    complaint: str = ""
    text: EditText = field(default_factory=EditText)
    help_page: str = ""
    """The page of the manual about it; empty where that of the place is the right one."""

    def __post_init__(self) -> None:
        for each in self.fields:
            self.answers.setdefault(each.name, each.value)
        self.go(self.at)

    @property
    def active(self) -> Field:
        """The field the keys go to."""
        return self.fields[self.at]

    @property
    def shown(self) -> tuple[int, ...]:
        """The numbers of the fields that matter with these answers."""
        return tuple(n for n, each in enumerate(self.fields) if each.when(self.answers))

    def go(self, to: int) -> None:
        """Makes another field the active one."""
        self.at = to
        self.text = EditText(self.answers[self.active.name])
        if self.text.text == self.active.value and len(self.text.text) > AT_A_GLANCE:
            self.text.move(0)

    def step(self, by: int) -> None:
        """To the next field that is shown, or the one before; round and round."""
        shown = self.shown
        self.go(shown[(shown.index(self.at) + by) % len(shown)])

    def type(self, character: str) -> None:
        """A printable character: picks a choice, or goes into the line."""
        self.complaint = ""
        match self.active:
            case Choice() as choice:
                value = choice.picked(character)
                if value is not None:
                    self.answers[choice.name] = value
                else:
                    self.complaint = _asked(choice)
            case Line() as line:
                self.text.insert(character)
                self.answers[line.name] = self.text.text

    def edit(self, change: Callable[[EditText], None]) -> None:
        """An editing key in a line."""
        if isinstance(self.active, Line):
            change(self.text)
            self.answers[self.active.name] = self.text.text

    def move(self, by: int) -> None:
        """Up or down: another choice, or from a line to another field."""
        if isinstance(self.active, Choice):
            self.answers[self.active.name] = self.active.moved(self.answers[self.active.name], by)
        else:
            self.step(by)

    def missing(self) -> bool:
        """Whether something is missing or wrong; the form then stands on it and says what."""
        for n in self.shown:
            each, answer = self.fields[n], self.answers[self.fields[n].name].strip()
            wrong = _asked(each) if each.needed and not answer else ""
            if not wrong and isinstance(each, Line) and answer:
                wrong = each.check(answer)
            if wrong:
                self.go(n)
                self.complaint = wrong
                return True
        self.complaint = ""
        return False


def _asked(each: Field) -> str:
    """What to do about a field without an answer."""
    if isinstance(each, Line) or not each.options:
        return _("{label}: please answer.").format(label=each.label)
    last = PICKS[min(len(each.options), len(PICKS)) - 1]
    if last == "1":
        return _("{label}: please choose with 1.").format(label=each.label)
    return _("{label}: please choose with 1 to {last}, or up/down.").format(label=each.label, last=last)
