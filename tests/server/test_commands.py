"""Commands over HTTP: each is answered once and for all, under the name of whoever is signed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agentconsole.backends.api import LARGEST_BODY, LONGEST_BATCH
from agentconsole.domain.commands import Claim, ContactLeft, Note, Receive, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Answer
from agentconsole.server import sessions
from agentconsole.server.settings import LimitSettings, ServerSettings
from agentconsole.store.sqlite import unit_of_work
from agentconsole.wire import Envelope
from tests.support.team_server import Team, a_team, an_envelope, send


@pytest.fixture
def ana(team: Team) -> Iterator[httpx.Client]:
    with team.signed_in("ana", team.hires("ana", "bo")["ana"]) as client:
        send(client, an_envelope(SetPresence(Presence.AVAILABLE), "ana"))
        yield client


def outcome(answer: dict[str, object]) -> str:
    return str(json.loads(str(answer["receipt"]))["outcome"])


def test_a_command_is_answered_with_a_receipt_that_is_in_the_log(team: Team, ana: httpx.Client):
    (answer,) = send(ana, an_envelope(Claim(team.chat()), "ana"))
    receipt = json.loads(answer["receipt"])
    assert (answer["status"], receipt["outcome"]) == (200, "accepted")
    with team.db() as db:
        (hashed,) = db.execute("SELECT hash FROM event WHERE seq = ?", (receipt["seq"],)).fetchone()
    assert hashed.hex() == receipt["hash"]


def test_sent_again_it_is_answered_with_the_same_bytes_and_done_once(team: Team, ana: httpx.Client):
    chat = team.chat()
    claim, reply = an_envelope(Claim(chat), "ana"), an_envelope(Reply(chat, "Here I am."), "ana")
    first = send(ana, claim, reply)
    again = send(ana, claim, reply, reply)
    assert [each["receipt"] for each in again] == [first[0]["receipt"], first[1]["receipt"], first[1]["receipt"]]
    assert [each["replayed"] for each in again] == [True] * 3
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM message WHERE body = 'Here I am.'").fetchone()[0] == 1


def test_a_third_chat_is_refused_with_a_receipt(team: Team, ana: httpx.Client):
    answers = send(ana, *[an_envelope(Claim(team.chat(name=name)), "ana") for name in ("Ada", "Bea", "Cleo")])
    assert [outcome(each) for each in answers] == ["accepted", "accepted", "refused"]


def test_one_id_is_one_command(team: Team, ana: httpx.Client):
    chat = team.chat()
    first = an_envelope(Note(chat, "one"), "ana")
    send(ana, first)
    (answer,) = send(ana, an_envelope(Note(chat, "another"), "ana", id=first.id))
    assert (answer["status"], answer["code"], answer["receipt"]) == (422, "id_reused", "")


def test_nobody_sends_in_somebody_elses_name_or_reads_their_receipts(team: Team, ana: httpx.Client):
    chat = team.chat()
    as_bo = an_envelope(Note(chat, "as bo"), "bo")
    (answer,) = send(ana, as_bo)
    assert (answer["status"], answer["receipt"]) == (403, "")
    receipt = team.does(Note(chat, "by bo"), "bo")
    assert ana.get(f"/v1/receipts/{receipt.id}").status_code == 404
    (guessed,) = send(ana, an_envelope(Note(chat, "by bo"), "ana", id=receipt.id))
    assert (guessed["status"], guessed["code"], guessed["receipt"]) == (403, "not_yours", "")


@pytest.mark.parametrize("command", [Receive("1001", "I never wrote that"), ContactLeft("1001")])
def test_a_console_cannot_speak_for_a_contact(team: Team, ana: httpx.Client, command):
    team.chat()
    (answer,) = send(ana, an_envelope(command, "ana"))
    assert (answer["status"], answer["code"]) == (403, "not_allowed")


def test_a_command_of_a_version_to_come_does_not_stop_the_others(team: Team, ana: httpx.Client):
    chat = team.chat()
    strange = {
        **{"v": 1, "id": "0198c2aa-0000-7000-8000-000000000000", "actor": "ana", "terminal": "t", "client_ms": 1},
        **{"kind": "conversation.teleport", "args": {}},
    }
    good = json.loads(to_text(an_envelope(Note(chat, "still here"), "ana")))
    answers = ana.post("/v1/commands", json={"commands": [strange, good]}).json()["answers"]
    assert [(each["id"], each["status"], each["code"]) for each in answers] == [
        (strange["id"], 422, "unsupported"),
        (good["id"], 200, ""),
    ]


def to_text(envelope) -> str:
    from agentconsole.wire import to_wire

    return to_wire(envelope)


def post(client: httpx.Client, body: bytes) -> httpx.Response:
    return client.post("/v1/commands", content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"null", 422),
        (b'{"commands":[]}', 422),
        (b'{"commands":' + b"[" * 40 + b"]" * 40 + b"}", 400),
        (b'{"commands":[' + b",".join([b"{}"] * (LONGEST_BATCH + 1)) + b"]}", 422),
        (b'{"commands":["' + b"x" * LARGEST_BODY + b'"]}', 413),
    ],
    ids=["nothing", "null", "none", "too deep", "too many", "too large"],
)
def test_what_is_no_batch_is_a_problem_in_words(ana: httpx.Client, body: bytes, status: int):
    answer = post(ana, body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "code"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_ms": 2**63},
        {"if_rev": -(2**80)},
        {"id": "x"},
        {"id": "y" * 200},
        {"args": {"conversation_id": ["list"]}},
        {"args": "text"},
        {"terminal": "t" * 100},
    ],
    ids=str,
)
def test_one_hostile_command_gets_its_own_answer(team: Team, ana: httpx.Client, wrong: dict[str, object]):
    plain = json.loads(to_text(an_envelope(Note(team.chat(), "words"), "ana")))
    (answer,) = ana.post("/v1/commands", json={"commands": [{**plain, **wrong}]}).json()["answers"]
    assert (answer["status"], answer["receipt"]) == (422, "")
    assert ana.get("/v1/sessions/current").status_code == 200


def test_a_session_ended_while_the_batch_waits_counts_at_once(team: Team, ana: httpx.Client, monkeypatch):
    chat = team.chat()
    real = sessions.still_good

    def ended_meanwhile(db, session_id, now, lasting):
        db.execute("UPDATE session SET revoked_ms = ?", (now,))
        real(db, session_id, now, lasting)

    monkeypatch.setattr(sessions, "still_good", ended_meanwhile)
    note = an_envelope(Note(chat, "too late"), "ana")
    answer = post(ana, b'{"commands":[' + to_text(note).encode() + b"]}")
    assert answer.status_code == 401
    with team.db() as db:
        assert db.execute("SELECT count(*) FROM receipt WHERE command_id = ?", (note.id,)).fetchone()[0] == 0


def test_a_disabled_agent_is_out_with_the_next_request(team: Team, ana: httpx.Client):
    from agentconsole.server import accounts

    with team.db() as db:
        accounts.disable(db, "ana", team.clock.now())
    assert ana.get("/v1/sessions/current").status_code == 401
    assert team.signs_in("ana").status_code == 401


def test_more_than_a_person_can_press_is_slowed_down(tmp_path: Path):
    few = ServerSettings(limits=LimitSettings(commands_a_minute=60))
    with a_team(tmp_path, settings=few) as team, team.signed_in("ana", team.hires("ana")["ana"]) as ana:
        chat = team.chat()
        batch = ",".join(to_text(an_envelope(Note(chat, f"{k}"), "ana")) for k in range(50))
        answers = [post(ana, f'{{"commands":[{batch}]}}'.encode()) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]
    assert "60 commands a minute" in answers[1].json()["detail"]
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 40


def test_a_minutes_commands_are_one_count_whichever_process_they_come_to(tmp_path: Path):
    few = ServerSettings(limits=LimitSettings(commands_a_minute=60))
    with a_team(tmp_path, settings=few) as one, a_team(tmp_path, settings=few) as other:
        chat, answer = one.chat(), one.signs_in("ana", one.hires("ana")["ana"])

        def notes_to(team: Team, count: int) -> httpx.Response:
            batch = ",".join(to_text(an_envelope(Note(chat, f"{k}"), "ana")) for k in range(count))
            with team.client(answer.json()["token"]) as ana:
                return post(ana, f'{{"commands":[{batch}]}}'.encode())

        assert notes_to(one, 50).status_code == 200
        too_many = notes_to(other, 11)
        assert (too_many.status_code, "60 commands a minute" in too_many.json()["detail"]) == (429, True)
        assert 1 <= int(too_many.headers["Retry-After"]) <= 60
        assert notes_to(other, 10).status_code == 200
        assert notes_to(other, 1).status_code == 429
        other.clock.ahead = -3_600_000
        assert notes_to(other, 1).status_code == 200, "a clock that was set back locks nobody out"
        other.clock.ahead = 61_000
        assert notes_to(other, 50).status_code == 200


def test_own_receipts_come_newest_first(team: Team, ana: httpx.Client):
    chat = team.chat()
    sent = [an_envelope(Note(chat, f"note {n}"), "ana") for n in range(3)]
    send(ana, *sent)
    told = [json.loads(text)["id"] for text in ana.get("/v1/receipts?limit=3").json()["receipts"]]
    assert sorted(told) == sorted(each.id for each in sent)
    assert json.loads(ana.get(f"/v1/receipts/{sent[0].id}").json()["receipts"][0])["id"] == sent[0].id


def test_the_store_stays_as_it_was_when_a_unit_fails(team: Team):
    """The planted fault of the test above undoes itself: nothing outside a unit is written by the check."""
    with team.db() as db, pytest.raises(sessions.SessionEnded), unit_of_work(db):
        sessions.still_good(db, "nobody", team.clock.now(), sessions.Lasting())


def test_a_batch_on_its_way_when_the_server_ends_is_answered_as_far_as_it_came(
    team: Team, ana: httpx.Client, monkeypatch: pytest.MonkeyPatch
):
    chat, heads, submit = team.chat(), team.app.state.office.heads, Engine.submit
    batch = [an_envelope(Note(chat, f"note {n}"), "ana") for n in range(3)]

    def ends(self: Engine, envelope: Envelope, *more: Any) -> Answer:
        heads.is_stopping = True
        return submit(self, envelope, *more)

    with monkeypatch.context() as signal:
        signal.setattr(Engine, "submit", ends)
        assert [each["id"] for each in send(ana, *batch)] == [batch[0].id]
        assert send(ana, *batch[1:]) == [], "nothing is begun any more"
    heads.is_stopping = False
    assert [each["replayed"] for each in send(ana, *batch)] == [True, False, False]
