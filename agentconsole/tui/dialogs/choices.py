"""What a team can choose from: how a contact ended, and what it was about."""

from __future__ import annotations

from dataclasses import dataclass

from agentconsole.tui.dialogs.fields import Pick


@dataclass(frozen=True, slots=True)
class Choices:
    """The team's disposition codes and categories, in the order they are shown."""

    dispositions: tuple[Pick, ...]
    categories: tuple[Pick, ...]


DEFAULT_CHOICES = Choices(
    dispositions=(
        Pick("solved", "solved"),
        Pick("solved_by_contact", "the contact solved it"),
        Pick("explained", "explained, nothing to change"),
        Pick("workaround", "workaround given"),
        Pick("handed_on", "handed on to others"),
        Pick("ticket_opened", "goes on in a ticket"),
        Pick("callback", "callback promised"),
        Pick("no_answer", "the contact went silent"),
        Pick("duplicate", "duplicate"),
        Pick("abuse", "abuse or spam"),
    ),
    categories=(
        Pick("dns", "DNS"),
        Pick("mail", "mail"),
        Pick("ssl", "certificates"),
        Pick("billing", "billing"),
        Pick("migration", "migration"),
        Pick("security", "hacked site, security"),
        Pick("wordpress", "WordPress"),
        Pick("backup", "backup"),
        Pick("database", "database"),
        Pick("access", "login and access"),
        Pick("domain", "domains"),
        Pick("account", "account"),
    ),
)
"""What a web host's desk usually needs, for a team that names nothing else."""
