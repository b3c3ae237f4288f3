"""How a contact may end: a team's own list of dispositions, and what each promises by its words.

What is taken off the list stays in it as retired: it is chosen no more, and what ended with it can still be read.
"""

from __future__ import annotations

import re
from enum import StrEnum

from agentconsole.domain.values import dataclass

CODE = r"[a-z0-9][a-z0-9_-]{0,39}"
LONGEST_WORDS = 60
MOST_OFFERED = 35
"""As many as a form has keys to pick by."""
MOST_NAMED = 300
"""With the retired ones."""
TOLD = 12
"""Codes that a refusal names."""


class Keeper(StrEnum):
    """What an ending's words promise to keep it by."""

    CALLBACK = "callback"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way to end: its code, which the log keeps, the words an agent reads, and what keeps what these promise."""

    code: str
    words: str
    keeper: Keeper | None = None
    is_retired: bool = False


USUAL = (
    Disposition("solved", "solved"),
    Disposition("solved_by_contact", "the contact solved it"),
    Disposition("explained", "explained, nothing to change"),
    Disposition("workaround", "workaround given"),
    Disposition("handed_on", "handed on to others"),
    Disposition("ticket_opened", "goes on in a ticket", Keeper.TICKET),
    Disposition("callback", "callback promised", Keeper.CALLBACK),
    Disposition("no_answer", "the contact went silent"),
    Disposition("duplicate", "duplicate"),
    Disposition("abuse", "abuse or spam"),
)
"""What a web host's desk usually needs, for a team that names nothing else."""


def is_usual(it: Disposition) -> bool:
    """Whether its words are those of the usual list, and not the team's own."""
    return any((each.code, each.words) == (it.code, it.words) for each in USUAL)


@dataclass(frozen=True, slots=True)
class Dispositions:
    """A team's own list in the order it is shown; with none named the usual ones are offered, and any word will do."""

    named: tuple[Disposition, ...] = ()

    @property
    def known(self) -> tuple[Disposition, ...]:
        """All there are words for, the retired ones among them."""
        return self.named or USUAL

    @property
    def offered(self) -> tuple[Disposition, ...]:
        """What an agent picks from."""
        return tuple(each for each in self.known if not each.is_retired)

    @property
    def plain(self) -> str:
        """The code of one that promises nothing; every team has some, for a ticket never ends with a promise."""
        return next((each.code for each in self.offered if each.keeper is None), "")

    def find(self, code: str) -> Disposition | None:
        """The one of this code, retired or not; None where the team has none."""
        return next((each for each in self.known if each.code == code), None)

    @property
    def told(self) -> str:
        """The codes that are offered, for a sentence."""
        codes = [each.code for each in self.offered]
        return ", ".join(codes[:TOLD]) + (" and more" if len(codes) > TOLD else "")


ANY_ENDING = Dispositions()


def fault_in(named: tuple[Disposition, ...]) -> str:
    """Why it cannot be the team's, in one sentence; empty when it can."""
    bad = next((each.code for each in named if not re.fullmatch(CODE, each.code)), None)
    if bad is not None:
        return (
            f"{bad[:40]!r} cannot be the code of a disposition: at most 40 of a-z, 0-9, _ and dash, such as dns-done."
        )
    if twice := named_twice(named):
        return twice
    unread = next((each.code for each in named if not _are_words(each.words)), None)
    if unread is not None:
        return f"The disposition {unread} needs words on one line, of at most {LONGEST_WORDS} characters."
    offered = sum(not each.is_retired for each in named)
    if not 0 < offered <= MOST_OFFERED or len(named) > MOST_NAMED:
        return f"A team has 1 to {MOST_OFFERED} dispositions to choose from, and {MOST_NAMED} with the retired ones."
    if all(each.keeper for each in named if not each.is_retired):
        return "One of the dispositions promises nothing: a ticket ends by no other."
    return ""


def named_twice(named: tuple[Disposition, ...]) -> str:
    """Whether a code stands for two of them, in one sentence; empty when none does."""
    codes = [each.code for each in named]
    return "" if len(codes) == len(set(codes)) else "Each disposition has a code of its own: one is named twice."


def _are_words(words: str) -> bool:
    return 0 < len(words.strip()) <= LONGEST_WORDS and words.isprintable()
