"""Who may sign in to a team's server, as `server user list` tells it: role, state, how long their terminals last."""

from __future__ import annotations

from typing import Any

from agentconsole.cli import output
from agentconsole.domain.queue import span
from agentconsole.domain.words.counting import counted
from agentconsole.server import accounts, sessions
from agentconsole.server.sessions import Lasting
from agentconsole.store.connection import Connection
from agentconsole.store.team.rows import find_agents

User = dict[str, Any]
"""What `--json` promises: `id`, `role`, `enabled`, `has_password`, `terminals`, and of the one used last `seen_ms`,
`expires_ms` (unless it is used) and `ends_ms`, which are null where there is none."""


def listed(db: Connection, now: int, lasting: Lasting) -> list[User]:
    """Everybody, by name."""
    team = find_agents(db)
    return [_user(db, each, team[each.agent_id].role.value, now, lasting) for each in accounts.every(db)]


def _user(db: Connection, account: accounts.Account, role: str, now: int, lasting: Lasting) -> User:
    terminals = sessions.list_of(db, account.agent_id, now, lasting)
    last = terminals[0] if terminals else None
    return {
        "id": account.agent_id,
        "role": role,
        "enabled": account.is_enabled,
        "has_password": account.password != "",
        "terminals": len(terminals),
        "seen_ms": last.seen_ms if last else None,
        "expires_ms": last.expires_ms if last else None,
        "ends_ms": last.ends_ms if last else None,
    }


def user_line(user: User, now: int) -> str:
    """For a person."""
    state = "may sign in" if user["enabled"] else "disabled"
    if user["enabled"] and not user["has_password"]:
        state = "has a one-time code"
    terminals = counted(user["terminals"], "terminal")
    if user["terminals"]:
        ends = f"ends in {span(user['expires_ms'] - now)} unless used, in {span(user['ends_ms'] - now)} at the latest"
        terminals += f", used {span(now - user['seen_ms'])} ago; {ends}"
    return output.row([(user["id"], 16), (user["role"], 6), (state, 20), (terminals, 0)])


def policy(lasting: Lasting) -> str:
    """How long sessions last by the settings, in one sentence."""
    return f"A session ends after {span(lasting.unused)} without use, and after {span(lasting.longest)} in any case."
