"""A console that works for a server: what is pressed ends in a receipt, whatever the line does meanwhile."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from agentconsole.backends.api import SignIn
from agentconsole.backends.base import NotSignedIn
from agentconsole.backends.rest import RestBackend
from agentconsole.clock import ServerClock, SystemClock
from agentconsole.domain.commands import Claim, Command, Note, Release, Reply, Tag, WrapUp
from agentconsole.domain.dispositions import Disposition
from agentconsole.domain.promises import outages
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import ReportOutage, SetDispositions, SetPresence
from agentconsole.engine import mirror
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync import team_ledger
from agentconsole.sync.first_copy import copy_until_known
from agentconsole.sync.jobs import Posted
from agentconsole.sync.team_courier import TeamCourier
from agentconsole.workspace.api import Refused
from agentconsole.workspace.desk import Desk
from agentconsole.workspace.signed import NotRenewed
from agentconsole.workspace.workspace import Workspace
from tests.support.team_server import PASSWORD, Team

pytestmark = pytest.mark.usefixtures("hurried")


@dataclass
class Console:
    """One agent's console without its screens."""

    workspace: Workspace
    courier: TeamCourier
    db: sqlite3.Connection
    tokens: list[str]

    def does(self, command: Command) -> str:
        return self.workspace.perform(command)

    def words(self) -> str:
        return self.courier.standing(SystemClock().now(), len(self.courier.carried()))


def until(what: Callable[[], object], seconds: float = 120) -> None:
    end = monotonic() + seconds
    while not what():
        assert monotonic() < end, "it did not come to that"
        sleep(0.02)


@contextmanager
def a_console(team: Team, name: str, token: str, folder: Path, url: str = "") -> Iterator[Console]:
    store, tokens, clock = folder / f"{name}.db", [token], ServerClock(SystemClock())

    def reach() -> RestBackend:
        if not tokens[-1]:
            raise NotSignedIn("no token")
        return RestBackend(url or team.url, tokens[-1], heard_time=lambda s: clock.hear(s.server_ms, s.took_ms))

    with ExitStack() as stack:
        writing = stack.enter_context(closing(open_store(store)))
        with closing(RestBackend(team.url, token)) as first:
            copy_until_known(writing, first, name, lambda _: None)
        db = stack.enter_context(closing(open_store(store, read_only=True)))
        posted = Posted(lambda: open_store(store), name, clock, SystemIds(), team.url)
        courier = TeamCourier(posted, reach, renew=lambda password: renewed(team, name, password, tokens))
        workspace = Workspace(Desk(db, name, clock, courier, team.url), SystemIds(), "t-test")
        courier.start()
        until(courier.is_reachable)
        yield Console(workspace, courier, db, tokens)
        courier.stop()


def renewed(team: Team, name: str, password: str, tokens: list[str]) -> str:
    with closing(RestBackend(team.url, tokens[-1])) as backend:
        try:
            backend.renew(password)
        except NotSignedIn:
            tokens.append(backend.sign_in(SignIn(name, password, "t-1")).token)
            return "signed in"
    return "renewed"


def token_of(team: Team, name: str, code: str, terminal: str = "t-1") -> str:
    """Of a sign-in on that terminal."""
    return team.token_of(name, code, terminal)


@pytest.fixture
def ana(team: Team, tmp_path: Path) -> Iterator[Console]:
    codes = team.hires("ana", "bo")
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as console:
        console.does(SetPresence(Presence.AVAILABLE))
        until(lambda: all_settled(console))
        yield console


def bodies(team: Team) -> list[str]:
    with team.db() as db:
        return [row[0] for row in db.execute("SELECT body FROM message WHERE author_kind = 'agent' ORDER BY n")]


def all_settled(console: Console) -> bool:
    return not console.courier.carried()


def test_what_is_pressed_is_on_the_server_and_back_on_the_screen(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: ana.workspace.row(chat) if chat in ids(ana) else None)
    ana.does(Claim(chat))
    until(lambda: ana.workspace.row(chat).assignee == "ana")
    ana.does(Reply(chat, "Good morning."))
    until(lambda: all_settled(ana))
    assert bodies(team) == ["Good morning."]
    assert [line.body for line in ana.workspace.transcript(chat) if line.is_own] == ["Good morning."]
    assert ana.words() == ""


def ids(console: Console) -> set[str]:
    return {row[0] for row in console.db.execute("SELECT id FROM conversation")}


def test_every_receipt_the_console_holds_is_in_the_servers_log_with_the_same_hash(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    for n in range(20):
        ana.does(Note(chat, f"note {n}"))
    until(lambda: all_settled(ana))
    held = [json.loads(row[0]) for row in ana.db.execute("SELECT body FROM my_receipt")]
    assert len(held) == 21
    with team.db() as db:
        for receipt in held:
            (hashed,) = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt["seq"],)).fetchone()
            assert hashed.hex() == receipt["hash"]


def test_a_refused_reply_comes_back_to_its_draft(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    ana.does(Claim(chat))
    until(lambda: ana.workspace.row(chat).assignee == "ana")
    with held_back(team):
        ana.does(Reply(chat, "My careful words."))
        team.does(Release(chat), "ana")
    until(lambda: ana.courier.returned())
    assert ana.workspace.drafts.text(chat, "public") == "My careful words."
    assert bodies(team) == []


def test_a_wrap_up_the_teams_list_has_no_room_for_any_more_brings_its_note_back(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    ana.does(Claim(chat))
    until(lambda: ana.workspace.row(chat).assignee == "ana")
    with held_back(team):
        ana.does(WrapUp(chat, "solved", note="asked for the new address"))
        team.does(SetDispositions((Disposition("dns-done", "DNS change done"),)))
    until(lambda: ana.courier.returned())
    assert ana.courier.returned()[0].words == "The team has retired the disposition solved; there are dns-done."
    assert ana.workspace.drafts.text(chat, "internal") == "asked for the new address"
    until(lambda: ana.workspace.knowledge.dispositions().told == "dns-done")
    with pytest.raises(Refused):
        ana.does(WrapUp(chat, "solved"))


@contextmanager
def held_back(team: Team) -> Iterator[None]:
    """The server takes no commands meanwhile, but answers that it is busy."""
    buckets = team.app.state.office.buckets
    real = buckets.take
    buckets.take = lambda *_: 200
    yield
    buckets.take = real


def test_while_the_server_is_away_words_are_kept_and_a_claim_is_refused_with_the_reason(team: Team, tmp_path: Path):
    from tests.support.fault_proxy import fault_proxy

    codes = team.hires("ana")
    chat = team.chat()
    token = token_of(team, "ana", codes["ana"])
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        until(lambda: chat in ids(ana))
        proxy.is_down = True
        until(lambda: not ana.courier.is_reachable())
        ana.does(Note(chat, "written in the dark"))
        until(lambda: ana.words().startswith("offline 0:"))
        assert "1 to send" in ana.words()
        with pytest.raises(Refused, match="cannot be reached"):
            ana.does(Claim(chat))
        assert bodies(team) == []
        proxy.is_down = False
        until(lambda: all_settled(ana), 60)
        assert bodies(team) == ["written in the dark"]
        assert ana.courier.is_reachable()


def test_while_the_server_is_away_what_is_held_already_is_said_to_be_and_what_was_given_back_is_not(
    team: Team, tmp_path: Path
):
    from tests.support.fault_proxy import fault_proxy

    chat, token = team.chat(), token_of(team, "ana", team.hires("ana")["ana"])
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        until(lambda: chat in ids(ana))
        ana.does(Claim(chat))
        until(lambda: ana.workspace.row(chat).assignee == "ana")
        proxy.is_down = True
        until(lambda: not ana.courier.is_reachable())
        with pytest.raises(Refused, match="You hold"):
            ana.does(Claim(chat))
        ana.does(Release(chat))
        with pytest.raises(Refused, match="cannot be reached"):
            ana.does(Claim(chat))


def test_what_waited_for_the_server_can_be_taken_back_though_the_console_reports_the_outage_behind_it(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from tests.support.fault_proxy import fault_proxy

    monkeypatch.setattr(outages, "SHORTEST", 0)
    chat, token = team.chat(), token_of(team, "ana", team.hires("ana")["ana"])
    with fault_proxy(team.url) as proxy, a_console(team, "ana", token, tmp_path, proxy.url) as ana:
        until(lambda: chat in ids(ana))
        proxy.is_down = True
        until(lambda: not ana.courier.is_reachable())
        ana.does(Tag(chat, add=("vip",)))
        assert ana.workspace.undo_offer() is None
        proxy.is_down = False
        until(lambda: any(each.kind == ReportOutage.kind for each in ana.workspace.receipts()), 60)
        until(lambda: all_settled(ana), 60)
        assert f"tags of #{chat}" in ana.workspace.undo_offer().words


def test_a_session_that_was_ended_loses_nothing_and_goes_on_after_the_next_sign_in(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    with team.client(ana.tokens[-1]) as client:
        client.delete("/v1/sessions/current")
    ana.tokens.append("")
    ana.does(Note(chat, "still mine"))
    ana.courier.save_draft(chat, "public", "half a thought")
    until(lambda: ana.words().startswith("signed out"))
    until(ana.workspace.drafts.are_settled)
    until(lambda: ana.words() == "signed out: 1 update and 1 draft are safe here", 30)
    ana.tokens.append(token_of(team, "ana", "", "t-1"))
    until(lambda: all_settled(ana), 30)
    assert bodies(team) == ["still mine"]
    assert ana.workspace.drafts.text(chat, "public") == "half a thought"


def test_the_end_of_a_session_is_announced_before_it_comes(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("agentconsole.sync.own_session.SESSION_LOOK", 0)
    codes = team.hires("ana")
    with a_console(team, "ana", token_of(team, "ana", codes["ana"]), tmp_path) as ana:
        assert ana.words() == ""
        with team.db() as db:
            db.execute("UPDATE session SET ends_ms = ?", (team.clock.now() + 10 * 60_000,))
        until(lambda: ana.words().startswith("session ends in 10 min"))
        ana.tokens.append(token_of(team, "ana", "", "t-1"))
        until(lambda: ana.words() == "")


def test_a_renewal_in_place_is_taken_up_at_once_and_what_waited_is_sent(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    with team.db() as db:
        db.execute("UPDATE session SET ends_ms = ?", (team.clock.now() + 5 * 60_000,))
    assert ana.workspace.renew(PASSWORD).result(60) == "renewed"
    until(lambda: ana.workspace.status().signed.ends_at > team.clock.now() + 20 * 24 * 3_600_000)
    with team.db() as db:
        db.execute("UPDATE session SET revoked_ms = 1")
    ana.does(Note(chat, "still mine"))
    ana.courier.save_draft(chat, "public", "half a thought")
    until(lambda: ana.workspace.status().signed.is_out)
    with pytest.raises(NotRenewed, match="do not go together"):
        ana.workspace.renew("not the password").result(60)
    assert ana.workspace.status().signed.is_out
    assert ana.workspace.renew(PASSWORD).result(60) == "signed in"
    until(lambda: all_settled(ana), 30)
    assert bodies(team) == ["still mine"]
    assert ana.workspace.drafts.text(chat, "public") == "half a thought"


def test_a_token_of_somebody_elses_in_the_shared_place_sends_nothing_in_their_name(team: Team, ana: Console):
    """One file may hold one token: bo has signed in where ana's console still runs."""
    chat = team.chat()
    until(lambda: chat in ids(ana))
    with team.client(ana.tokens[-1]) as client:
        client.delete("/v1/sessions/current")
    ana.tokens.append(token_of(team, "bo", team_code(team, "bo"), "t-1"))
    ana.does(Note(chat, "ana's own words"))
    until(lambda: ana.words().startswith("signed out: 1 update"), 30)
    assert ana.courier.returned() == ()
    assert bodies(team) == []
    ana.tokens.append(token_of(team, "ana", "", "t-1"))
    until(lambda: all_settled(ana), 30)
    assert bodies(team) == ["ana's own words"]


def team_code(team: Team, name: str) -> str:
    from agentconsole.server import accounts

    with team.db() as db:
        return accounts.open_with_code(db, name, team.clock.now())


def test_a_server_restored_from_a_backup_is_followed_anew(team: Team, ana: Console):
    chat = team.chat()
    until(lambda: chat in ids(ana))
    with team.db() as db:
        db.execute("UPDATE head SET epoch = 'feedfacefeedface'")
    team.chat(name="Bea")
    until(lambda: mirror.place(ana.db)[0] == "feedfacefeedface", 30)
    until(lambda: len(ids(ana)) == 2)


def test_a_line_that_drops_delays_cuts_and_doubles_loses_nothing_and_doubles_nothing(
    team: Team, tmp_path: Path, figure: Callable[[int, int], int]
):
    from tests.support.fault_proxy import fault_proxy

    seed, count = figure(7, 11), figure(15, 2_000)
    print("seed", seed)
    codes = team.hires("ana")
    chats = [team.chat(name=name) for name in ("Ada", "Bea", "Cleo")]
    token = token_of(team, "ana", codes["ana"])
    with (
        fault_proxy(team.url, seed=seed, faults=0.3) as proxy,
        a_console(team, "ana", token, tmp_path, proxy.url) as ana,
    ):
        until(lambda: set(chats) <= ids(ana), 60)
        for n in range(count):
            ana.does(Note(chats[n % 3], f"note {n}"))
        until(lambda: all_settled(ana), 240)
        print("faults", proxy.seen)
        assert sum(proxy.seen.values()) > 0
    told = bodies(team)
    assert sorted(told) == sorted(f"note {n}" for n in range(count))
    for k in range(3):
        with team.db() as db:
            lane = db.execute(
                "SELECT body FROM message WHERE author_kind = 'agent' AND conv_id = ? ORDER BY k", (chats[k],)
            ).fetchall()
        assert [row[0] for row in lane] == [f"note {n}" for n in range(count) if n % 3 == k]


def test_pulls_without_news_do_not_look_through_the_file_again(ana: Console, monkeypatch: pytest.MonkeyPatch):
    pulls, looks = [], []
    changes, show = RestBackend.changes, team_ledger.show_receipts
    monkeypatch.setattr(RestBackend, "changes", lambda *told: (pulls.append(1), changes(*told))[1])
    monkeypatch.setattr(team_ledger, "show_receipts", lambda *told: (looks.append(1), show(*told))[1])
    until(lambda: len(pulls) >= 8, 60)
    assert len(looks) <= 3, "what was settled a moment ago may still have been written"
