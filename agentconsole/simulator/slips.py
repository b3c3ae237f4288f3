"""What agents do when they do not do the obvious: mistakes the rules must refuse, and the rarer keys."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from agentconsole.domain.calls.commands import LogCall, PromiseCallback
from agentconsole.domain.commands import (
    AdmitFault,
    Categorise,
    CheckIdentity,
    Claim,
    Command,
    Hold,
    Link,
    Merge,
    Note,
    Pend,
    Release,
    Reopen,
    Reply,
    Resolve,
    Snooze,
    Tag,
    Transfer,
    Undo,
)
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.customer.identity import Identity
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.terms import WaitsOn
from agentconsole.simulator.desk import Desk, has_room
from agentconsole.simulator.press import Press

Slip = Callable[[Conversation, Conversation, int, Random], Command]
"""What comes of a conversation the agent looks at, another one, the instant, and luck."""

COLLEAGUES = ("dana", "ana", "bo", "li", "pia", "sam", "mo", "nobody-here")

GREED = 0.6
"""How often a slip is an attempt on the limits, where one is at hand."""

SLIPS: tuple[Slip, ...] = (
    lambda c, _o, _now, _pick: Claim(c.id),
    lambda c, _o, _now, _pick: Claim(c.id),
    lambda c, _o, _now, _pick: Undo(c.id),
    lambda c, _o, _now, _pick: Undo(c.id),
    lambda c, _o, _now, _pick: Release(c.id),
    lambda c, _o, _now, _pick: Reply(c.id, "Is it still like that?", seen=max(0, c.messages - 2)),
    lambda c, _o, _now, _pick: Reply(c.id, "   "),
    lambda c, _o, _now, pick: Transfer(c.id, to_agent=pick.choice(COLLEAGUES), note="you know this one"),
    lambda c, _o, _now, pick: Transfer(c.id, to_agent=pick.choice(COLLEAGUES)),
    lambda c, _o, _now, _pick: Transfer(c.id, to_queue="billing", note="about money"),
    lambda c, _o, _now, _pick: Note(c.id, "Rang the data centre; waiting for their word."),
    lambda c, _o, _now, pick: Categorise(c.id, pick.choice(("dns", "mail", "billing"))),
    lambda c, _o, _now, pick: Tag(c.id, add=(pick.choice(("vip", "again")),), remove=("again",)),
    lambda c, _o, _now, _pick: CheckIdentity(c.id, "PIN", Identity.PASSED),
    lambda c, _o, _now, _pick: CheckIdentity(c.id, "PIN", Identity.ACCEPTED, ""),
    lambda c, _o, _now, _pick: AdmitFault(c.id, "a change of ours", "4.2", "one month"),
    lambda c, o, _now, _pick: Link(c.id, o.id),
    lambda c, o, _now, _pick: Merge(c.id, o.id),
    lambda c, _o, _now, _pick: Hold(c.id),
    lambda c, _o, _now, _pick: Pend(c.id, WaitsOn.OTHERS, "the registrar"),
    lambda c, _o, _now, _pick: Resolve(c.id),
    lambda c, _o, _now, _pick: Reopen(c.id),
    lambda c, _o, now, pick: Snooze(c.id, now + pick.randrange(-5, 60) * MINUTE),
    lambda c, _o, now, pick: PromiseCallback(c.id, now + pick.randrange(-2, 20) * MINUTE),
    lambda _c, _o, now, _pick: LogCall("outgoing", "Ada", "+44 20 7946 0000", now - MINUTE, now, "asked back"),
    lambda _c, _o, _now, pick: SetPresence(pick.choice((Presence.AVAILABLE, Presence.BREAK))),
)


def _one_too_many(agent_id: str, mine: list[Conversation], desk: Desk) -> Command | None:
    """A third chat or a second call, taken from the queue or from a colleague's hands into one's own."""
    for each in desk.waiting():
        if not has_room(mine, each.channel, tickets=99):
            return Claim(each.id)
    for each in desk.held():
        if each.assignee != agent_id and each.is_live and not has_room(mine, each.channel, tickets=99):
            return Transfer(each.id, to_agent=agent_id)
    return None


def slip(agent_id: str, mine: list[Conversation], desk: Desk, now: int, pick: Random) -> Press | None:
    """Some key press on some conversation in sight, now and then on a stale revision or too late."""
    seen = [*mine, *desk.waiting(), *desk.held()]
    if not seen:
        return None
    conversation, other = pick.choice(mine if mine and pick.random() < 0.6 else seen), pick.choice(seen)
    greedy = _one_too_many(agent_id, mine, desk) if pick.random() < GREED else None
    command = greedy or pick.choice(SLIPS)(conversation, other, now, pick)
    if_rev = conversation.rev - pick.randrange(2) if pick.random() < 0.2 else None
    not_after = now + pick.randrange(-1, 2) * 2_000 if pick.random() < 0.1 else None
    return Press(agent_id, command, if_rev, not_after)
