"""Two consoles of one agent and one draft on their file: whatever either writes, the other's words stay on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Reply
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.ids import SeededIds
from agentconsole.store.own.drafts import Visibility
from agentconsole.store.own.questions import Why
from agentconsole.sync import holding, team_ledger
from agentconsole.sync.aftermath import clear
from agentconsole.sync.delivery import Delivering
from agentconsole.sync.tray import Due, Tray
from agentconsole.workspace.desk import Desk as Office
from agentconsole.workspace.workspace import Workspace
from tests.sync.consoles import NOW, submit
from tests.sync.test_coming_back import TEAM, Desk

MINE = "I have renewed it."


class Console(Desk):
    """One of the two."""

    def opens(self) -> str:
        """Its editor shows the draft."""
        coming, saved = self.courier.draft_for_editor("1001", "public"), self.on_disk()
        if coming is None:
            self.courier.draft_shown("1001", "public", saved)
        return saved if coming is None else coming

    def follows(self, held: str) -> str:
        """What its editor shows once it has heard of the other."""
        office = Office(self.db, "ana", self.posted.clock, self.courier, TEAM)
        return Workspace(office, self.posted.ids, "test").drafts.followed("1001", "public", held)

    def goes_on(self, body: str) -> None:
        """Typed, and on the disk at once."""
        self.types("public", body)

    def decides(self, command_id: str) -> None:
        """Has it sent after all."""
        Delivering(self.posted, self.courier._tray, self.courier._jobs, lambda: None)._answer(
            self.other, (command_id,), is_sent=True
        )

    def on_disk(self) -> str:
        return self.draft(Visibility.PUBLIC)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Console, Console]]:
    submit(tmp_path / "ana.db", "system", AddAgent("ana", "Ana", Role.AGENT), ManualClock(NOW), SeededIds(2))
    one, other = Console(tmp_path / "ana.db"), Console(tmp_path / "ana.db")
    with closing(one.db), closing(one.other), closing(other.db), closing(other.other):
        yield one, other


def sent_and_refused(typed_in: Console, sender: Console) -> None:
    """Typed and sent in the one; the other hears of it, and is the first to put it back on the disk."""
    typed_in.opens()
    typed_in.goes_on(MINE)
    typed_in.sends(Reply("1001", MINE))
    typed_in.goes_on("")
    assert typed_in.on_disk() == ""
    sender.hears(200)
    assert sender.on_disk() == MINE


def test_what_is_typed_on_before_the_refusal_is_heard_does_not_overwrite_it(two: tuple[Console, Console]):
    typed_in, sender = two
    sent_and_refused(typed_in, sender)
    typed_in.goes_on("the next line")
    assert typed_in.on_disk() == f"{MINE}\n\nthe next line"
    typed_in.goes_on("the next line.")
    assert typed_in.on_disk() == f"{MINE}\n\nthe next line."
    assert clear(typed_in.db, typed_in.courier._tray)
    assert [each.text_back for each in typed_in.courier.returned()] == [MINE]
    typed_in.goes_on("the next line. And")
    assert typed_in.on_disk() == f"{MINE}\n\nthe next line. And"


def test_what_is_typed_in_the_console_that_sends_does_not_overwrite_it_either(two: tuple[Console, Console]):
    typed_in, sender = two
    sender.opens()
    sent_and_refused(typed_in, sender)
    sender.goes_on("I look into it")
    assert sender.on_disk() == f"{MINE}\n\nI look into it"
    assert sender.courier.take_beside("1001", "public") == MINE
    sender.goes_on("I look into it.")
    assert sender.on_disk() == "I look into it.", "it was in the editor, and deleted there"


def test_a_refusal_heard_before_the_editor_is_known_to_be_empty_stays(two: tuple[Console, Console]):
    """The emptied editor goes to the disk behind the command; the answer may be faster."""
    typed_in, sender = two
    typed_in.opens()
    typed_in.goes_on(MINE)
    typed_in.sends(Reply("1001", MINE))
    sender.hears(200)
    typed_in.goes_on("")
    assert typed_in.on_disk() == MINE


def test_words_sent_after_all_and_refused_then_stay(two: tuple[Console, Console]):
    typed_in, sender = two
    typed_in.opens()
    typed_in.sends(Reply("1001", MINE))
    (row,) = team_ledger.take_batch(sender.db, TEAM, "ana", NOW)
    holding.hold(sender.db, row, Why.NOT_TAKEN, "Try once more?", NOW, NOW)
    assert typed_in.opens() == MINE
    typed_in.goes_on(f"{MINE} And")
    typed_in.goes_on(MINE)
    typed_in.decides(row.command_id)
    assert typed_in.on_disk() == ""
    sender.hears(200)
    typed_in.goes_on("the next line")
    assert typed_in.on_disk() == f"{MINE}\n\nthe next line"


def test_two_that_type_in_one_draft_keep_the_words_of_both(two: tuple[Console, Console]):
    one, other = two
    one.opens()
    other.opens()
    one.goes_on("Dear Mara,")
    other.goes_on("Hello")
    assert other.on_disk() == "Dear Mara,\n\nHello"
    one.goes_on("Dear Mara, we have")
    assert one.on_disk().split("\n\n") == ["Hello", "Dear Mara, we have"]
    assert one.courier.take_beside("1001", "public") == "Hello"


def test_an_open_editor_shows_what_the_other_types_before_its_own_first_letter(two: tuple[Console, Console]):
    one, other = two
    one.opens()
    other.opens()
    one.goes_on("AAA typed")
    assert other.follows("") == "AAA typed"
    other.goes_on("AAA typed\nBBB")
    assert other.on_disk() == "AAA typed\nBBB"
    assert one.follows("AAA typed") == "AAA typed\nBBB"


@pytest.mark.parametrize("heard", [True, False])
def test_what_the_other_sent_leaves_an_editor_where_nothing_was_added(two: tuple[Console, Console], heard: bool):
    one, other = two
    held = one.opens()
    other.opens()
    one.goes_on(held := "AAA typed")
    other.goes_on("BBB")
    assert other.courier.take_beside("1001", "public") == held
    other.goes_on(whole := "AAA typed\nBBB")
    if heard:
        held = one.follows(held)
        assert held == whole
    other.sends(Reply("1001", whole))
    other.goes_on("")
    assert one.follows(held) == ""
    other.hears(200)
    assert one.follows("") == whole, "it came back"


def test_words_that_were_typed_since_stay(two: tuple[Console, Console]):
    one, other = two
    one.opens()
    one.goes_on(MINE)
    other.opens()
    other.sends(Reply("1001", MINE))
    one.courier.save_draft("1001", "public", f"{MINE} And")
    assert one.follows(f"{MINE} And") == f"{MINE} And", "on its way to the disk"
    one.goes_on(f"{MINE} And")
    assert one.follows(f"{MINE} And") == f"{MINE} And"
    assert one.on_disk() == f"{MINE} And"


def test_blanks_typed_first_are_not_taken_for_a_draft_that_was_sent(two: tuple[Console, Console]):
    one, _other = two
    one.opens()
    one.goes_on("  ")
    assert one.follows("  ") == "  "


def test_words_shown_before_their_refusal_is_heard_may_be_deleted(two: tuple[Console, Console]):
    typed_in, sender = two
    sent_and_refused(typed_in, sender)
    assert typed_in.follows("") == MINE
    assert clear(typed_in.db, typed_in.courier._tray)
    typed_in.goes_on("")
    assert typed_in.on_disk() == ""


def test_what_one_typed_and_deleted_is_gone(two: tuple[Console, Console]):
    one, other = two
    one.opens()
    one.goes_on("Dear Mara,\n\nwe have")
    assert other.opens() == "Dear Mara,\n\nwe have"
    other.goes_on("Dear Mara,")
    assert other.on_disk() == "Dear Mara,"
    other.goes_on("")
    assert other.on_disk() == ""


def test_a_console_that_writes_over_what_it_does_not_know_would_be_noticed(two: tuple[Console, Console]):
    def over(self: Tray, where: tuple[str, str], due: Due, saved: str) -> str:
        return self._with_what_came_back(where, due.body)

    typed_in, sender = two
    sent_and_refused(typed_in, sender)
    with patch.object(Tray, "whole", over):
        typed_in.goes_on("the next line")
    assert typed_in.on_disk() == "the next line"
