"""Who may see what: an agent sees every queue, or only those a lead has named. Nothing else decides about it."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.domain.conversation import Conversation
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.view import View


def may_see_queue(agent: Agent, queue: str) -> bool:
    """Whether the queue is among the agent's; somebody without any named sees them all."""
    return not agent.queues or queue in agent.queues


def may_see(agent: Agent, conversation: Conversation) -> bool:
    """Whether the agent may know of the conversation: read it, be told of it, or change it."""
    return may_see_queue(agent, conversation.queue)


def seen_by(view: View, actor: str) -> View:
    """The view without the conversations that are not for the actor: to them, there are none such.

    Contacts, channels and the house are no agents, and see everything.
    """
    agent = view.agents.get(actor)
    if agent is None or not agent.queues:
        return view
    conversation = view.conversation if view.conversation and may_see(agent, view.conversation) else None
    other = view.other if view.other and may_see(agent, view.other) else None
    theirs = tuple(each for each in view.theirs if may_see(agent, each))
    return replace(view, conversation=conversation, other=other, theirs=theirs)
