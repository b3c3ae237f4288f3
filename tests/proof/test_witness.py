"""The eye of the ten minutes: a text that stood in a composer and is gone is told from one that never stood there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest

from agentconsole.store.own import drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.sqlite import open_store, unit_of_work
from tests.proof.ten_minutes.findings import check_words, typed_elsewhere
from tests.proof.ten_minutes.player import Player
from tests.proof.ten_minutes.witness import Typed, Witness, tags_in

IN_COMPOSER = ["QUEUE", "── reply PUBLIC to Mara ──", "", " bo says 7.", "notice"]
IN_A_FIELD = ["QUEUE", "Filter the queue: bo says 7.", "── reply PUBLIC to Mara ──", "", "", "notice"]


def player(tmp_path: Path, shown: list[str]) -> Player:
    it = Player("bo", tmp_path / "bo", "http://127.0.0.1:1", seed=1)
    it.typed["bo says 7."] = Typed(monotonic(), shown, shown)
    with closing(open_store(it.home / "bo.db")):
        return it


def test_a_letter_before_a_text_does_not_hide_it():
    assert tags_in("ebo says 90.\nana says 1.lea says 2.") == ["bo says 90.", "ana says 1.", "lea says 2."]


def test_what_stood_in_the_composer_and_is_nowhere_is_lost(tmp_path: Path):
    bo = player(tmp_path, IN_COMPOSER)
    with closing(open_store(tmp_path / "server.db")) as server:
        (wrong,) = check_words(server, [bo])
        assert wrong.startswith("'bo says 7.' is nowhere")
        assert "in the store never" in wrong
        bo.killed_at.append(bo.typed["bo says 7."].at + 0.5)
        assert check_words(server, [bo]) == []
    assert typed_elsewhere([bo]) == []


def test_what_stood_in_another_field_was_promised_to_nobody(tmp_path: Path):
    bo = player(tmp_path, IN_A_FIELD)
    with closing(open_store(tmp_path / "server.db")) as server:
        assert check_words(server, [bo]) == []
    assert len(typed_elsewhere([bo])) == 1


@pytest.mark.parametrize("shown", [IN_COMPOSER, IN_A_FIELD])
def test_what_the_store_held_once_is_lost_when_it_is_gone_whenever_the_console_was_killed(
    tmp_path: Path, shown: list[str]
):
    bo = player(tmp_path, shown)
    bo.witness = Witness(lambda: bo.store)
    bo.witness.begin()
    with closing(open_store(bo.store)) as db, closing(open_store(tmp_path / "server.db")) as server:
        drafts.save(db, Draft("team", "bo", "1005", Visibility.PUBLIC, "ebo says 7.", 0, 1))
        seen_within(bo.witness, 1)
        assert check_words(server, [bo]) == []
        with unit_of_work(db):
            drafts.discard(db, "team", "bo", "1005", Visibility.PUBLIC)
        seen_within(bo.witness, 2)
        bo.killed_at.append(bo.typed["bo says 7."].at)
        (wrong,) = check_words(server, [bo])
    bo.witness.end()
    assert "draft of #1005, public" in wrong
    assert "s nowhere" in wrong


def seen_within(witness: Witness, places: int, seconds: float = 60) -> None:
    end = monotonic() + seconds
    while len(witness.seen.get("bo says 7.", ())) < places:
        assert monotonic() < end, "the witness does not look"
        sleep(0.01)
