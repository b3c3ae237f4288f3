"""The team's policies out of its settings: the ladder, reading along, making sure who it is, how a contact may end."""

from __future__ import annotations

from agentconsole.domain.customer.identity import ANY_WAY, IdentityPolicy
from agentconsole.domain.dispositions import ANY_ENDING, Disposition, Dispositions
from agentconsole.domain.leads.ladder import DEFAULT_LADDER, Ladder, Rung
from agentconsole.domain.leads.supervision import OPENLY, Supervision
from agentconsole.store.connection import Connection
from agentconsole.store.setting import find_setting
from agentconsole.typed import decoded


def find_ladder(db: Connection) -> Ladder:
    """The team's rungs; the default one where no event has set others."""
    text = find_setting(db, "ladder")
    return decoded(text, tuple[Rung, ...]) if text else DEFAULT_LADDER


def find_supervision(db: Connection) -> Supervision:
    """The team's policy of reading along; openly, where no event has set another."""
    text = find_setting(db, "supervision")
    return decoded(text, Supervision) if text else OPENLY


def find_identity_policy(db: Connection) -> IdentityPolicy:
    """How the team makes sure who it is; by any way, where no event has set another."""
    text = find_setting(db, "identity")
    return decoded(text, IdentityPolicy) if text else ANY_WAY


def find_dispositions(db: Connection) -> Dispositions:
    """How a contact may end; in any way, where no event has set a list."""
    text = find_setting(db, "dispositions")
    return Dispositions(decoded(text, tuple[Disposition, ...])) if text else ANY_ENDING
