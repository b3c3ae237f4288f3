"""A server restored to an older backup: each console asks about exactly what is missing, and sends only what it may."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Claim, Note, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine import mirror
from agentconsole.engine.verify import verify
from agentconsole.ids import epoch_id
from agentconsole.store.own import questions
from agentconsole.store.own.questions import Why
from agentconsole.store.sqlite import open_store
from agentconsole.sync.rewinding import restored_to
from tests.support.backups import Backup, put_back, taken
from tests.support.team_server import Team
from tests.sync.test_team_line import Console, a_console, all_settled, ids, token_of, until


@contextmanager
def consoles(team: Team, folder: Path, *names: str) -> Iterator[dict[str, Console]]:
    codes = team.hires(*names)
    with ExitStack() as stack:
        found = {}
        for name in names:
            token = token_of(team, name, codes[name])
            found[name] = stack.enter_context(a_console(team, name, token, folder))
        yield found


def works(console: Console, chats: list[str], luck: random.Random, count: int, mark: str) -> None:
    for n in range(count):
        chat = luck.choice(chats)
        words = f"{mark} {n} of {console.workspace.me.id}"
        console.does(luck.choice((Note, Note, Reply))(chat, words) if holds(console, chat) else Note(chat, words))
    until(lambda: all_settled(console), 60)


def holds(console: Console, chat: str) -> bool:
    return console.workspace.row(chat).is_mine


def has_all(console: Console, chats: list[str]) -> bool:
    return set(chats) <= ids(console)


def is_answered(console: Console, team: Team) -> bool:
    return not asked(console, team)


def asked(console: Console, team: Team) -> list[questions.Question]:
    return questions.open_questions(console.db, team.url, console.workspace.me.id)


def accepted(console: Console) -> set[str]:
    return {row[0] for row in console.db.execute("SELECT command_id FROM outbox WHERE state = 'accepted'")}


def bodies(team: Team) -> list[str]:
    with team.db() as db:
        return [
            row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'agent' ORDER BY n").fetchall()
        ]


def restore(team: Team, backup: Backup, epoch: str) -> None:
    with team.db() as db:
        put_back(db, backup, epoch, team.clock.now())


def is_asking_anew(console: Console, before: int) -> Callable[[], bool]:
    def holds() -> bool:
        row = console.db.execute("SELECT noticed_ms, is_compared FROM rewound").fetchone()
        return row is not None and row[0] > before and bool(row[1])

    return holds


def noticed(console: Console) -> int:
    row = console.db.execute("SELECT noticed_ms FROM rewound").fetchone()
    return int(row[0]) if row else 0


def test_every_console_asks_about_exactly_what_the_restored_server_lacks_and_nothing_is_sent_twice(
    team: Team, tmp_path: Path, figure: Callable[[int, int], int], first_seed: int
):
    luck = random.Random(first_seed)
    chats = [team.chat(name=name) for name in ("Ada", "Bea", "Cleo")]
    with consoles(team, tmp_path, "ana", "bo") as both:
        for console in both.values():
            until(partial(has_all, console, chats))
            console.does(SetPresence(Presence.AVAILABLE))
            until(partial(all_settled, console))
        both["ana"].does(Claim(chats[0]))
        both["bo"].does(Claim(chats[1]))
        kept: set[str] = set()
        for round_ in range(figure(2, 500)):
            for console in both.values():
                works(console, chats, luck, luck.randrange(1, 5), f"before {round_}")
            with team.db() as db:
                backup = taken(db)
            lost = {name: luck.randrange(0, 4) for name in both}
            for name, console in both.items():
                works(console, chats, luck, lost[name], f"lost {round_}")
            had = {name: (accepted(console), noticed(console)) for name, console in both.items()}
            restore(team, backup, epoch_id() if luck.random() < 0.7 else "")
            # Somebody goes on at the restored server, so that even a mere copy's history becomes another one.
            for n in range(1 + sum(lost.values())):
                team.does(Note(chats[2], f"after {round_} {n}"), "ana")
            for name, console in both.items():
                commands, before = had[name]
                missing = commands - backup.receipts - kept
                if not missing and noticed(console) == before:
                    continue
                until(is_asking_anew(console, before), 40)
                asks = asked(console, team)
                assert {each.command_id for each in asks} == missing, first_seed
                assert all(each.why is Why.LOST and each.receipt for each in asks)
                again = {each.command_id for each in asks if luck.random() < 0.6}
                kept |= missing - again
                console.courier.answer(tuple(again), is_sent=True)
                console.courier.answer(tuple(missing - again), is_sent=False)
                until(partial(is_answered, console, team), 40)
                until(partial(all_settled, console), 40)
        told = bodies(team)
        assert len(told) == len(set(told))
        for console in both.values():
            with team.db() as db:
                for command_id, body in console.db.execute("SELECT command_id, body FROM my_receipt"):
                    row = db.execute("SELECT body FROM receipt WHERE command_id = ?", (command_id,)).fetchone()
                    assert (row is not None) == (command_id not in kept)
                    assert row is None or row[0] == body
    if team.opens is None:
        with closing(open_store(team.store, read_only=True)) as db:
            assert verify(db).faults == ()


def test_the_words_name_the_instant_the_server_was_restored_to(team: Team, tmp_path: Path):
    chat = team.chat()
    with consoles(team, tmp_path, "ana") as both:
        ana = both["ana"]
        until(lambda: chat in ids(ana))
        ana.does(Note(chat, "early"))
        until(lambda: all_settled(ana))
        with team.db() as db:
            backup = taken(db)
        ana.does(Note(chat, "late"))
        until(lambda: all_settled(ana))
        # The server keeps the page that says that nothing has happened since.
        with closing(RestBackend(team.url, ana.tokens[-1])) as way:
            assert not way.changes(*mirror.place(ana.db)).events
        restore(team, backup, "")
        team.does(Note(chat, "something else"), "ana")
        until(lambda: asked(ana, team))
        assert restored_to(ana.db, team.url, "ana") == backup.head[4]
        (question,) = asked(ana, team)
        assert json.loads(question.receipt)["outcome"] == "accepted"
        until(lambda: "something else" in mirrored(ana))
        assert "late" not in mirrored(ana)
        # The proof of the lost hours is not laid beside another history's events.
        assert ana.db.execute("SELECT 1 FROM receipt WHERE command_id = ?", (question.command_id,)).fetchone() is None


def mirrored(console: Console) -> list[str]:
    return [row[0] for row in console.db.execute("SELECT body FROM message ORDER BY n")]


def test_what_was_meant_for_its_minute_only_cannot_be_sent_again(team: Team, tmp_path: Path):
    chat = team.chat()
    with consoles(team, tmp_path, "ana") as both:
        ana = both["ana"]
        until(lambda: chat in ids(ana))
        with team.db() as db:
            backup = taken(db)
        ana.does(SetPresence(Presence.AVAILABLE))
        ana.does(Claim(chat))
        until(lambda: all_settled(ana) and ana.workspace.row(chat).is_mine)
        ana.does(Reply(chat, "My words."))
        until(lambda: all_settled(ana))
        restore(team, backup, epoch_id())
        until(lambda: len(asked(ana, team)) == 3, 30)
        team.clock.ahead += 11 * 60_000
        until(lambda: ana.workspace.now() > team.clock.now() - 5_000, 30)
        ana.courier.answer(tuple(each.command_id for each in asked(ana, team)), is_sent=True)
        until(lambda: len(asked(ana, team)) == 2)
        # The claim is over, so the reply is refused: its words are a draft again.
        until(lambda: ana.workspace.drafts.text(chat, "public") == "My words.", 30)
        assert bodies(team) == []


def test_an_answer_is_given_once_whoever_gives_it(team: Team, tmp_path: Path):
    chat = team.chat()
    with consoles(team, tmp_path, "ana") as both:
        ana = both["ana"]
        until(lambda: chat in ids(ana))
        with team.db() as db:
            backup = taken(db)
        ana.does(Note(chat, "once"))
        until(lambda: all_settled(ana))
        restore(team, backup, epoch_id())
        until(lambda: asked(ana, team), 30)
        (question,) = asked(ana, team)
        ana.courier.answer((question.command_id,), is_sent=True)
        ana.courier.answer((question.command_id,), is_sent=False)
        ana.courier.answer((question.command_id,), is_sent=True)
        until(lambda: bodies(team) == ["once"], 30)
        until(lambda: all_settled(ana))
        assert sqlite3.connect(tmp_path / "ana.db").execute("SELECT answer FROM question").fetchall() == [("send",)]
