"""Which queues an agent sees: named by a lead, within the lead's own, and never away from what they still hold."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.events import Event
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, rule
from agentconsole.domain.rules.leading import not_the_house
from agentconsole.domain.team.access import may_see, may_see_queue
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.team.commands import LimitQueues
from agentconsole.domain.team.events import ScopeGranted, ScopeRevoked
from agentconsole.domain.view import Context, Decision, View

LONGEST_QUEUE = 60
"""Characters of a queue's name."""
MOST_QUEUES = 50


@rule(LimitQueues)
def limit_queues(view: View, command: LimitQueues, context: Context) -> Decision:
    """The whole set at once, so that nobody sees too much or nothing in between. The same again changes nothing."""
    agent = view.agents.get(command.agent_id)
    if agent is None:
        return Refusal(Code.UNKNOWN_AGENT, f"Nobody here is called {command.agent_id}.")
    only = tuple(sorted({queue.strip() for queue in command.only}))
    refusal = first(
        not_the_house(view, context),
        _bad_names(only),
        _beyond(view.agents.get(context.actor), agent, only),
        _left_behind(view, agent, only),
    )
    return refusal or _change(agent, only)


def _bad_names(only: tuple[str, ...]) -> Refusal | None:
    if len(only) > MOST_QUEUES:
        return Refusal(Code.TOO_LONG, f"At most {MOST_QUEUES} queues can be named; without any, all are seen.")
    if all(queue and queue.isprintable() and len(queue) <= LONGEST_QUEUE for queue in only):
        return None
    return Refusal(Code.UNSUPPORTED, f"A queue's name has 1 to {LONGEST_QUEUE} printable characters.")


def _beyond(lead: Agent | None, agent: Agent, only: tuple[str, ...]) -> Refusal | None:
    """A lead who sees some queues gives and takes those, and no others."""
    if lead is None or not lead.queues:
        return None
    is_about_all = bool(agent.queues) != bool(only)
    if not is_about_all and set(agent.queues) ^ set(only) <= set(lead.queues):
        return None
    return Refusal(Code.NOT_ALLOWED, f"You can give and take only what you see yourself: {', '.join(lead.queues)}.")


def _left_behind(view: View, agent: Agent, only: tuple[str, ...]) -> Refusal | None:
    """What the agent holds, was offered or gets back would be nobody's business any more."""
    kept = [c.id for c in view.theirs if only and c.queue not in only]
    if not kept:
        return None
    named = ", ".join(f"#{each}" for each in kept[:3]) + (" and more" if len(kept) > 3 else "")
    return Refusal(Code.STILL_HOLDS, f"{agent.short_name} still has {named} there: hand it on first.")


def _change(agent: Agent, only: tuple[str, ...]) -> tuple[Event, ...]:
    if agent.queues == only:
        return ()
    lost = tuple(q for q in agent.queues if only and q not in only)
    gained = tuple(q for q in only if agent.queues and q not in agent.queues)
    events: list[Event] = []
    if lost or not agent.queues:
        events.append(ScopeRevoked(agent.id, queues=lost, only=only))
    if gained or not only:
        events.append(ScopeGranted(agent.id, queues=gained, only=only))
    return tuple(events)


def out_of_sight(view: View, conversation: Conversation, agent_id: str) -> Refusal | None:
    """The refusal when somebody would be given what they may not see."""
    agent = view.agents.get(agent_id)
    if agent is None or may_see(agent, conversation):
        return None
    words = f"{agent.short_name} does not see the queue {conversation.queue}: give it to somebody who does."
    return Refusal(Code.TARGET_CANNOT_SEE, words)


def own_queue(view: View, actor: str, queue: str) -> str:
    """The queue, or the first of the actor's where it is not for them: what they open themselves they shall see."""
    agent = view.agents.get(actor)
    return queue if agent is None or may_see_queue(agent, queue) else agent.queues[0]
