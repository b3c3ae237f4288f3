"""What has to hold when everything is quiet again: receipts, words, order, copies, and the store itself."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from agentconsole.engine.mirror import COPIED
from agentconsole.engine.verify import verify
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store, unit_of_work
from agentconsole.wire import from_wire
from tests.proof.ten_minutes.intake import Contacts
from tests.proof.ten_minutes.player import NEVER_LOST_AFTER, Player
from tests.proof.ten_minutes.witness import tags_in

COPIES = tuple(table for table in COPIED if table != "receipt")
"""Receipts go to whoever asked; everything else is copied."""
LOG = ("event", "event_body")
HEAD = "SELECT epoch, seq, chain FROM head"
"""The clock is left out: a refusal moves it, and is told to whoever pressed the key alone. So is the number of the
next conversation: no copy gives one, and the numbers a restore leaves out are in no event."""


def rows(db: Connection, table: str, since: int = 0) -> list[tuple[Any, ...]]:
    """The table's rows in an order of their own; the number a store gives a message by itself is left out. Of the log
    what is numbered `since` or later."""
    skip, where = (1 if table == "message" else 0), f" WHERE seq >= {since}" if table in LOG else ""
    return sorted((tuple(row)[skip:] for row in db.execute(f"SELECT * FROM {table}{where}").fetchall()), key=repr)


def check_receipts(server: Connection, player: Player) -> tuple[int, list[str]]:
    """How many receipts the console holds, and what is wrong with them."""
    wrong = []
    hashes = {seq: bytes(digest).hex() for seq, digest in server.execute("SELECT seq, hash FROM event").fetchall()}
    given = dict(server.execute("SELECT command_id, body FROM receipt WHERE actor = ?", (player.name,)).fetchall())
    with player.db() as db:
        held = db.execute("SELECT command_id, body FROM my_receipt").fetchall()
    for command_id, text in held:
        receipt = json.loads(text)
        if given.get(command_id) != text:
            wrong.append(f"{player.name} holds a receipt of {command_id} that the server has not given")
        if receipt["seq"] and hashes.get(receipt["seq"]) != receipt["hash"]:
            wrong.append(f"the log of {command_id} is another one at #{receipt['seq']}")
    if extra := set(given) - {command_id for command_id, _ in held}:
        wrong.append(f"{player.name} was not told of {len(extra)} receipts, such as {min(extra)}")
    return len(held), wrong


def check_outbox(server: Connection, player: Player) -> list[str]:
    """Every command has ended in one way, and in the order in which it was pressed."""
    wrong = []
    given = {row[0]: row for row in server.execute("SELECT command_id, outcome, seq FROM receipt").fetchall()}
    caused = {row[0] for row in server.execute("SELECT DISTINCT command_id FROM event").fetchall()}
    with player.db() as db:
        out = db.execute("SELECT command_id, state, lane, n, wire FROM outbox ORDER BY lane, n").fetchall()
        drafts = [row[0] for row in db.execute("SELECT body FROM draft")]
    # Words that came back are in the draft, or were sent again, with others perhaps.
    kept = Counter(getattr(from_wire(wire).command, "body", "") for *_, wire in out) + Counter(drafts)
    last: dict[str, int] = {}
    for command_id, state, lane, _, wire in out:
        outcome = given[command_id][1] if command_id in given else ""
        if state not in ("accepted", "refused", "expired", "held"):
            wrong.append(f"{command_id} of {player.name} is {state} for ever")
        if (state == "accepted") != (outcome == "accepted") or (state != "accepted" and command_id in caused):
            wrong.append(f"{command_id} is {state} here and {outcome or 'unknown'} there")
        body = getattr(from_wire(wire).command, "body", "")
        if state != "accepted" and body.strip() and sum(n for text, n in kept.items() if body.strip() in text) < 2:
            told = "; ".join(f"{tag} stood: {player.story(tag)}" for tag in tags_in(body))
            wrong.append(f"the words of {command_id}, which was {state}, are gone: {body!r}; {told}")
        if outcome:
            seq = given[command_id][2]
            if seq < last.get(lane, 0):
                wrong.append(f"{command_id} took effect before what was pressed before it in {lane}")
            last[lane] = seq
    return wrong


def check_words(server: Connection, players: list[Player]) -> list[str]:
    """No word twice, and none gone that a console had time to save."""
    kinds = "SELECT body FROM message WHERE author_kind = 'agent'"
    posted = Counter(tag for row in server.execute(kinds).fetchall() for tag in tags_in(row[0]))
    wrong = [f"{tag!r} was posted {n} times: {_traces(server, tag)}" for tag, n in posted.items() if n > 1]
    for player in players:
        with player.db() as db:
            kept = [row[0] for row in db.execute("SELECT wire FROM outbox UNION ALL SELECT body FROM draft")]
        known = {tag for text in kept for tag in tags_in(text)} | set(posted)
        gone = [tag for tag in player.typed if tag not in known]
        wrong += [f"{tag!r} is nowhere; it stood {player.story(tag)}" for tag in gone if _was_lost(player, tag)]
    return wrong


def _was_lost(player: Player, tag: str) -> bool:
    """Whether the console had the text, and time to save it."""
    if tag in player.witness.seen:
        return True
    at = player.typed[tag].at
    just_killed = any(0 <= killed - at < NEVER_LOST_AFTER for killed in player.killed_at)
    return player.typed[tag].stood_in_composer(tag) and not just_killed


def typed_elsewhere(players: list[Player]) -> list[str]:
    """Texts that stood on the screen, but in no composer, so that nobody promised anything about them."""
    found = [(each, tag, typed) for each in players for tag, typed in each.typed.items()]
    return [f"{tag!r}:\n{typed.picture()}" for _, tag, typed in found if not typed.stood_in_composer(tag)]


def _traces(server: Connection, tag: str) -> list[tuple[Any, ...]]:
    sql = "SELECT conv_id, k, seq, kind, author, body FROM message WHERE author_kind = 'agent' ORDER BY n"
    return [tuple(row) for row in server.execute(sql).fetchall() if tag in row[5]]


def check_contacts(server: Connection, contacts: Contacts, source: str) -> list[str]:
    """Everything that was taken is there once, in the order in which it was said."""
    wrong = []
    sql = (
        "SELECT m.body FROM message m JOIN conversation c ON c.id = m.conv_id "
        "WHERE c.source = ? AND c.external_id = ? AND m.author_kind = 'contact' ORDER BY m.k"
    )
    for conversation, said in contacts.said.items():
        there = [row[0] for row in server.execute(sql, (source, conversation)).fetchall()]
        # The word under way when they fell silent was taken as well; nothing else may differ.
        if there != said:
            wrong.append(
                f"{conversation}: {len(said)} words were taken and {len(there)} are there, or in another order"
            )
    return wrong


def check_copy(server: Connection, player: Player) -> list[str]:
    """The console's copy is the server, row by row."""
    with player.db() as db:
        # A copy that began with a packed file has the log from there on.
        began = db.execute("SELECT coalesce(min(seq), 0) FROM event").fetchone()[0]
        other = [each for each in COPIES if rows(db, each, began) != rows(server, each, began)]
        wrong = [f"{player.name}'s {each} is not the server's" for each in other]
        if tuple(db.execute(HEAD).fetchone()) != tuple(server.execute(HEAD).fetchone()):
            wrong.append(f"{player.name}'s copy ends elsewhere")
    return wrong


def check_store(server: Connection, scratch: Path) -> list[str]:
    """What `agentconsole verify` finds wrong; a store on a database server is read into a file first."""
    if isinstance(server, sqlite3.Connection):
        return [str(fault) for fault in verify(server).faults]
    with closing(open_store(scratch)) as copy:
        with unit_of_work(copy):
            for table in ("head", "setting", *reversed(COPIED)):
                copy.execute(f"DELETE FROM {table}")
                found = [tuple(row) for row in server.execute(f"SELECT * FROM {table}").fetchall()]
                if found:
                    copy.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(found[0]))})", found)
        return [str(fault) for fault in verify(copy).faults]
