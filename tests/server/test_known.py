"""Which commands a server knows: the caller's own, five hundred at once, and up to when after a restore."""

from __future__ import annotations

from agentconsole.domain.commands import Note
from tests.support.backups import put_back, taken
from tests.support.team_server import Team, an_envelope, send


def test_a_console_hears_which_of_its_commands_the_server_has_given_receipts_for(team: Team):
    codes = team.hires("ana", "bo")
    chat = team.chat()
    bos = team.does(Note(chat, "bo's"), "bo").id
    with team.signed_in("ana", codes["ana"]) as ana:
        mine = an_envelope(Note(chat, "mine"), "ana")
        send(ana, mine)
        ids = [mine.id, bos, "not-a-command", "\0", "ä" * 20]
        answer = ana.post("/v1/receipts/known", json={"ids": ids})
        assert answer.json() == {"known": [mine.id], "restored_to_ms": 0}
        assert ana.post("/v1/receipts/known", json={"ids": []}).json()["known"] == []
        assert ana.post("/v1/receipts/known", json={"ids": [f"{n:08}" for n in range(500)]}).status_code == 200
        for wrong in ({"ids": [f"{n:08}" for n in range(501)]}, {"ids": ["x" * 65]}, {"ids": "abc"}, {"ids": [1]}, []):
            assert ana.post("/v1/receipts/known", json=wrong).status_code == 422


def test_a_restored_server_says_up_to_when_it_knows_everything(team: Team):
    codes = team.hires("ana")
    chat = team.chat()
    with team.signed_in("ana", codes["ana"]) as ana:
        with team.db() as db:
            backup = taken(db)
        late = an_envelope(Note(chat, "late"), "ana")
        send(ana, late)
        with team.db() as db:
            put_back(db, backup, "feedfacefeedface", team.clock.now())
        answer = ana.post("/v1/receipts/known", json={"ids": [late.id]}).json()
    assert answer == {"known": [], "restored_to_ms": backup.head[4]}
