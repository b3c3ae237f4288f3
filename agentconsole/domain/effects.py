"""The effects of every event on a conversation, one small function each; importing it enters them all."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain import events as happened
from agentconsole.domain.conversation import Conversation, changed
from agentconsole.domain.customer.identity import KEPT, Check
from agentconsole.domain.effect import effect, faulted, freed, our_turn, spoke, stamped
from agentconsole.domain.promises.clocks import Clock
from agentconsole.domain.terms import Channel, Status, WaitsOn


@effect(happened.Received)
def received(c: Conversation, e: happened.Received, at: int, actor: str) -> Conversation:
    """The turn is ours; what had ended comes back to the queue in nobody's hands."""
    back = changed(
        our_turn(c, at),
        status=e.status,
        owed_since=c.owed_since if c.owed_since is not None else at,
        follow_up_at=None if c.waits_on is WaitsOn.CONTACT else c.follow_up_at,
    )
    if e.asks_to_close:
        back = changed(back, stamps=stamped(c.stamps, "close_requested", at, c.contact_id))
    return _woken(c, back, at) if c.status in (Status.WRAP_UP, Status.RESOLVED, Status.CLOSED) else back


def _woken(before: Conversation, back: Conversation, at: int) -> Conversation:
    if back.status is before.status:
        return back
    return changed(
        freed(back),
        woken=before.channel is Channel.CHAT,
        reopened=before.reopened + 1,
        waiting_since=at,
        owed_since=at,
        owing_since=at,
        first_reply_owed=True,
        last_public_at=None,
        acknowledged_at=None,
        progress_at=None,
        promised_at=None,
        updates_in_a_row=0,
        merged_into="",
        stamps=replace(back.stamps, resolved=None),
        broken=(),
    )


@effect(happened.Left)
def left(c: Conversation, e: happened.Left, at: int, actor: str) -> Conversation:
    """Gone; a missed call waits for its callback from now on."""
    waiting = at if e.callback_at is not None else c.waiting_since
    gone = changed(c, status=e.status, held_at=None, callback_at=e.callback_at or c.callback_at, waiting_since=waiting)
    return changed(gone, owed_since=None, owing_since=None, woken=False)


@effect(happened.Claimed)
def claimed(c: Conversation, e: happened.Claimed, at: int, actor: str) -> Conversation:
    """In the agent's hands; an answered call has had its first response."""
    stamps = c.stamps
    if c.channel is Channel.PHONE:
        stamps = stamped(stamped(stamps, "first_response", at, e.agent), "work_started", at, e.agent)
    mine = our_turn(c, at) if c.status is Status.PENDING else c
    return changed(mine, status=e.status, assignee=e.agent, assigned_at=at, woken=False, stamps=stamps)


@effect(happened.Released)
def released(c: Conversation, e: happened.Released, at: int, actor: str) -> Conversation:
    """Back in the queue."""
    return changed(freed(our_turn(c, at)), status=e.status, held_at=None, waiting_since=at)


@effect(happened.Transferred)
def transferred(c: Conversation, e: happened.Transferred, at: int, actor: str) -> Conversation:
    """From hand to hand the clocks run on; a queue gets it as it would get any other."""
    if not e.to_agent:
        return changed(freed(our_turn(c, at)), status=e.status, queue=e.to_queue, held_at=None, waiting_since=at)
    return changed(c, status=e.status, assignee=e.to_agent, assignee_before=c.assignee, assigned_at=at)


@effect(happened.Replied)
def replied(c: Conversation, e: happened.Replied, at: int, actor: str) -> Conversation:
    """An answer fulfils what was promised, and counts as work begun."""
    said = spoke(c, at, actor, e.waits_on)
    return changed(said, promised_at=None, updates_in_a_row=0, stamps=stamped(said.stamps, "work_started", at, actor))


@effect(happened.Noted)
def noted(c: Conversation, e: happened.Noted, at: int, actor: str) -> Conversation:
    """Notes move no clock: the contact has not heard anything."""
    return c


@effect(happened.Updated)
def updated(c: Conversation, e: happened.Updated, at: int, actor: str) -> Conversation:
    """The contact has heard from us, and we still owe the work, whomever else it waits for."""
    held = at if c.status is Status.ON_HOLD else c.held_at
    turn = WaitsOn.OTHERS if c.waits_on is WaitsOn.OTHERS else WaitsOn.US
    return changed(spoke(c, at, actor, turn), held_at=held, updates_in_a_row=c.updates_in_a_row + 1)


@effect(happened.Acknowledged)
def acknowledged(c: Conversation, e: happened.Acknowledged, at: int, actor: str) -> Conversation:
    """They know that we have it."""
    return spoke(c, at, actor, c.waits_on)


@effect(happened.AnswerWaived)
def answer_waived(c: Conversation, e: happened.AnswerWaived, at: int, actor: str) -> Conversation:
    """Their word waits no longer; the turn goes back where that word alone had made it ours."""
    owing = None if e.waits_on is WaitsOn.CONTACT else c.owing_since
    return changed(c, waits_on=e.waits_on, owed_since=None, owing_since=owing)


@effect(happened.WorkStarted)
def work_started(c: Conversation, e: happened.WorkStarted, at: int, actor: str) -> Conversation:
    """Only the stamp."""
    return changed(c, stamps=stamped(c.stamps, "work_started", at, actor))


@effect(happened.ProgressReported)
def progress_reported(c: Conversation, e: happened.ProgressReported, at: int, actor: str) -> Conversation:
    """A word, and a promise with its own clock."""
    said = spoke(c, at, actor, WaitsOn.US)
    stamps = stamped(stamped(said.stamps, "work_started", at, actor), "progress_reported", at, actor)
    return changed(said, progress_at=at, promised_at=e.promised_at, updates_in_a_row=0, stamps=stamps)


@effect(happened.HeldCall)
def held(c: Conversation, e: happened.HeldCall, at: int, actor: str) -> Conversation:
    """The hold clock starts."""
    return changed(c, status=Status.ON_HOLD, held_at=at, updates_in_a_row=0)


@effect(happened.Resumed)
def resumed(c: Conversation, e: happened.Resumed, at: int, actor: str) -> Conversation:
    """The turn is ours again."""
    return changed(
        our_turn(c, at),
        status=e.status,
        held_at=None,
        follow_up_at=None,
        updates_in_a_row=0 if c.channel is Channel.PHONE else c.updates_in_a_row,
    )


@effect(happened.Pended)
def pended(c: Conversation, e: happened.Pended, at: int, actor: str) -> Conversation:
    """Waiting for the contact pauses the clocks; waiting for others does not pause what we promised."""
    if e.waits_on is WaitsOn.OTHERS:
        return changed(our_turn(c, at), status=e.status, waits_on=e.waits_on)
    return changed(c, status=e.status, waits_on=e.waits_on, owed_since=None, owing_since=None)


@effect(happened.Snoozed)
def snoozed(c: Conversation, e: happened.Snoozed, at: int, actor: str) -> Conversation:
    """Set aside until the follow-up; what was promised runs on."""
    return changed(c, status=e.status, follow_up_at=e.until)


@effect(happened.Resolved)
def resolved(c: Conversation, e: happened.Resolved, at: int, actor: str) -> Conversation:
    """Done: every promise but a callback is settled."""
    return changed(_settled(c), status=e.status, stamps=stamped(c.stamps, "resolved", at, actor))


def _settled(c: Conversation) -> Conversation:
    return changed(c, owed_since=None, owing_since=None, promised_at=None, follow_up_at=None, held_at=None)


@effect(happened.Reopened)
def reopened(c: Conversation, e: happened.Reopened, at: int, actor: str) -> Conversation:
    """In the hands of who said so."""
    return changed(
        c,
        status=e.status,
        assignee=e.agent,
        assigned_at=at,
        reopened=c.reopened + 1,
        waits_on=WaitsOn.US,
        waiting_since=at,
        owing_since=at,
        woken=False,
        callback_at=e.callback_at if e.callback_at is not None else c.callback_at,
        merged_into="",
        broken=(),
        stamps=replace(c.stamps, resolved=None),
    )


@effect(happened.Categorised)
def categorised(c: Conversation, e: happened.Categorised, at: int, actor: str) -> Conversation:
    """Another category."""
    return changed(c, category=e.category)


@effect(happened.Tagged)
def tagged(c: Conversation, e: happened.Tagged, at: int, actor: str) -> Conversation:
    """Other tags, in the order in which they came."""
    return changed(c, tags=tuple(t for t in (*c.tags, *e.added) if t not in e.removed))


@effect(happened.WrappedUp)
def wrapped_up(c: Conversation, e: happened.WrappedUp, at: int, actor: str) -> Conversation:
    """Closed, but for a callback that stays owed."""
    done = changed(_settled(c), status=e.status, disposition=e.disposition, category=e.category, waiting_since=at)
    return done if done.is_open else changed(done, stamps=stamped(c.stamps, "resolved", at, actor))


@effect(happened.CloseRequested)
def close_requested(c: Conversation, e: happened.CloseRequested, at: int, actor: str) -> Conversation:
    """The contact's wish, on record."""
    return changed(c, stamps=stamped(c.stamps, "close_requested", at, actor))


@effect(happened.IdentityChecked)
def identity_checked(c: Conversation, e: happened.IdentityChecked, at: int, actor: str) -> Conversation:
    """The latest check counts, and the newest stay at hand with all their words."""
    if not e.way:
        return changed(c, identity=e.result)
    check = Check(e.way, e.how, e.result, actor, at, e.why)
    return changed(c, identity=e.result, checks=(*c.checks, check)[-KEPT:])


@effect(happened.FaultAdmitted)
def fault_admitted(c: Conversation, e: happened.FaultAdmitted, at: int, actor: str) -> Conversation:
    """Admissions add up."""
    return changed(c, faults=(*c.faults, faulted(e, at, actor)))


@effect(happened.Merged)
def merged(c: Conversation, e: happened.Merged, at: int, actor: str) -> Conversation:
    """Ended here."""
    stamps = stamped(c.stamps, "resolved", at, actor)
    return changed(_settled(c), status=e.status, merged_into=e.into, callback_at=None, woken=False, stamps=stamps)


@effect(happened.Absorbed)
def absorbed(c: Conversation, e: happened.Absorbed, at: int, actor: str) -> Conversation:
    """The duplicate is named."""
    return changed(c, links=_with(c.links, e.other))


@effect(happened.Linked)
def linked(c: Conversation, e: happened.Linked, at: int, actor: str) -> Conversation:
    """The other is named."""
    return changed(c, links=_with(c.links, e.other))


def _with(links: tuple[str, ...], other: str) -> tuple[str, ...]:
    return links if other in links else (*links, other)


@effect(happened.PromiseBroken)
def promise_broken(c: Conversation, e: happened.PromiseBroken, at: int, actor: str) -> Conversation:
    """On record once; marks of promises long settled are let go."""
    mark = Clock(e.clock, 0, 0, 0, e.due_at, 0).mark
    return changed(c, broken=(*c.broken, mark)[-8:])


@effect(happened.Undone)
def undone(c: Conversation, e: happened.Undone, at: int, actor: str) -> Conversation:
    """A pause or an ending is taken back with the clocks as they were; anything else by the events that follow."""
    if e.turn is None:
        return c
    if e.turn.settled is not None:
        open_again = replace(c.stamps, resolved=None)
        c = changed(c, promised_at=e.turn.settled.promised_at, held_at=e.turn.settled.held_at, stamps=open_again)
    return changed(
        c,
        status=e.turn.status,
        waits_on=e.turn.waits_on,
        owed_since=e.turn.owed_since,
        owing_since=e.turn.owing_since,
        follow_up_at=e.turn.follow_up_at,
    )
