"""A refusal of the server's and a hand that types on: whichever the disk hears of first, it has the words of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.backends.api import Answered
from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Command, Note, Reply
from agentconsole.domain.leads.commands import Whisper
from agentconsole.engine.receipts import Outcome, Receipt, receipt_text
from agentconsole.ids import SeededIds
from agentconsole.store.own import drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.sqlite import open_store
from agentconsole.sync import holding, ledger, team_ledger
from agentconsole.sync.courier import LocalCourier
from agentconsole.sync.delivery import Delivering
from agentconsole.sync.jobs import Posted
from agentconsole.sync.sending import Sending
from agentconsole.wire import Envelope, from_wire
from tests.sync.consoles import NOW

TEAM = "https://team.example"


class Refusing:
    """A server that takes nothing: with a receipt, as a broken request, or not at all."""

    def __init__(self, status: int) -> None:
        self._status = status

    def submit(self, wires: list[str]) -> tuple[Answered, ...]:
        return tuple(self._answer(from_wire(wire)) for wire in wires)

    def _answer(self, it: Envelope) -> Answered:
        if self._status != 200:
            return Answered(it.id, self._status, words="That cannot be.")
        what, links = (it.command.kind, "1001"), ("00" * 32, "00" * 32, "e")
        why = (Outcome.REFUSED, "not_assignee", "It is Bo's.")
        receipt = Receipt(it.id, it.actor, *what, *why, 7, 1, NOW, NOW, *links)
        return Answered(it.id, 200, receipt_text(receipt))


class Desk:
    """One agent's sender and courier over one file, each step of either taken by hand."""

    def __init__(self, store: Path) -> None:
        self.posted = Posted(lambda: open_store(store), "ana", ManualClock(NOW), SeededIds(1), TEAM)
        self.courier = LocalCourier(self.posted)
        self.db = open_store(store)
        self.other = open_store(store)

    def sends(self, command: Command) -> None:
        envelope = Envelope(self.posted.ids.command_id(NOW), "ana", "test", command, NOW)
        ledger.put_out(self.db, TEAM, envelope, NOW)
        self.courier._tray.put(envelope, ledger.draft_of(envelope))
        self.courier._tray.saved(envelope, NOW)

    def types(self, visibility: str, body: str) -> None:
        """Letters that reach the disk by the courier's own connection."""
        self.courier.save_draft("1001", visibility, body)
        delivering = Delivering(self.posted, self.courier._tray, self.courier._jobs, lambda: None)
        while not self.courier._jobs.empty():
            delivering._handle(self.other, None, self.courier._jobs.get())  # type: ignore[arg-type]

    def hears(self, status: int) -> None:
        Sending(self.db, self.posted, self.courier._tray, Refusing(status)).everything_due()  # type: ignore[arg-type]

    def draft(self, visibility: Visibility) -> str:
        saved = drafts.load(self.other, TEAM, "ana", "1001", visibility)
        return saved.body if saved else ""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    it = Desk(tmp_path / "ana.db")
    with closing(it.db), closing(it.other):
        yield it


@pytest.mark.parametrize("status", [200, 422])
@pytest.mark.parametrize(("command", "visibility"), [(Reply, "public"), (Note, "internal"), (Whisper, "internal")])
def test_what_is_typed_before_the_screen_has_heard_does_not_overwrite_what_came_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, command: type[Note], visibility: str, status: int
):
    def typing_behind(step: Callable[..., object]) -> Callable[..., object]:
        def and_then(*given: object, **named: object) -> object:
            found = step(*given, **named)
            desk.types(visibility, "the next line")
            return found

        return and_then

    # Another thread may come between the disk and the tray.
    for module, name in ((team_ledger, "settle"), (team_ledger, "close"), (holding, "hold")):
        monkeypatch.setattr(module, name, typing_behind(getattr(module, name)))
    desk.sends(command("1001", "mine!"))
    desk.hears(status)
    assert desk.draft(Visibility(visibility)) == "mine!\n\nthe next line"
    assert [each.text_back for each in desk.courier.returned()] == ["mine!"]


def test_a_short_answer_that_came_back_is_not_taken_for_part_of_a_longer_word(desk: Desk):
    drafts.save(desk.db, Draft(TEAM, "ana", "1001", Visibility.PUBLIC, "I look into it", 0, NOW))
    desk.sends(Reply("1001", "ok"))
    desk.hears(200)
    assert desk.draft(Visibility.PUBLIC) == "ok\n\nI look into it"
