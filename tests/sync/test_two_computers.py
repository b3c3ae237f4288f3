"""One agent on two computers, each with its own store and session, on either engine: one work, and drafts of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agentconsole.backends.api import DraftTold
from agentconsole.backends.base import BackendRejected
from agentconsole.backends.rest import RestBackend
from agentconsole.domain.commands import Claim, Note, Release, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import LimitQueues, SetPresence
from agentconsole.engine import mirror
from agentconsole.ids import epoch_id
from agentconsole.sync import other_computers
from agentconsole.workspace.views import DraftElsewhere
from tests.support.backups import put_back, taken
from tests.support.team_server import Team
from tests.sync.test_team_line import Console, a_console, all_settled, bodies, ids, token_of, until

pytestmark = pytest.mark.usefixtures("hurried")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is told or heard now and then is at every exchange."""
    monkeypatch.setattr(other_computers, "TELL_EVERY", 0)
    monkeypatch.setattr(other_computers, "HEAR_EVERY", 0)


@contextmanager
def two_computers(team: Team, folder: Path) -> Iterator[tuple[Console, Console]]:
    tokens = [token_of(team, "ana", team.hires("ana")["ana"], "t-desk"), token_of(team, "ana", "", "t-sofa")]
    for name in ("desk", "sofa"):
        (folder / name).mkdir()
    with (
        a_console(team, "ana", tokens[0], folder / "desk") as desk,
        a_console(team, "ana", tokens[1], folder / "sofa") as sofa,
    ):
        desk.does(SetPresence(Presence.AVAILABLE))
        until(lambda: sofa.workspace.me.presence is Presence.AVAILABLE, 40)
        yield desk, sofa


def types(console: Console, chat: str, text: str, visibility: str = "public") -> None:
    console.workspace.drafts.save(chat, visibility, text)
    until(console.courier.drafts_settled)
    console.courier.store_was_written()
    assert console.courier._line is not None
    console.courier._line.wake()


def offered(console: Console, chat: str) -> DraftElsewhere | None:
    return console.workspace.conversation(chat).elsewhere


def is_offered(console: Console, chat: str, text: str) -> bool:
    draft = offered(console, chat)
    return draft is not None and draft.body == text


def receipts(console: Console) -> set[str]:
    return {row[0] for row in console.db.execute("SELECT command_id FROM my_receipt")}


def test_what_is_done_on_one_is_on_the_other_and_each_has_its_own_receipts(team: Team, tmp_path: Path):
    first, second = team.chat(name="Mara"), team.chat(name="Bea")
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: {first, second} <= set(ids(sofa)) & set(ids(desk)), 40)
        desk.does(Claim(first))
        until(lambda: sofa.workspace.row(first).is_mine, 40)
        sofa.does(Claim(second))
        until(lambda: desk.workspace.row(second).is_mine, 40)
        done = {desk.does(Reply(first, "from the desk")), sofa.does(Reply(first, "from the sofa"))}
        done |= {sofa.does(Note(second, "a note"))}
        until(lambda: all_settled(desk) and all_settled(sofa), 40)
        assert set(bodies(team)) == {"from the desk", "from the sofa", "a note"}
        until(lambda: mirror.place(desk.db) == mirror.place(sofa.db), 40)
        assert receipts(desk) & receipts(sofa) == set()
        assert done <= receipts(desk) | receipts(sofa)
        desk.does(SetPresence(Presence.BREAK))
        until(lambda: sofa.workspace.me.presence is Presence.BREAK, 40)


def test_the_last_free_place_goes_to_one_of_them_and_the_other_hears_why(team: Team, tmp_path: Path):
    chats = [team.chat(name=name) for name in ("Mara", "Bea", "Cleo")]
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: set(chats) <= set(ids(sofa)) & set(ids(desk)), 40)
        desk.does(Claim(chats[0]))
        until(lambda: sofa.workspace.row(chats[0]).is_mine, 40)
        desk.does(Claim(chats[1]))
        sofa.does(Claim(chats[2]))
        until(lambda: all_settled(desk) and all_settled(sofa), 40)
        with team.db() as db:
            assert db.execute("SELECT count(*) FROM chat_slot WHERE agent_id = 'ana'").fetchone()[0] == 2
        refused = [*desk.courier.returned(), *sofa.courier.returned()]
        assert len(refused) == 1
        assert "two" in refused[0].words


def test_a_draft_of_one_is_offered_on_the_other_and_never_merged(team: Team, tmp_path: Path):
    chat = team.chat()
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: chat in ids(sofa), 40)
        desk.does(Claim(chat))
        until(lambda: sofa.workspace.row(chat).is_mine, 40)
        types(desk, chat, "The certificate has run out and")
        until(lambda: is_offered(sofa, chat, "The certificate has run out and"), 40)
        draft = offered(sofa, chat)
        assert draft is not None
        assert (draft.label, draft.visibility) == ("a test", "public")
        assert offered(desk, chat) is None, "one's own computer offers nothing to itself"
        assert sofa.workspace.drafts.text(chat, "public") == ""
        types(sofa, chat, "Hello Mara,")
        assert offered(sofa, chat) is None, "what is typed here is newer"
        until(lambda: is_offered(desk, chat, "Hello Mara,"), 40)
        assert desk.workspace.drafts.text(chat, "public") == "The certificate has run out and"
        sofa.does(Reply(chat, "Hello Mara, we are on it."))
        types(sofa, chat, "")
        until(lambda: all_settled(sofa) and offered(desk, chat) is None, 40)
        assert desk.workspace.drafts.text(chat, "public") == "The certificate has run out and"
        until(lambda: "Hello Mara, we are on it." in {x.body for x in desk.workspace.transcript(chat)}, 40)
        assert offered(sofa, chat) is None, "what was said since is newer than what was typed before"


def test_a_draft_is_offered_although_its_computer_was_closed_and_goes_on_after_a_start(team: Team, tmp_path: Path):
    chat = team.chat()
    token = token_of(team, "ana", team.hires("ana")["ana"], "t-desk")
    with a_console(team, "ana", token, tmp_path) as desk:
        until(lambda: chat in ids(desk), 40)
        types(desk, chat, "Left behind", "internal")
        with closing(RestBackend(team.url, token)) as way:
            until(lambda: [each.body for each in way.drafts().drafts] == ["Left behind"], 40)
    (tmp_path / "sofa").mkdir()
    with a_console(team, "ana", token_of(team, "ana", "", "t-sofa"), tmp_path / "sofa") as sofa:
        until(lambda: is_offered(sofa, chat, "Left behind"), 40)
    with a_console(team, "ana", token, tmp_path) as desk:
        assert desk.workspace.drafts.for_editor(chat, "internal") == "Left behind"
        types(desk, chat, "", "internal")
        with closing(RestBackend(team.url, token)) as way:
            until(lambda: way.drafts().drafts == (), 40)


def test_an_older_text_that_came_late_does_not_stay_at_the_server(team: Team, tmp_path: Path):
    chat = team.chat()
    token = token_of(team, "ana", team.hires("ana")["ana"], "t-desk")
    with a_console(team, "ana", token, tmp_path) as desk, closing(RestBackend(team.url, token)) as way:
        until(lambda: chat in ids(desk), 40)
        types(desk, chat, "The newest text")
        until(lambda: [each.body for each in way.drafts().drafts] == ["The newest text"], 40)
        way.tell_draft(DraftTold(chat, "public", "An older one, held up on its way"))
        until(lambda: [each.body for each in way.drafts().drafts] == ["The newest text"], 40)
        types(desk, chat, "")
        until(lambda: way.drafts().drafts == (), 40)
        way.tell_draft(DraftTold(chat, "public", "An older one, held up on its way"))
        until(lambda: way.drafts().drafts == (), 40)


def test_a_restored_server_is_told_what_is_typed_anew_and_what_is_deleted(team: Team, tmp_path: Path):
    typed, deleted = team.chat(name="Mara"), team.chat(name="Bea")
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: {typed, deleted} <= set(ids(sofa)), 40)
        types(desk, deleted, "Never mind")
        until(lambda: is_offered(sofa, deleted, "Never mind"), 40)
        with team.db() as db:
            backup = taken(db)
        types(desk, deleted, "")
        types(desk, typed, "The certificate has run out and")
        until(lambda: offered(sofa, deleted) is None and offered(sofa, typed), 40)
        with team.db() as db:
            put_back(db, backup, epoch_id(), team.clock.now())
            assert [row[0] for row in db.execute("SELECT body FROM own_draft").fetchall()] == ["Never mind"]
        with closing(RestBackend(team.url, sofa.tokens[-1])) as way:
            until(lambda: [each.body for each in way.drafts().drafts] == ["The certificate has run out and"], 40)
        until(lambda: is_offered(sofa, typed, "The certificate has run out and") and offered(sofa, deleted) is None, 40)


def test_what_was_typed_while_its_conversation_was_out_of_sight_is_told_once_it_is_in_sight(team: Team, tmp_path: Path):
    chat = team.chat()
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: chat in ids(sofa) and chat in ids(desk), 40)
        team.does(LimitQueues("ana", ("billing",)))
        until(lambda: chat not in ids(desk), 40)
        types(desk, chat, "words")
        line = desk.courier._line
        assert line is not None
        before = line._computers._tell_at
        until(lambda: line._computers._tell_at > before, 40)
        team.does(LimitQueues("ana", ()))
        until(lambda: chat in ids(sofa), 40)
        until(lambda: is_offered(sofa, chat, "words"), 40)


def test_a_server_too_old_to_be_told_is_left_be(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def unknown(_: RestBackend) -> None:
        raise BackendRejected("The server answered 404.")

    monkeypatch.setattr(RestBackend, "drafts", unknown)
    chat = team.chat()
    with two_computers(team, tmp_path) as (desk, sofa):
        until(lambda: chat in ids(sofa), 40)
        types(desk, chat, "words")
        desk.does(Note(chat, "a note"))
        until(lambda: all_settled(desk), 40)
        desk.does(Claim(chat))
        until(lambda: desk.workspace.row(chat).is_mine, 40)
        desk.does(Release(chat))
        until(lambda: all_settled(desk), 40)
        assert desk.words() == ""
