"""What of an agent's work for a team is on this computer only, told where a console ends."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from agentconsole.cli.team.team_place import Team
from agentconsole.store.own.outbox import State, unfinished
from agentconsole.store.sqlite import open_store
from agentconsole.sync.team_ledger import drafts_kept
from agentconsole.tongue import n_, number

if TYPE_CHECKING:
    from agentconsole.sync.courier import LocalCourier


def kept_here(team: Team, courier: LocalCourier) -> str:
    """In one sentence or two; empty where everything has reached the server, or could at once."""
    with closing(open_store(team.store)) as db:
        waiting = [each for each in unfinished(db, team.url, team.agent) if each.state is not State.HELD]
        drafts = drafts_kept(db, team.url, team.agent)
    if not waiting and courier.is_reachable():
        return ""
    to_send = updates_kept_here(len(waiting), is_signed_out=courier.signed().is_out)
    return " ".join(filter(None, [to_send, drafts_kept_here(drafts)]))


def updates_kept_here(count: int, *, is_signed_out: bool) -> str:
    """How many updates are on this computer only, in a sentence; empty for none."""
    if not count:
        return ""
    if is_signed_out:
        words = n_(
            "{count} update is safe here, and goes out at the next start once you have signed in.",
            "{count} updates are safe here, and go out at the next start once you have signed in.",
            count,
        )
    else:
        words = n_(
            "{count} update is safe here, and goes out at the next start.",
            "{count} updates are safe here, and go out at the next start.",
            count,
        )
    return words.format(count=number(count))


def drafts_kept_here(count: int) -> str:
    """How many drafts are on this computer, in a sentence; empty for none."""
    if not count:
        return ""
    return n_("{count} draft is kept here.", "{count} drafts are kept here.", count).format(count=number(count))
