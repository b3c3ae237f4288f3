"""Words to a contact who was erased meanwhile: not even what was to be sent keeps them."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace
from typing import Any

from agentconsole.domain.commands import Command
from agentconsole.domain.refusals import Code
from agentconsole.engine.erasing import is_erased
from agentconsole.engine.receipts import Receipt
from agentconsole.store.own import outbox
from agentconsole.wire import Envelope, to_wire


def unsay(db: sqlite3.Connection, envelope: Envelope, receipt: Receipt) -> None:
    """Takes the words out of the command that was refused for it. Belongs into the unit that files the refusal."""
    if receipt.code == Code.ERASED:
        _unword(db, envelope)


def unsay_ended(db: sqlite3.Connection, envelope: Envelope, lane: str) -> None:
    """The same for one that ends without a receipt, where it was for somebody who is erased."""
    if is_erased(db, lane):
        _unword(db, envelope)


def _unword(db: sqlite3.Connection, envelope: Envelope) -> None:
    outbox.put_wire(db, envelope.id, to_wire(replace(envelope, command=wordless(envelope.command))))


def wordless(command: Command) -> Command:
    """The command as it is without anything anybody typed: whom it was about stays."""
    said: dict[str, Any] = {each.name: getattr(command, each.name) for each in fields(command)}
    empty = {name: type(value)() for name, value in said.items() if type(value) in (str, tuple)}
    return replace(command, **{name: value for name, value in empty.items() if name != "conversation_id"})
