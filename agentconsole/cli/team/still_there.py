"""What of an agent goes on for the team after this terminal has left it, as far as the copy here tells."""

from __future__ import annotations

from contextlib import closing

from agentconsole.cli.team.team_place import Team
from agentconsole.domain.team.agent import Presence
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import _, n_, number

NAMED = 5
"""Conversations named at most."""


def still_there(team: Team) -> str:
    """In a sentence or two: whether they are available, and whom they hold; empty for neither."""
    if not team.store.exists():
        return ""
    with closing(open_store(team.store, read_only=True)) as db:
        me = find_agents(db).get(team.agent)
        held = db.execute(
            "SELECT id, contact_name FROM conversation WHERE assignee = ? AND open = 1 ORDER BY place_ms, id",
            (team.agent,),
        ).fetchall()
    is_available = me is not None and me.presence is Presence.AVAILABLE
    names = ", ".join(f"#{row[0]} {row[1]}".strip() for row in held[:NAMED])
    if (more := len(held) - NAMED) > 0:
        names = n_("{names} and {count} more", "{names} and {count} more", more).format(names=names, count=number(more))
    if is_available and held:
        return _("For the team you are still available and hold {names}, as far as this computer knows.").format(
            names=names
        )
    if is_available:
        return _("For the team you are still available, as far as this computer knows.")
    return _("For the team you still hold {names}, as far as this computer knows.").format(names=names) if held else ""
