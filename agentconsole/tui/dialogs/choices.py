"""What a team can choose from: how a contact ended, and what it was about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from agentconsole.domain.owing import Keeper
from agentconsole.domain.values import dataclass
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.fields import Pick, worded


@dataclass(frozen=True, slots=True)
class Choices:
    """The team's disposition codes and categories, in the order they are shown. An ending in `owing` promises something
    by its words, and what keeps it: it is asked by when."""

    dispositions: tuple[Pick, ...]
    categories: tuple[Pick, ...]
    owing: Mapping[str, Keeper] = field(default_factory=dict)


DEFAULT_CHOICES = Choices(
    dispositions=(
        Pick("solved", N_("solved")),
        Pick("solved_by_contact", N_("the contact solved it")),
        Pick("explained", N_("explained, nothing to change")),
        Pick("workaround", N_("workaround given")),
        Pick("handed_on", N_("handed on to others")),
        Pick("ticket_opened", N_("goes on in a ticket")),
        Pick("callback", N_("callback promised")),
        Pick("no_answer", N_("the contact went silent")),
        Pick("duplicate", N_("duplicate")),
        Pick("abuse", N_("abuse or spam")),
    ),
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
    owing={"callback": Keeper.CALLBACK, "ticket_opened": Keeper.TICKET},
)
"""What a web host's desk usually needs, for a team that names nothing else."""


def category_words(category: str) -> str:
    """What an agent reads for a category; one that only the team has is told as it is."""
    return next((_(each.words) for each in DEFAULT_CHOICES.categories if each.value == category), category)


def default_choices() -> Choices:
    """The same in the spoken language."""
    return replace(
        DEFAULT_CHOICES,
        dispositions=worded(DEFAULT_CHOICES.dispositions),
        categories=worded(DEFAULT_CHOICES.categories),
    )
