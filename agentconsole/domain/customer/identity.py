"""Who it is: the ways a team makes sure, what each is good for, how long a check holds, and how one stands now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from agentconsole.domain.promises.service_levels import DAY, MINUTE
from agentconsole.domain.values import dataclass

KEPT = 8
"""Newest checks that stay with a conversation; all of them stay in the log."""
OTHER = "other"
"""The way of a check that is none of the team's."""
WAY_ID = r"[a-z0-9][a-z0-9-]{0,31}"
MOST_WAYS = 20
MOST_CATEGORIES = 60
LONGEST_NAME = 60
LONGEST_WORDS = 2_000
SHORTEST_HOLD = 5 * MINUTE
LONGEST_HOLD = 30 * DAY
_GIVEN_AWAY = (
    r"^\W*\d{3,12}\W*$"
    r"|\b(?:pin|code|pass(?:word|code)?|kennwort|passwort|answer|antwort)\b\W{0,3}(?:(?:is|was|ist|war)\b\W{0,3})?\d{3,}"
)
"""Compiled with the first check: every console reads this module at its start, for conversations hold checks."""


class Identity(StrEnum):
    """How an identity check ended; `accepted` is another proof than the usual one, with the reason on record."""

    UNCHECKED = "unchecked"
    PASSED = "passed"
    FAILED = "failed"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Check:
    """One check as it was made: by which way, how it ended, and in words what was done. Never the secret itself."""

    way: str
    name: str
    result: Identity
    by: str
    at: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class WayToCheck:
    """One way to make sure. `good_for` are the categories it is enough for; none: for everything."""

    id: str
    name: str
    good_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """The team's own: no ways named, any will do. A check holds for `holds_for` milliseconds in every conversation of
    the contact, with 0 as long as the conversation it was made in. `needed_in` are the categories nothing should be
    done in without one."""

    ways: tuple[WayToCheck, ...] = ()
    holds_for: int = 0
    needed_in: tuple[str, ...] = ()

    @property
    def offered(self) -> tuple[WayToCheck, ...]:
        """What an agent picks from."""
        return self.ways or USUAL_WAYS

    def way(self, how: str) -> WayToCheck | None:
        """The way of this id or name, however it is written; None for another proof."""
        wanted = " ".join(how.split()).casefold()
        return next((each for each in self.offered if wanted in (each.id, each.name.casefold())), None)


USUAL_WAYS = (
    WayToCheck("questions", "security questions"),
    WayToCheck("pin", "PIN"),
    WayToCheck("password", "phone password"),
    WayToCheck("mail", "code by mail to the address on file"),
    WayToCheck("callback", "call back to the number on file"),
    WayToCheck("document", "document"),
)
"""What a web host's desk usually has, for a team that names nothing else."""
ANY_WAY = IdentityPolicy()


def fault_in(policy: IdentityPolicy) -> str:
    """Why it cannot be the team's, in one sentence; empty when it can."""
    ids = [each.id for each in policy.ways]
    bad = next((each for each in policy.ways if not re.fullmatch(WAY_ID, each.id) or each.id == OTHER), None)
    if bad is not None:
        return f"{bad.id[:40]!r} cannot be the id of a way: at most 32 of a-z, 0-9 and dash, such as pin."
    if len(ids) > MOST_WAYS or len(ids) != len(set(ids)):
        return f"A team has at most {MOST_WAYS} ways, each with an id of its own."
    unnamed = next((each for each in policy.ways if not 0 < len(each.name.strip()) <= LONGEST_NAME), None)
    if unnamed is not None:
        return f"The way {unnamed.id} needs a name of at most {LONGEST_NAME} characters."
    if policy.holds_for and not SHORTEST_HOLD <= policy.holds_for <= LONGEST_HOLD:
        return "A check holds as long as its conversation, or from 5 minutes to 30 days."
    named = [*policy.needed_in, *(each for way in policy.ways for each in way.good_for)]
    if len(named) > MOST_CATEGORIES or any(not 0 < len(each.strip()) <= LONGEST_NAME for each in named):
        return f"At most {MOST_CATEGORIES} categories, each of at most {LONGEST_NAME} characters."
    return ""


def looks_secret(words: str) -> bool:
    """Whether the words seem to hold a PIN, a code or a numeric answer, which is never written down."""
    return re.search(_GIVEN_AWAY, words, re.IGNORECASE) is not None


class Hold(StrEnum):
    """Whether the contact is who they say, as far as we made sure."""

    HOLDS = "holds"
    UNCHECKED = "unchecked"
    FAILED = "failed"
    OVER = "over"
    TOO_WEAK = "too_weak"


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, the check that says so, and whether the category needs one."""

    hold: Hold
    check: Check | None = None
    is_needed: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether something is about to be done for somebody who may be anybody."""
        return self.is_needed and self.hold is not Hold.HOLDS


def standing(
    own: Iterable[Check], others: Iterable[Check], category: str, policy: IdentityPolicy, now: int
) -> Standing:
    """How identity stands in a conversation of this category: by its `own` checks, and where the team lets a check hold
    for some time by those of the contact's `others`. A failure undoes what was passed before it."""
    counted = sorted((*own, *(others if policy.holds_for else ())), key=lambda each: -each.at)
    is_needed = category in policy.needed_in
    weak = Standing(Hold.UNCHECKED, None, is_needed)
    for check in counted:
        if check.result is Identity.FAILED:
            return weak if weak.check else Standing(Hold.FAILED, check, is_needed)
        hold = _hold(check, category, policy, now)
        if hold is Hold.HOLDS:
            return Standing(hold, check, is_needed)
        weak = weak if weak.check else Standing(hold, check, is_needed)
    return weak


def _hold(check: Check, category: str, policy: IdentityPolicy, now: int) -> Hold:
    if policy.holds_for and now - check.at > policy.holds_for:
        return Hold.OVER
    way = policy.way(check.way)
    if check.result is Identity.PASSED and way is not None and way.good_for and category not in way.good_for:
        return Hold.TOO_WEAK
    return Hold.HOLDS


def told(it: Standing, when: str) -> str:
    """One line: `checked 14:02 by PIN, passed`. `when` is the check's instant as the reader's clock shows it. What is
    wrong with it comes first: a line that is cut must not read as a check that holds."""
    if it.check is None:
        return "not checked, and this needs it" if it.is_needed else "not checked"
    ended = f"checked {when} by {it.check.name}, {it.check.result}"
    match it.hold:
        case Hold.OVER:
            return f"holds no more: {ended}"
        case Hold.TOO_WEAK:
            return f"not enough for this: {ended}"
        case _:
            return ended
