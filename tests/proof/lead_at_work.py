"""A lead's console without its screens, in a process of its own, to be killed: one step, said when it is pressed."""

from __future__ import annotations

from contextlib import closing
from multiprocessing.connection import Connection
from time import sleep

from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Command, Release, Transfer
from agentconsole.domain.leads.commands import Barge, HandBack, Monitor, TakeOver, Whisper
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.api import Refused
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.workspace import Workspace

LEAD = "mo"
STEPS = ("monitor", "whisper", "barge", "take_over", "hand_back")
"""In the order in which they are done."""
IN_TWO = "hand_back_in_two"
"""The planted bug: given to the queue, then to the agent."""


def commands(step: str, chat: str, tag: str) -> tuple[Command, ...]:
    """What the step presses."""
    match step:
        case "monitor":
            return (Monitor(chat),)
        case "whisper":
            return (Whisper(chat, f"ask for {tag}"),)
        case "barge":
            return (Barge(chat),)
        case "take_over":
            return (TakeOver(chat),)
        case "hand_back":
            return (HandBack(chat, f"agreed {tag}"),)
        case "hand_back_in_two":
            return (Release(chat), Transfer(chat, to_agent="ana"))
        case _:
            return ()


def work(say: Connection, url: str, token: str, store: str, step: str, chat: str, tag: str) -> None:
    """Catches up, presses, says so, and goes on until everything is answered; `settle` only does that."""
    clock = ServerClock(SystemClock())

    def reach() -> RestBackend:
        return RestBackend(url, token, heard_time=lambda s: clock.hear(s.server_ms, s.took_ms))

    with closing(open_store(store)) as writing, closing(RestBackend(url, token)) as first:
        copy_until_known(writing, first, LEAD, lambda _: None)
    with closing(open_store(store, read_only=True)) as db:
        courier = TeamCourier(Posted(lambda: open_store(store), LEAD, clock, SystemIds(), url), reach)
        workspace = Workspace(Desk(db, LEAD, clock, courier, url), SystemIds(), "t-lead")
        courier.start()
        while not courier.is_reachable():
            sleep(0.005)
        if workspace.me.presence is not Presence.AVAILABLE:
            workspace.perform(SetPresence(Presence.AVAILABLE))
        for each in commands(step, chat, tag):
            try:
                workspace.perform(each)
            except Refused:
                # An earlier console of the lead's had it done after all.
                pass
            say.send("pressed")
            while courier.carried():
                sleep(0.002)
        while (
            courier.carried()
            or db.execute("SELECT 1 FROM outbox WHERE state IN ('ready', 'sending', 'uncertain')").fetchone()
        ):
            sleep(0.01)
        say.send("settled")
        courier.stop()
