"""What the first picture of the console loads: what it shows, and nothing that a later moment needs."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.commands import Claim, Command, Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import AddAgent, SetPresence
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope
from tests.house.test_import_hygiene import DIALOGS, LATER, RULES, TEACHING

VALUES = (
    *("agentconsole.domain.conversation", "agentconsole.domain.incoming", "agentconsole.domain.message"),
    *("agentconsole.domain.customer.identity", "agentconsole.domain.customer.contact"),
    "agentconsole.domain.leads.oversight",
    *("agentconsole.store.rows", "agentconsole.store.message_rows", "agentconsole.store.own.drafts"),
    *("agentconsole.store.own.questions", "msgspec"),
    *("agentconsole.workspace.views", "agentconsole.workspace.conversation_reader"),
    *("agentconsole.workspace.lead_reader", "agentconsole.workspace.customer_views"),
    *("agentconsole.tui.oversight_words", "agentconsole.tui.customer_words"),
)
"What an open conversation, its contact and its leads are told with: each of these classes costs half a millisecond."

MADE = 75
"Value classes of ours the first picture may make, of over 300."

PROGRAM = """
import dataclasses, sys
made, make = [], dataclasses._process_class
def process(cls, *rest):
    made.append(cls.__module__)
    return make(cls, *rest)
dataclasses._process_class = process
from agentconsole.cli.build import load_screens, open_console
from agentconsole.clock import SystemClock
from agentconsole.ids import SystemIds
import agentconsole.cli.starting.console
load_screens()
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens import console
from agentconsole.tui.widgets import queue_view
# On a busy machine the first picture may take longer than either, and what they read came with it.
console.NEWS_AFTER = queue_view.REST = 60
def shown():
    print(sum(name.startswith("agentconsole.") for name in made), *sys.modules, file=sys.__stdout__, flush=True)
    app.exit()
with open_console(sys.argv[1], "dana", SystemClock(), SystemIds()) as opened:
    app = ConsoleApp(opened.workspace, first_shown=shown)
    app.run(headless=True, size=(120, 36))
"""


def a_store_with_a_chat(path: Path) -> Path:
    """Dana holds a chat, which the first picture shows in a line."""
    # An hour ago: what was done just now is offered to be taken back, and the rules say whether it can be.
    now, ids = SystemClock().now() - 60 * MINUTE, SystemIds()
    with closing(open_store(path)) as db:
        engine = Engine(db, ManualClock(now), ids)

        def done(actor: str, command: Command) -> str:
            receipt = engine.submit(Envelope(ids.command_id(now), actor, "test", command, now)).receipt
            assert receipt.is_accepted, receipt.words
            return receipt.conversation

        done(SYSTEM, AddAgent("dana", "Dana Weber"))
        done("dana", SetPresence(Presence.AVAILABLE))
        words = (IncomingMessage(Author.CONTACT, "reply", now, "is anybody there?", "m1"),)
        who = IncomingContact("Mara", "mara@shop.example")
        chat = IncomingConversation("web", "1", "chat", "the site is down", "dns", who, now, "waiting", words)
        done("dana", Claim(done("chat", Open(chat))))
    return path


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """How many value classes were made for the first picture of a fresh console, and the modules then loaded."""
    store = a_store_with_a_chat(tmp_path_factory.mktemp("first") / "store.db")
    found = subprocess.run([sys.executable, "-c", PROGRAM, store], check=True, capture_output=True, text=True)
    return found.stdout.split()


@pytest.mark.parametrize("name", [*LATER, *RULES, *DIALOGS, *TEACHING, *VALUES])
def test_the_first_picture_waits_for_nothing_of_a_later_moment(loaded: list[str], name: str):
    assert name not in loaded
    assert "agentconsole.tui.widgets.peek_line" in loaded


def test_the_first_picture_makes_few_value_classes(loaded: list[str]):
    assert 0 < int(loaded[0]) <= MADE
