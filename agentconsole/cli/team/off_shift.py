"""Whoever signs out of their last terminal is off shift for the team, by a command of their own.

Only a sign-out that was asked for says so: a session that runs out, a server that is away and a console that is closed
are the tool's doing, and change nothing of anybody's shift. Where no session is kept that could say it, a person is
asked for the password.
"""

from __future__ import annotations

import sys
from contextlib import closing
from enum import Enum, auto
from typing import TYPE_CHECKING

from agentconsole.backends.base import BackendError, BackendRejected
from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.team.access import typed_secret
from agentconsole.cli.team.passwords import again
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.receipts import receipt_from
from agentconsole.tongue import N_, _
from agentconsole.wire import Envelope, to_wire

if TYPE_CHECKING:
    from agentconsole.backends.rest import RestBackend
    from agentconsole.cli.team.access import Access
    from agentconsole.ids import Ids


class Shift(Enum):
    """What a sign-out has done to the agent's shift."""

    OVER = auto()
    GOES_ON = auto()
    """Another terminal of theirs is signed in."""
    UNTOLD = auto()
    """It stands as it stood."""


def end_shift(backend: RestBackend, access: Access, ids: Ids) -> Shift:
    """Tells the team, right before the session of this terminal ends. Raises BackendError, where nothing has ended."""
    own = backend.session().id
    if any(each.id != own for each in backend.sessions()):
        return Shift.GOES_ON
    now = access.clock.now()
    command = SetPresence(Presence.OFFLINE)
    envelope = Envelope(ids.command_id(now), access.team.agent, access.team.terminal, command, now)
    try:
        answers = backend.submit((to_wire(envelope),))
    except BackendRejected:
        # That the server does not take it is no reason to keep the session.
        return Shift.UNTOLD
    is_taken = any(each.status == 200 and receipt_from(each.receipt).is_accepted for each in answers)
    return Shift.OVER if is_taken else Shift.UNTOLD


def end_by_password(access: Access, ids: Ids) -> Shift:
    """Asks whoever sits at the terminal for their password, to end the shift with a session of its own. A script is
    not asked: its next line is something else."""
    if not sys.stdin.isatty():
        return Shift.UNTOLD
    output.complain(
        _(
            "For the team you are available, as far as this computer knows, and no session is kept here to end your "
            "shift with. Your password ends it; Enter alone leaves it as it is."
        )
    )
    try:
        return again(lambda: _ended(access, ids, typed_secret(N_("Password"))))
    except (BackendError, Misused) as error:
        output.complain(str(error))
        return Shift.UNTOLD
    finally:
        access.leave()


def _ended(access: Access, ids: Ids, password: str) -> Shift:
    if not password:
        return Shift.UNTOLD
    with closing(access.without_token(access.sign_in(password))) as backend:
        return end_shift(backend, access, ids)
