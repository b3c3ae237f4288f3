"""Drafts: one per conversation and visibility, never mixed, never lost by leaving."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.domain.words.wording import besides
from agentconsole.store.errors import StoreBusy
from agentconsole.store.own import drafts, outbox
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import LOCAL, NOW, draft


def test_a_draft_comes_back_as_it_was_typed():
    connection = open_store(MEMORY)
    typed = draft("  žluť\n\n漢字 🙂 \0 ‮abc  ")
    drafts.save(connection, typed)
    assert drafts.load(connection, LOCAL, "ana", "c-1", Visibility.PUBLIC) == typed


def test_a_reply_and_a_note_are_two_drafts():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("to Mara"))
    drafts.save(connection, draft("about Mara", visibility=Visibility.INTERNAL))
    assert drafts.load(connection, LOCAL, "ana", "c-1", Visibility.PUBLIC) == draft("to Mara")
    note = drafts.load(connection, LOCAL, "ana", "c-1", Visibility.INTERNAL)
    assert note == draft("about Mara", visibility=Visibility.INTERNAL)


def test_drafts_of_another_agent_or_server_are_out_of_reach():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("mine"))
    assert drafts.load(connection, LOCAL, "bo", "c-1", Visibility.PUBLIC) is None
    assert drafts.of_actor(connection, "elsewhere", "ana") == []
    with unit_of_work(connection):
        assert not drafts.discard(connection, LOCAL, "bo", "c-1", Visibility.PUBLIC)
    assert drafts.of_actor(connection, LOCAL, "ana") == [draft("mine")]


def test_the_last_one_saved_is_listed_first_and_saving_again_replaces():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("one", "c-1", NOW))
    drafts.save(connection, draft("two", "c-2", NOW + 1))
    drafts.save(connection, draft("one more", "c-1", NOW + 2))
    assert [each.body for each in drafts.of_actor(connection, LOCAL, "ana")] == ["one more", "two"]


def test_an_emptied_draft_is_gone():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("x"))
    drafts.save(connection, draft(""))
    assert drafts.of_actor(connection, LOCAL, "ana") == []


def test_what_a_response_does_goes_with_its_reply_and_is_no_text_of_its_own():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("We look."))
    drafts.save(connection, draft("about Mara", visibility=Visibility.INTERNAL))
    drafts.save(connection, draft("tag:dns", besides("c-1")))
    drafts.save(connection, draft("tag:dns", besides("c-2")))
    assert {each.body for each in drafts.of_actor(connection, LOCAL, "ana")} == {"We look.", "about Mara"}
    drafts.save(connection, draft("", visibility=Visibility.INTERNAL))
    assert drafts.load(connection, LOCAL, "ana", besides("c-1"), Visibility.PUBLIC) is not None
    drafts.save(connection, draft(""))
    assert drafts.load(connection, LOCAL, "ana", besides("c-1"), Visibility.PUBLIC) is None
    assert drafts.load(connection, LOCAL, "ana", besides("c-2"), Visibility.PUBLIC) is not None


def test_sending_moves_the_text_in_one_step():
    connection = open_store(MEMORY)
    drafts.save(connection, draft("hello"))
    with unit_of_work(connection):
        outbox.add(connection, command_id="k", server=LOCAL, actor="ana", lane="c-1", wire="hello", now=NOW)
        assert drafts.discard(connection, LOCAL, "ana", "c-1", Visibility.PUBLIC)
    assert drafts.of_actor(connection, LOCAL, "ana") == []
    assert outbox.find(connection, "k").wire == "hello"


TYPIST = """
import itertools, sys
from agentconsole.store.own import drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.sqlite import open_store
connection = open_store(sys.argv[1])
for n in itertools.count():
    drafts.save(connection, Draft("local", "ana", "c-1", Visibility.PUBLIC, "x" * (n % 5000) + str(n), 0, n))
    print(n, flush=True)
"""


def test_a_saved_draft_survives_kill_9(tmp_path: Path):
    path = tmp_path / "store.db"
    for enough in (1, 17, 60):
        typing = subprocess.Popen([sys.executable, "-c", TYPIST, str(path)], stdout=subprocess.PIPE, text=True)
        assert typing.stdout is not None
        for line in typing.stdout:
            if int(line) >= enough:
                break
        typing.kill()
        said = int((line + typing.stdout.read()).split()[-1])
        typing.wait()
        with closing(open_store(path)) as connection:
            (kept,) = drafts.of_actor(connection, LOCAL, "ana")
            assert kept.saved_at in (said, said + 1)
            assert kept.body == "x" * (kept.saved_at % 5000) + str(kept.saved_at)


def test_nobody_writes_a_draft_while_words_are_put_before_it(tmp_path: Path):
    with closing(open_store(tmp_path / "s.db")) as one, closing(open_store(tmp_path / "s.db")) as two:
        two.execute("PRAGMA busy_timeout = 0")
        drafts.save(one, draft("typed"))

        def whole(saved: str) -> str:
            with pytest.raises(StoreBusy):
                drafts.save(two, draft("typed on"))
            return f"came back\n\n{saved}"

        drafts.amend(one, draft(""), whole)
        assert [each.body for each in drafts.of_actor(two, LOCAL, "ana")] == ["came back\n\ntyped"]
