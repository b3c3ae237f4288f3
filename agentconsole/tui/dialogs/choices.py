"""What a team can choose from: how a contact ended, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from agentconsole.domain.dispositions import USUAL, Disposition, Dispositions, Keeper, is_usual
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _, said
from agentconsole.tui.dialogs.fields import Pick, worded


@dataclass(frozen=True, slots=True)
class Choices:
    """The team's disposition codes and categories, in the order they are shown. An ending in `owing` promises something
    by its words, and what keeps it: it is asked by when."""

    dispositions: tuple[Pick, ...]
    categories: tuple[Pick, ...]
    owing: Mapping[str, Keeper] = field(default_factory=dict)
    retired: tuple[Pick, ...] = ()
    """Disposition codes that are only read."""


DEFAULT_CHOICES = Choices(
    dispositions=tuple(Pick(each.code, each.words) for each in USUAL),
    categories=(
        Pick("dns", N_("DNS")),
        Pick("mail", N_("mail")),
        Pick("ssl", N_("certificates")),
        Pick("billing", N_("billing")),
        Pick("migration", N_("migration")),
        Pick("security", N_("hacked site, security")),
        Pick("wordpress", N_("WordPress")),
        Pick("backup", N_("backup")),
        Pick("database", N_("database")),
        Pick("access", N_("login and access")),
        Pick("domain", N_("domains")),
        Pick("account", N_("account")),
    ),
    owing={each.code: each.keeper for each in USUAL if each.keeper},
)
"""What a web host's desk usually needs, for a team that names nothing else."""


def category_words(category: str) -> str:
    """What an agent reads for a category; one that only the team has is told as it is."""
    return next((_(each.words) for each in DEFAULT_CHOICES.categories if each.value == category), category)


def default_choices() -> Choices:
    """The same in the spoken language."""
    return replace(
        DEFAULT_CHOICES,
        dispositions=tuple(map(_pick, USUAL)),
        categories=worded(DEFAULT_CHOICES.categories),
    )


def choices_of(team: Dispositions, given: Choices | None) -> Choices:
    """What there is to choose from: the list the team has named; where it has none, what the start has `given`, or the
    usual one."""
    chosen = given or default_choices()
    if not team.named:
        return chosen
    return replace(
        chosen,
        dispositions=tuple(map(_pick, team.offered)),
        owing={each.code: each.keeper for each in team.offered if each.keeper},
        retired=tuple(_pick(each) for each in team.named if each.is_retired),
    )


def words_of(each: Disposition) -> str:
    """The usual words in the spoken language, the team's own as they are."""
    return said(each.words) if is_usual(each) else each.words


def _pick(each: Disposition) -> Pick:
    return Pick(each.code, words_of(each))
