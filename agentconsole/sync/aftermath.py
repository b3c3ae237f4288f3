"""What became of this console's own commands when another console on the same file has sent them."""

from __future__ import annotations

import sqlite3

from agentconsole.engine.receipts import receipt_from
from agentconsole.store.own.receipts import ended_of
from agentconsole.store.queries import answered
from agentconsole.sync.carrying import returned
from agentconsole.sync.ledger import SETTLED, words_of
from agentconsole.sync.tray import Tray
from agentconsole.tongue import N_
from agentconsole.workspace.carried import Carried, Delivery

AT_ONCE = 500


def clear(db: sqlite3.Connection, tray: Tray) -> bool:
    """Takes what has its answer out of the tray, whoever got it; whether there was anything."""
    mine = {each.envelope.id: each for each in tray.carried() if each.delivery is not Delivery.SAVING}
    ids = list(mine)[:AT_ONCE]
    if not ids:
        return False
    ended = ended_of(db, ids)
    shown = answered(db, ids)
    for command_id, state, body, asked in ended:
        if state == "accepted":
            if command_id in shown:
                tray.accepted(command_id)
        else:
            _give_back(tray, mine[command_id], body, asked)
    return bool(ended)


def _give_back(tray: Tray, carried: Carried, body: str, asked: str) -> None:
    receipt = receipt_from(body) if body else None
    typed = None if receipt and receipt.code in SETTLED else words_of(carried.envelope)
    words = asked or (receipt.words if receipt else N_("It was not sent; its text is a draft again."))
    tray.give_back_own(returned(carried.envelope, words, typed[0] if typed else "", asks=bool(asked)))
