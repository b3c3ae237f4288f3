"""Who may ask for what: role by route, and which commands a console may send at all. What is not named is denied."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.decide import BY_CHANNELS, SETTING_UP
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.domain.vocabulary import COMMANDS


class Need(StrEnum):
    """What a route asks of whoever calls it."""

    NOTHING = "nothing"
    SESSION = "session"
    LEAD = "lead"
    SOURCE = "source"
    OPERATOR = "operator"


ROUTES: dict[tuple[str, str], Need] = {
    ("GET", "/healthz"): Need.NOTHING,
    ("GET", "/readyz"): Need.NOTHING,
    ("GET", "/metrics"): Need.OPERATOR,
    ("GET", "/openapi.json"): Need.NOTHING,
    ("GET", "/v1/time"): Need.NOTHING,
    ("POST", "/v1/sessions"): Need.NOTHING,
    ("GET", "/v1/sessions"): Need.SESSION,
    ("GET", "/v1/sessions/current"): Need.SESSION,
    ("POST", "/v1/sessions/current/renewal"): Need.SESSION,
    ("POST", "/v1/sessions/current/password"): Need.SESSION,
    ("DELETE", "/v1/sessions/current"): Need.SESSION,
    ("DELETE", "/v1/sessions/{session_id}"): Need.SESSION,
    ("POST", "/v1/commands"): Need.SESSION,
    ("GET", "/v1/changes"): Need.SESSION,
    ("GET", "/v1/poke"): Need.SESSION,
    ("GET", "/v1/snapshot"): Need.SESSION,
    ("GET", "/v1/own"): Need.SESSION,
    ("GET", "/v1/receipts"): Need.SESSION,
    ("POST", "/v1/receipts/known"): Need.SESSION,
    ("GET", "/v1/receipts/{command_id}"): Need.SESSION,
    ("POST", "/v1/unsent"): Need.SESSION,
    ("GET", "/v1/audit"): Need.SESSION,
    ("PUT", "/v1/drafts"): Need.SESSION,
    ("GET", "/v1/drafts"): Need.SESSION,
    ("GET", "/v1/unsent/{conversation_id}"): Need.LEAD,
    ("GET", "/v1/team/sessions"): Need.LEAD,
    ("POST", "/v1/intake/contact"): Need.SOURCE,
    ("POST", "/v1/intake/{channel}"): Need.SOURCE,
}
"""Every route there is. The application refuses to start with another one."""

NOT_BY_CONSOLES = frozenset(
    kind for kind, each in COMMANDS.items() if each in BY_CHANNELS - SETTING_UP and each is not ReportOutage
)
"""What only contacts, channels and the house do. What is left out has a rule of its own about who may."""


def may_call(need: Need, role: Role | None) -> bool:
    """Whether somebody of this role, None being nobody signed in, may call a route that needs this."""
    match need:
        case Need.NOTHING:
            return True
        case Need.SESSION:
            return role is not None
        case Need.LEAD:
            return role is Role.LEAD
        case Need.SOURCE | Need.OPERATOR:
            return False


def may_send(kind: str) -> bool:
    """Whether a console may send a command of this kind; whether its agent may do it the rules decide."""
    return kind not in NOT_BY_CONSOLES


def may_end_session(role: Role, agent_id: str, owner: str) -> bool:
    """One's own terminals, and as a lead everybody's."""
    return owner == agent_id or (role is Role.LEAD and owner != "")
