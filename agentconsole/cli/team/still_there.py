"""What of an agent goes on for the team after this terminal has left it, as far as the copy here tells."""

from __future__ import annotations

from contextlib import closing

from agentconsole.cli.team.off_shift import Shift
from agentconsole.cli.team.team_place import Team
from agentconsole.domain.team.agent import Presence
from agentconsole.store.sqlite import open_store
from agentconsole.store.team.rows import find_agents
from agentconsole.tongue import N_, _, n_, number

HOW_TO_END = N_(
    "To end your shift: `agentconsole login`, then `agentconsole logout`, which asks for your password where no "
    "session is kept."
)
NAMED = 5
"""Conversations named at most."""


def still_there(team: Team, shift: Shift) -> str:
    """In a sentence or two: whether they are on shift, and whom they hold; empty where nothing is known of either."""
    available, names = _known(team) if team.store.exists() else (False, "")
    words = _words(shift, names, is_available=available)
    another = _("Another terminal of yours is signed in still.") if shift is Shift.GOES_ON else ""
    how = _(HOW_TO_END) if shift is Shift.UNTOLD and available else ""
    return " ".join(filter(None, [another, words.format(names=names), how]))


def is_available(team: Team) -> bool:
    """Whether the agent was available when the copy here last heard of it."""
    return team.store.exists() and _known(team)[0]


def _words(shift: Shift, names: str, *, is_available: bool) -> str:
    if shift is Shift.OVER:
        if names:
            return _("For the team you are off shift now and still hold {names}, as far as this computer knows.")
        return _("For the team you are off shift now.")
    if is_available and names:
        return _("For the team you are still available and hold {names}, as far as this computer knows.")
    if is_available:
        return _("For the team you are still available, as far as this computer knows.")
    return _("For the team you still hold {names}, as far as this computer knows.") if names else ""


def _known(team: Team) -> tuple[bool, str]:
    """Whether they were available, and what they held."""
    with closing(open_store(team.store, read_only=True)) as db:
        me = find_agents(db).get(team.agent)
        held = db.execute(
            "SELECT id, contact_name FROM conversation WHERE assignee = ? AND open = 1 ORDER BY place_ms, id",
            (team.agent,),
        ).fetchall()
    names = ", ".join(f"#{row[0]} {row[1]}".strip() for row in held[:NAMED])
    if (more := len(held) - NAMED) > 0:
        names = n_("{names} and {count} more", "{names} and {count} more", more).format(names=names, count=number(more))
    return me is not None and me.presence is Presence.AVAILABLE, names
