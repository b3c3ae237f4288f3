"""Role, command and relation: one table over every command there is, and what nobody may send by the wire at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from agentconsole.domain.commands import Note
from agentconsole.domain.vocabulary import COMMANDS
from agentconsole.server.policy import may_send
from tests.server.command_matrix import row, sample
from tests.support.team_server import Team, a_team, an_envelope, send

TABLE = """
conversation.open            house    own colleague's nobody's  | own colleague's nobody's
message.receive              house    own colleague's nobody's  | own colleague's nobody's
contact.left                 house    own colleague's nobody's  | own colleague's nobody's
conversation.claim           console  - - nobody's              | - - nobody's
conversation.release         console  own - -                   | own colleague's -
conversation.reply           console  own - -                   | own colleague's nobody's
conversation.note            console  own colleague's nobody's  | own colleague's nobody's
conversation.update          console  own - -                   | own colleague's nobody's
conversation.acknowledge     console  own - -                   | own - -
conversation.no_answer       console  own - -                   | own - -
conversation.start           console  own - -                   | own - -
conversation.progress        console  own - -                   | own - -
conversation.hold            console  own - -                   | own - -
conversation.resume          console  own - -                   | own - -
conversation.transfer        console  own - -                   | own colleague's nobody's
conversation.pend            console  own - -                   | own colleague's nobody's
conversation.snooze          console  own - -                   | own - -
conversation.resolve         console  own - -                   | own colleague's nobody's
conversation.reopen          console  own colleague's nobody's  | own colleague's nobody's
conversation.categorise      console  own colleague's nobody's  | own colleague's nobody's
conversation.tag             console  own colleague's nobody's  | own colleague's nobody's
conversation.wrap_up         console  own - -                   | own colleague's nobody's
conversation.follow_up       console  own - -                   | own colleague's nobody's
conversation.close_request   house    own colleague's nobody's  | own colleague's nobody's
conversation.identity        console  own colleague's nobody's  | own colleague's nobody's
conversation.fault           console  own colleague's nobody's  | own colleague's nobody's
conversation.merge           console  own - nobody's            | own colleague's nobody's
conversation.link            console  own colleague's nobody's  | own colleague's nobody's
callback.promise             console  own - nobody's            | own colleague's nobody's
callback.complete            console  own - -                   | own - -
call.log                     console  own colleague's nobody's  | own colleague's nobody's
conversation.undo            console  - - -                     | - - -
presence.set                 console  own colleague's nobody's  | own colleague's nobody's
agent.add                    console  - - -                     | own colleague's nobody's
levels.set                   console  - - -                     | own colleague's nobody's
outage.report                console  own colleague's nobody's  | own colleague's nobody's
promise.record               house    - - -                     | - - -
conversation.escalate        console  own - -                   | own colleague's nobody's
escalation.acknowledge       console  - - -                     | own colleague's nobody's
escalation.pass_on           console  - - -                     | own colleague's nobody's
escalation.withdraw          console  own - -                   | own colleague's nobody's
conversation.ask_help        console  own - -                   | own - -
conversation.monitor         console  - - -                     | - colleague's -
conversation.stop_monitoring console  - - -                     | - colleague's nobody's
conversation.whisper         console  - - -                     | - colleague's -
whisper.decline              console  own - -                   | own - -
conversation.barge           console  - - -                     | - colleague's -
conversation.leave           console  - - -                     | - colleague's nobody's
conversation.take_over       console  - - -                     | - colleague's -
unsent.hand_in               console  - colleague's -           | - colleague's -
conversation.hand_back       console  - - -                     | own - -
handback.cancel              console  - - -                     | own - -
monitoring.lapse             house    - - -                     | - - -
handback.complete            house    - colleague's -           | own colleague's -
summary.seen                 console  own - -                   | own - -
conversation.offer           console  - - -                     | own colleague's nobody's
offer.accept                 console  own colleague's nobody's  | own colleague's nobody's
offer.decline                console  own colleague's nobody's  | own colleague's nobody's
agent.reassign_all           console  - - -                     | own colleague's -
agent.remind                 console  - - -                     | - colleague's -
team.broadcast               console  - - -                     | own colleague's nobody's
conversation.looked_at       console  - - -                     | own colleague's nobody's
team.ladder                  console  - - -                     | own colleague's nobody's
team.supervision             console  - - -                     | own colleague's nobody's
team.dispositions            console  - - -                     | own colleague's nobody's
agent.role                   console  - - -                     | own colleague's nobody's
agent.queues                 console  - - -                     | own colleague's nobody's
canned.save                  console  - - -                     | own colleague's nobody's
canned.remove                console  - - -                     | own colleague's nobody's
view.save                    console  - - -                     | own colleague's nobody's
view.remove                  console  - - -                     | own colleague's nobody's
team.identity                console  - - -                     | own colleague's nobody's
contact.describe             house    own colleague's nobody's  | own colleague's nobody's
contact.erase                console  - - -                     | own colleague's nobody's
article.save                 console  own colleague's nobody's  | own colleague's nobody's
article.review               console  own colleague's nobody's  | own colleague's nobody's
article.remove               console  - - -                     | own colleague's nobody's
incident.open                console  own colleague's nobody's  | own colleague's nobody's
incident.change              console  own colleague's nobody's  | own colleague's nobody's
incident.update              console  own colleague's nobody's  | own colleague's nobody's
conversation.link_incident   console  own colleague's nobody's  | own colleague's nobody's
conversation.unlink_incident console  own colleague's nobody's  | own colleague's nobody's
conversation.inform          console  own - -                   | own colleague's nobody's
mention.seen                 console  own colleague's nobody's  | own colleague's nobody's
mention.unseen               console  own colleague's nobody's  | own colleague's nobody's
store.export                 house    own colleague's nobody's  | own colleague's nobody's
"""
"""Who sends it; what an agent changes by it on their own, a colleague's and nobody's conversation; then a lead. Where
the command is about no conversation, the three are alike. An undo is decided by the rule of what it takes back. A new
command has no row and fails until somebody has decided: `python -m tests.server.command_matrix` prints what is so."""

ROWS = {line.split()[0]: line for line in TABLE.strip().splitlines()}


def test_every_command_has_its_row():
    assert sorted(ROWS) == sorted(COMMANDS)


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_command_is_allowed_to_whom_the_table_says_and_to_nobody_else(kind: str):
    assert row(COMMANDS[kind]) == ROWS[kind]


Who = dict[str, httpx.Client]


@pytest.fixture(scope="module")
def who(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Team, Who]]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    with a_team(folder) as team, ExitStack() as stack:
        codes = team.hires("ana", "bo", lead="mo")
        yield team, {name: stack.enter_context(team.signed_in(name, code)) for name, code in codes.items()}


def events(team: Team) -> int:
    with team.db() as db:
        return int(db.execute("SELECT count(*) FROM event").fetchone()[0])


@pytest.mark.parametrize("kind", COMMANDS)
@pytest.mark.parametrize("name", ["ana", "mo"])
def test_nobody_speaks_under_another_name(who: tuple[Team, Who], name: str, kind: str):
    team, clients = who
    before = events(team)
    (answer,) = send(clients[name], an_envelope(sample(COMMANDS[kind]), "bo"))
    assert (answer["status"], answer["code"]) == (403, "not_yours")
    assert events(team) == before


@pytest.mark.parametrize("kind", [kind for kind in COMMANDS if not may_send(kind)])
@pytest.mark.parametrize("name", ["ana", "mo"])
def test_what_is_the_houses_is_sent_by_no_console(who: tuple[Team, Who], name: str, kind: str):
    team, clients = who
    before = events(team)
    (answer,) = send(clients[name], an_envelope(sample(COMMANDS[kind]), name))
    assert (answer["status"], answer["code"]) == (403, "not_allowed")
    assert events(team) == before


def test_a_colleagues_receipts_and_sessions_are_as_if_there_were_none(who: tuple[Team, Who]):
    team, clients = who
    chat = team.chat()
    note = an_envelope(Note(chat, "for the team"), "bo")
    (done,) = send(clients["bo"], note)
    assert done["status"] == 200
    (session,) = clients["bo"].get("/v1/sessions").json()["sessions"]
    for name in ("ana", "mo"):
        unknown = clients[name].get("/v1/receipts/00000000-0000-7000-8000-000000000000")
        told = clients[name].get(f"/v1/receipts/{note.id}")
        assert (told.status_code, told.content) == (404, unknown.content)
        assert note.id not in clients[name].get("/v1/receipts").text
        (again,) = send(clients[name], an_envelope(Note(chat, "for the team"), name, id=note.id))
        assert (again["status"], again["receipt"]) == (403, "")
    gone = clients["ana"].delete("/v1/sessions/00000000-0000-7000-8000-000000000000")
    told = clients["ana"].delete(f"/v1/sessions/{session['id']}")
    assert (told.status_code, told.content) == (404, gone.content)
    assert session["id"] not in clients["ana"].get("/v1/sessions").text
    assert clients["bo"].get("/v1/sessions/current").status_code == 200


@pytest.mark.parametrize("made_up", ["../current", "%2e%2e%2fcurrent", "' OR 1=1 --", "%00", "x" * 5_000, "ana"])
def test_made_up_ids_name_nothing(who: tuple[Team, Who], made_up: str):
    _, clients = who
    for method, path in (("DELETE", "/v1/sessions/"), ("GET", "/v1/receipts/")):
        answer = clients["ana"].request(method, path + made_up.replace("/", "%2f"))
        assert answer.status_code in (404, 405, 422), answer.text
    assert clients["ana"].get("/v1/sessions/current").status_code == 200
