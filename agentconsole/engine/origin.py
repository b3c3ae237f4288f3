"""Where a copy of the team's log began: at a snapshot's place, from which on it can be checked, or at its beginning."""

from __future__ import annotations

import json

from agentconsole.engine.canon import GENESIS
from agentconsole.engine.snapshot import Place
from agentconsole.store.connection import Connection
from agentconsole.store.setting import find_setting, put_setting

NAME = "origin"


def note(db: Connection, place: Place) -> None:
    """Remembers it beside the copy. Belongs inside a transaction."""
    told = json.dumps({"epoch": place.epoch, "seq": place.seq, "chain": place.chain.hex()})
    put_setting(db, NAME, told)


def find(db: Connection) -> Place | None:
    """Where this copy began; None for a store that is nobody's copy."""
    noted = find_setting(db, NAME)
    if not noted:
        return None
    told = json.loads(noted)
    return Place(str(told["epoch"]), int(told["seq"]), bytes.fromhex(told["chain"]))


def beginning(epoch: str) -> Place:
    """The place of a copy that has the log from its first event."""
    return Place(epoch, 0, GENESIS)
