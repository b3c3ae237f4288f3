"""`python -m tests.proof.ten_minutes [--minutes 10] [--seed N] [--database sqlite|postgres]`: the whole script."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic, sleep

from agentconsole.clock import SystemClock
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.ids import SystemIds, uuid7
from agentconsole.server import accounts, sources
from agentconsole.wire import Envelope
from tests.proof.ten_minutes import findings
from tests.proof.ten_minutes.house import House, a_house, until
from tests.proof.ten_minutes.intake import Contacts
from tests.proof.ten_minutes.observer import Observer
from tests.proof.ten_minutes.player import Player
from tests.proof.ten_minutes.trouble import Trouble

TEAM = {"ana": Role.AGENT, "bo": Role.AGENT, "lea": Role.LEAD}
FAULTS = 0.12
"""The share of requests on the bad line with a fault."""
SOURCE = "website"
QUIET_WITHIN = 120.0
"""Seconds after the last trouble in which everything has to have ended."""


def hire(house: House, folder: Path, seed: int) -> tuple[list[Player], str]:
    """The team, signed in, and a key for the contacts' system."""
    clock, ids, players = SystemClock(), SystemIds(), []
    with house.db() as db:
        for name, role in TEAM.items():
            command = AddAgent(name, name.capitalize(), role)
            Engine(db, clock, ids).submit(Envelope(uuid7(clock.now()), SYSTEM, "test", command, clock.now()))
            players.append(Player(name, folder / name, house.url, seed))
        codes = {name: accounts.open_with_code(db, name, clock.now()) for name in TEAM}
        key = sources.add(db, SOURCE, clock.now())
    for player in players:
        player.signs_in(codes[player.name])
    return players, key


def live(house: House, players: list[Player], contacts: Contacts, seed: int, minutes: float) -> Trouble:
    """The time itself; afterwards nobody presses a key, nothing fails, and all is settled."""
    observer = Observer(house)
    trouble = Trouble(house, players, seed, every=2.5 if minutes >= 2 else 1.5)
    for each in players:
        each.begin()
    until(lambda: all("QUEUE" in each.screen() for each in players), "the consoles open")
    for each in players:
        each.witness.begin()
    assert house.line is not None
    house.line.faults = FAULTS
    contacts.begin(threads=3)
    observer.begin()
    trouble.begin()
    end = monotonic() + minutes * 60
    while monotonic() < end and not trouble.failed:
        sleep(min(1, max(0, end - monotonic())))
    contacts.end()
    trouble.end()
    house.line.faults = 0.0
    for each in players:
        each.rest()
    took = settle(house, players)
    observer.end()
    print(f"quiet {took:.1f} s after the last trouble; an observer looked {observer.looks:,} times")
    print(f"the most chats in one pair of hands: {observer.most}")
    assert observer.looks > 0
    assert observer.most <= 2, "somebody held a third chat"
    return trouble


def settle(house: House, players: list[Player]) -> float:
    """Waits until every outbox is empty and every copy at the log's end; answers how many seconds that took."""
    began = monotonic()
    until(lambda: all(is_settled(house, each) for each in players), "everything ends", QUIET_WITHIN)
    return monotonic() - began


def is_settled(house: House, player: Player) -> bool:
    with player.db() as db:
        waiting = db.execute("SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending', 'uncertain')").fetchone()
        here = db.execute("SELECT seq FROM head").fetchone()
    return waiting[0] == 0 and here[0] == house.one("SELECT seq FROM head WHERE ws = 1")


def judge(house: House, players: list[Player], contacts: Contacts, folder: Path) -> list[str]:
    """Everything that is wrong."""
    wrong = [f"{each.name}'s console crashed:\n{text}" for each in players for text in each.crashes]
    for server in house.servers:
        wrong += [f"a server said: {line}" for line in server.complaints]
    outcomes: Counter[str] = Counter()
    with house.db() as db:
        for each in players:
            held, found = findings.check_receipts(db, each)
            outcomes["receipts"] += held
            wrong += found + findings.check_outbox(db, each) + findings.check_copy(db, each)
        wrong += findings.check_words(db, players) + findings.check_contacts(db, contacts, SOURCE)
        wrong += findings.check_store(db, folder / "verified.db")
        for outcome, count in db.execute("SELECT outcome, count(*) FROM receipt GROUP BY outcome").fetchall():
            outcomes[outcome] += count
        outcomes["events"] = db.execute("SELECT seq FROM head").fetchone()[0]
        outcomes["conversations"] = db.execute("SELECT count(*) FROM conversation").fetchone()[0]
    words, typed = sum(map(len, contacts.said.values())), sum(len(each.typed) for each in players)
    print(", ".join(f"{count:,} {name}" for name, count in outcomes.items()))
    elsewhere = findings.typed_elsewhere(players)
    print(f"{words:,} words of contacts taken in {contacts.tries:,} tries, {typed:,} typed by agents")
    print("\n".join([f"{len(elsewhere)} of them stood in no composer", *elsewhere]))
    return wrong


def stop_servers(house: House, players: list[Player]) -> None:
    """Ends the servers once every copy is at the log's end, so that both can be compared at rest."""
    for _ in range(10):
        settle(house, players)
        for server in house.servers:
            server.end(15)
        if all(is_settled(house, each) for each in players):
            return
        for server in house.servers:
            server.begin()
    raise AssertionError("the log never comes to rest")


def play(folder: Path, engine: str, seed: int, minutes: float) -> list[str]:
    """The whole script; answers what went wrong."""
    with a_house(folder, engine, seed) as house:
        players, key = hire(house, folder, seed)
        contacts = Contacts(house.url, key, seed, pace=0.8)
        try:
            trouble = live(house, players, contacts, seed, minutes)
            stop_servers(house, players)
        except BaseException:
            for each in players:
                print(f"--- {each.name}\n{each.screen()}", file=sys.stderr)
            raise
        finally:
            for each in players:
                each.leave()
        assert house.line is not None
        print(f"behind {house.front}; troubles: {dict(trouble.made)}; faults on the line: {dict(house.line.seen)}")
        print(f"deeds: {dict(sum((Counter(each.deeds) for each in players), Counter()))}")
        return judge(house, players, contacts, folder)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof.ten_minutes", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--keep", type=Path, help="A folder that keeps everything, to be looked at afterwards.")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    given = parser.parse_args()
    print(f"{given.minutes:g} minutes on {given.database}, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="ac10-") as folder:
        wrong = play(given.keep or Path(folder), given.database, given.seed, given.minutes)
    for each in wrong:
        print(f"WRONG: {each}")
    print(f"{'FAILED' if wrong else 'held'}: {len(wrong)} findings, seed {given.seed}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
