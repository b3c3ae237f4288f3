"""How each command around team leads is given at its key, and what is then seen: a scene for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from agentconsole.domain import commands as ask
from agentconsole.domain.leads import commands as lead
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.commands import Broadcast, LimitQueues
from agentconsole.domain.terms import Mode
from tests.support.a_shift import a_shift
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console
from tests.tui.doing import do

MARA = "Mara Kovač"


def a_door(me: str) -> tuple[FakeDoor, str]:
    """The small shift as `me` sees it, and the chat of Mara that dana holds."""
    door = a_shift()
    door._me = me
    return door, next(it.id for it in door.rows_of.values() if it.contact_name == MARA)


def raised(door: FakeDoor, own: str) -> None:
    door.does("dana", lead.Escalate(own, EscalationReason.BEYOND_LIMIT, "two repairs already"))


def taken(door: FakeDoor, own: str) -> None:
    door.does("mo", lead.TakeOver(own))


def seen(door: FakeDoor, own: str):
    return door.rows_of[own].oversight


async def escalates(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "conversation.escalate", own)
    assert "Lea" not in console.text
    assert "Mo here" in console.text
    await console.press("2", "tab")
    await console.type("two repairs")
    await console.press("enter")
    assert seen(door, own).escalation.line == "two repairs"
    assert "lead called" in console.text


async def asks_for_help(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "conversation.ask_help", own)
    await console.type("how far may I go")
    await console.press("enter")
    assert seen(door, own).help.line == "how far may I go"


async def withdraws(console: Console, door: FakeDoor, own: str) -> None:
    raised(door, own)
    await do(console, "escalation.withdraw", own)
    assert seen(door, own).escalation is None


async def thanks(console: Console, door: FakeDoor, own: str) -> None:
    door.does("mo", lead.Whisper(own, "ask for the invoice"))
    console.screen.open_conversation(own, into="composer")
    await console.settle()
    assert "ask for the invoice" in console.text
    assert "ask for the invoice" not in console.screen.pane.composer.text
    await do(console, "whisper.decline", own)
    assert seen(door, own).whisper is None


async def reads_the_summary(console: Console, door: FakeDoor, own: str) -> None:
    taken(door, own)
    door.does("mo", lead.HandBack(own, "refund agreed"))
    console.screen.open_conversation(own, into="composer")
    await console.settle()
    assert "refund agreed" in console.text
    done = len(door.performed)
    await console.type("d this is what she was about to write")
    await console.press("enter")
    assert not door.drafts.get((own, "public"))
    assert "what you type or paste is not kept" in console.notice
    assert len(door.performed) == done
    assert seen(door, own).summary is not None
    await console.press("escape")
    await do(console, "summary.seen", own)
    assert seen(door, own).summary is None
    assert console.screen.is_typing


async def accepts(console: Console, door: FakeDoor, own: str) -> None:
    offered = offer_to_dana(door)
    console.screen.run_command("offer.accept")
    await console.settle()
    assert door.rows_of[offered].assignee == "dana"
    assert console.screen.current == offered


async def declines(console: Console, door: FakeDoor, own: str) -> None:
    offered = offer_to_dana(door)
    await console.settle()
    assert "offers you" in console.notice
    assert "0:45" in console.notice
    await do(console, "offer.decline", own)
    assert seen(door, offered).offer is None


def offer_to_dana(door: FakeDoor) -> str:
    ticket = next(it.id for it in door.rows_of.values() if it.contact_name == "Chen Yu")
    door.does("mo", lead.Offer(ticket, "dana"))
    return ticket


async def inserts_unsent(console: Console, door: FakeDoor, own: str) -> None:
    taken(door, own)
    door.does("dana", lead.HandInText(own, "Dear Mara, we will"))
    await do(console, "unsent.insert", own)
    assert console.screen.pane.composer.text == "Dear Mara, we will"


async def is_on_it(console: Console, door: FakeDoor, own: str) -> None:
    raised(door, own)
    await do(console, "escalation.acknowledge", own)
    assert seen(door, own).escalation.acknowledged_by == "mo"


async def reads_along(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "conversation.monitor", own)
    assert seen(door, own).mode_of("mo") is Mode.READING
    assert console.screen.pane.composer.letter is None
    await console.press("r", "x", "i", "x")
    assert not door.drafts
    await do(console, "conversation.monitor", own)
    assert seen(door, own).mode_of("mo") is None


async def reads_no_more(console: Console, door: FakeDoor, own: str) -> None:
    door.does("mo", lead.Monitor(own))
    await do(console, "conversation.stop_monitoring", own)
    assert seen(door, own).mode_of("mo") is None


async def whispers(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "conversation.whisper", own)
    await console.type("be kind")
    await console.press("enter")
    assert isinstance(door.performed[-1], lead.Whisper)
    assert all(not m.is_public for m in door.messages[own] if m.body == "be kind")


async def joins(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "conversation.barge", own)
    assert "r writes, J leaves" in console.notice
    await console.press("r")
    await console.type("Hello from Mo")
    await console.press("enter")
    assert door.messages[own][-1].author == "mo"
    assert "team lead" in console.text
    assert door.rows_of[own].assignee == "dana"


async def leaves(console: Console, door: FakeDoor, own: str) -> None:
    door.does("mo", lead.Barge(own))
    await do(console, "conversation.leave", own)
    assert seen(door, own).mode_of("mo") is Mode.READING


async def takes_over(console: Console, door: FakeDoor, own: str) -> None:
    said = [m for m in door.messages[own] if m.is_public]
    await do(console, "conversation.take_over", own)
    assert door.rows_of[own].assignee == "mo"
    assert [m for m in door.messages[own] if m.is_public] == said
    assert "R hands it back" in console.notice
    await console.press("r")
    assert console.screen.is_typing


async def hands_back(console: Console, door: FakeDoor, own: str) -> None:
    taken(door, own)
    await do(console, "conversation.hand_back", own)
    await console.type("refund agreed")
    await console.press("enter")
    assert door.rows_of[own].assignee == "dana"
    assert seen(door, own).summary.by == "mo"


async def keeps_it(console: Console, door: FakeDoor, own: str) -> None:
    taken(door, own)
    other = door.arrives("chat", "Newcomer", "hello", "hello")
    door.does("dana", ask.Claim(other))
    door.does("mo", lead.HandBack(own, "refund agreed"))
    assert seen(door, own).returning is not None
    await do(console, "handback.cancel", own)
    assert seen(door, own).returning is None


async def passes_on(console: Console, door: FakeDoor, own: str) -> None:
    raised(door, own)
    await do(console, "escalation.pass_on", own)
    await console.press("enter")
    assert "last rung" in console.text


async def offers(console: Console, door: FakeDoor, own: str) -> None:
    ticket = next(it.id for it in door.rows_of.values() if it.contact_name == "Chen Yu")
    await do(console, "conversation.offer", ticket)
    assert "no ticket in hand" in console.text
    await console.press("1", "enter")
    assert seen(door, ticket).offer is not None


async def reminds(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "agent.remind", own)
    await console.press("enter")
    assert isinstance(door.performed[-1], lead.Remind)
    assert "REMIND" in console.text


async def tells_the_team(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "team.broadcast", own)
    await console.type("the lights are back")
    await console.press("enter")
    assert door.performed[-1] == Broadcast("the lights are back")
    # What came back stands in the next question, and is no draft once it is sent.
    door.drafts.save("team", "internal", "the lights are out")
    await do(console, "team.broadcast", own)
    assert "the lights are out" in console.text
    await console.press("escape")
    assert door.drafts.text("team", "internal") == "the lights are out"
    await do(console, "team.broadcast", own)
    await console.type(" again")
    await console.press("enter")
    assert door.performed[-1] == Broadcast("the lights are out again")
    assert door.drafts.text("team", "internal") == ""


async def gives_all_back(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "agent.reassign_all", own)
    assert "Dana" in console.text
    await console.press("escape")
    assert door.rows_of[own].assignee == "dana"


async def changes_a_role(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "agent.role", own)
    assert "Bo Lindqvist (agent)" in console.text
    await console.press("escape")


async def limits_queues(console: Console, door: FakeDoor, own: str) -> None:
    await do(console, "agent.queues", own)
    assert "(sees every queue)" in console.text
    await console.press("tab")
    await console.type("billing, domains ,")
    await console.press("enter")
    assert door.performed[-1] == LimitQueues("dana", ("billing", "domains"))


Scene = Callable[[Console, FakeDoor, str], Awaitable[None]]
AGENTS: dict[str, Scene] = {
    "conversation.escalate": escalates,
    "conversation.ask_help": asks_for_help,
    "escalation.withdraw": withdraws,
    "whisper.decline": thanks,
    "summary.seen": reads_the_summary,
    "offer.accept": accepts,
    "offer.decline": declines,
}
LEADS: dict[str, Scene] = {
    "unsent.insert": inserts_unsent,
    "escalation.acknowledge": is_on_it,
    "conversation.monitor": reads_along,
    "conversation.stop_monitoring": reads_no_more,
    "conversation.whisper": whispers,
    "conversation.barge": joins,
    "conversation.leave": leaves,
    "conversation.take_over": takes_over,
    "conversation.hand_back": hands_back,
    "handback.cancel": keeps_it,
    "escalation.pass_on": passes_on,
    "conversation.offer": offers,
    "agent.remind": reminds,
    "team.broadcast": tells_the_team,
    "agent.reassign_all": gives_all_back,
    "agent.role": changes_a_role,
    "agent.queues": limits_queues,
}
