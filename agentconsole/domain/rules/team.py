"""The team itself: colleagues, whether they are here, and the numbers they promise."""

from __future__ import annotations

import re

from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import rule
from agentconsole.domain.team.commands import AddAgent, SetLevels, SetPresence
from agentconsole.domain.team.events import AgentAdded, LevelsSet, PresenceSet
from agentconsole.domain.view import CHANNEL_ACTORS, SYSTEM, Context, Decision, View

AGENT_ID = re.compile(r"[a-z][a-z0-9._-]{0,31}")
"""Short, lower case, easy to type, and never to be confused by look-alike letters of other scripts."""


@rule(AddAgent)
def add_agent(view: View, command: AddAgent, context: Context) -> Decision:
    """A new colleague, entered by a lead or while the store is set up."""
    if command.agent_id in CHANNEL_ACTORS or not AGENT_ID.fullmatch(command.agent_id):
        words = "An agent's name begins with a letter a to z and has at most 32 of a-z, 0-9, dot, dash, underscore."
        return Refusal(Code.UNSUPPORTED, words)
    if command.agent_id in view.agents:
        return Refusal(Code.ALREADY_EXISTS, f"There is an agent called {command.agent_id} already.")
    refusal = _lead_only(view, context)
    if refusal:
        return refusal
    name = command.full_name.strip() or command.agent_id.capitalize()
    return (AgentAdded(command.agent_id, full_name=name, role=command.role),)


@rule(SetPresence)
def set_presence(view: View, command: SetPresence, context: Context) -> Decision:
    """Where the agent says they are; the same again is accepted and changes nothing."""
    agent = view.agents[context.actor]
    if agent.presence is command.presence and agent.aux == command.aux:
        return ()
    return (PresenceSet(context.actor, presence=command.presence, aux=command.aux),)


@rule(SetLevels)
def set_levels(view: View, command: SetLevels, context: Context) -> Decision:
    """Other numbers, by a lead; that they make sense the value itself has checked."""
    refusal = _lead_only(view, context)
    if refusal:
        return refusal
    return () if command.levels == context.levels else (LevelsSet(command.levels),)


def _lead_only(view: View, context: Context) -> Refusal | None:
    actor = view.agents.get(context.actor)
    if context.actor == SYSTEM or (actor is not None and actor.is_lead):
        return None
    return Refusal(Code.NOT_ALLOWED, "Only a team lead can do this.")
