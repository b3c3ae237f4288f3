"""What a team can choose from: how a contact ended, and what it was about."""

from __future__ import annotations

from dataclasses import dataclass

from agentconsole.tui.dialogs.fields import Option


@dataclass(frozen=True, slots=True)
class Choices:
    """The team's disposition codes and categories, in the order they are shown."""

    dispositions: tuple[Option, ...]
    categories: tuple[Option, ...]


DEFAULT_CHOICES = Choices(
    dispositions=(
        Option("solved", "solved"),
        Option("solved_by_contact", "the contact solved it"),
        Option("explained", "explained, nothing to change"),
        Option("workaround", "workaround given"),
        Option("handed_on", "handed on to others"),
        Option("ticket_opened", "goes on in a ticket"),
        Option("callback", "callback promised"),
        Option("no_answer", "the contact went silent"),
        Option("duplicate", "duplicate"),
        Option("abuse", "abuse or spam"),
    ),
    categories=(
        Option("dns", "DNS"),
        Option("mail", "mail"),
        Option("ssl", "certificates"),
        Option("billing", "billing"),
        Option("migration", "migration"),
        Option("security", "hacked site, security"),
        Option("wordpress", "WordPress"),
        Option("backup", "backup"),
        Option("database", "database"),
        Option("access", "login and access"),
        Option("domain", "domains"),
        Option("account", "account"),
    ),
)
"""What a web host's desk usually needs, for a team that names nothing else."""
