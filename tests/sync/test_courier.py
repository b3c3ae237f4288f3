"""The courier: saved before shown as saved, refused text given back, nothing lost when the process is killed."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agentconsole.clock import ManualClock
from agentconsole.domain.commands import Claim, Note, Reply
from agentconsole.engine.verify import verify
from agentconsole.ids import SeededIds
from agentconsole.store.errors import DiskFull, StoreBusy
from agentconsole.store.own import drafts, own_drafts
from agentconsole.store.own.drafts import Draft, Visibility
from agentconsole.store.own.own_drafts import OwnDraft
from agentconsole.store.sqlite import open_store
from agentconsole.sync import delivery, ledger
from agentconsole.sync.carrying import LocalCarrier
from agentconsole.sync.courier import LocalCourier, Posted
from agentconsole.sync.delivery import Delivering
from agentconsole.wire import Envelope
from agentconsole.workspace.carried import Delivery
from agentconsole.workspace.draft_api import Saving
from tests.sync.consoles import NOW, Console, a_console, a_store, submit, until


def test_a_command_is_delivered_and_its_receipt_filed(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        command_id = console.workspace.perform(Claim("1001"))
        console.settle()
        (receipt,) = console.workspace.receipts()
        assert (receipt.command_id, receipt.outcome) == (command_id, "accepted")
        assert receipt.pressed_at <= receipt.saved_at <= receipt.settled_at


def test_nothing_is_shown_as_saved_before_it_is_in_the_outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen: list[tuple[Delivery, bool]] = []
    put_out, take_due = ledger.put_out, ledger.take_due

    with a_console(tmp_path / "s.db") as console:

        def looked_at(db, *arguments):
            before = [each.delivery for each in console.courier.carried()]
            put_out(db, *arguments)
            seen.extend((each, False) for each in before)

        def taken(db, *arguments):
            rows = db.execute("SELECT count(*) FROM outbox WHERE state = 'ready'").fetchone()[0]
            seen.extend((each.delivery, rows > 0) for each in console.courier.carried())
            return take_due(db, *arguments)

        monkeypatch.setattr(ledger, "put_out", looked_at)
        monkeypatch.setattr(ledger, "take_due", taken)
        console.workspace.perform(Note("1001", "a line"))
        console.settle()
    assert (Delivery.SAVING, False) in seen
    assert [stored for delivery, stored in seen if delivery is Delivery.SAVED] == [True]


def test_a_refused_reply_comes_back_to_the_draft_with_the_reason(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        # The rules of the console would have said no at once; this one was pressed before Bo was faster.
        submit(console.store, "bo", Claim("1001"), console.clock, console.ids)
        console.courier.hand_over(Envelope("01a0-refused", "dana", "test", Reply("1001", "mine!"), NOW))
        until(lambda: bool(console.workspace.refusals()))
        (back,) = console.workspace.refusals()
        assert "Bo" in back.words
        assert (back.text_back, console.workspace.drafts.text("1001", "public")) == ("mine!", "mine!")
        console.workspace.forget_refusal(back.command_id)
        assert console.workspace.refusals() == ()


def test_what_was_begun_meanwhile_stays_behind_the_text_that_came_back(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        submit(console.store, "bo", Claim("1001"), console.clock, console.ids)
        console.workspace.drafts.save("1001", "public", "the next line")
        console.settle()
        console.courier.hand_over(Envelope("01a0-refused", "dana", "test", Reply("1001", "mine!"), NOW))
        until(lambda: bool(console.workspace.refusals()))
        assert console.workspace.drafts.text("1001", "public") == "mine!\n\nthe next line"


def test_what_is_typed_on_does_not_overwrite_what_came_back_before_an_editor_has_it(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        submit(console.store, "bo", Claim("1001"), console.clock, console.ids)
        console.courier.hand_over(Envelope("01a0-refused", "dana", "test", Reply("1001", "mine!"), NOW))
        until(lambda: bool(console.workspace.refusals()))
        console.workspace.drafts.save("1001", "public", "the next li")
        console.settle()
        with closing(open_store(console.store, read_only=True)) as db:
            assert db.execute("SELECT body FROM draft").fetchone() == ("mine!\n\nthe next li",)
        console.workspace.drafts.save("1001", "public", "mine! the next line")
        console.settle()
        console.workspace.drafts.save("1001", "public", "the next line")
        console.settle()
        assert console.workspace.drafts.text("1001", "public") == "the next line"


def test_a_full_disk_gives_the_text_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise DiskFull("s.db")

    with a_console(tmp_path / "s.db") as console:
        monkeypatch.setattr(ledger, "put_out", full)
        console.workspace.perform(Note("1001", "kept in mind"))
        until(lambda: bool(console.workspace.refusals()))
        (back,) = console.workspace.refusals()
        assert "disk is full" in back.words
        assert back.text_back == "kept in mind"
        monkeypatch.undo()
        console.workspace.perform(Note("1001", "kept in mind"))
        console.settle()
        assert console.workspace.transcript("1001")[-1].body == "kept in mind"


def heard_while_typing(console: Console, *texts: str) -> int:
    """How often the screens are told to look, each text saved before the next; the end of the work is one, and the
    beginning may be another."""
    told: list[int] = []
    console.courier.subscribe(lambda: told.append(1))
    for text in texts:
        console.workspace.drafts.save("1001", "public", text)
        until(console.courier.drafts_settled)
    console.courier.stop()
    return len(told)


def test_a_saved_draft_has_the_screens_read_nothing_anew(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        assert heard_while_typing(console, *"abcdef") <= 2


def test_a_draft_that_somebody_else_has_written_into_is_told(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console, closing(open_store(console.store)) as db:
        console.courier.draft_shown("1001", "public", "")
        theirs = Draft("local", "dana", "1001", Visibility.PUBLIC, "typed next door", 0, NOW)
        drafts.amend(db, theirs, lambda _: "typed next door")
        assert heard_while_typing(console, *"abcdef") > 2
        assert console.courier.take_beside("1001", "public") == "typed next door"


def test_a_draft_that_may_be_newer_now_than_what_another_computer_offers_is_told(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console, closing(open_store(console.store)) as db:
        theirs = OwnDraft("laptop", "the laptop", "1001", Visibility.PUBLIC, "typed at home", NOW - 1)
        own_drafts.hear(db, "local", "dana", [theirs])
        assert heard_while_typing(console, *"abcdef") > 2


def test_a_draft_that_is_saved_after_all_ends_the_trouble_on_the_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with a_console(tmp_path / "s.db") as console:
        troubles: list[str] = []
        console.courier.subscribe(lambda: troubles.append(console.courier.trouble()))
        monkeypatch.setattr(ledger, "save_draft", full_once(ledger.save_draft))
        console.workspace.drafts.save("1001", "public", "half a thought")
        until(lambda: bool(troubles) and any(troubles) and not troubles[-1])


def test_a_draft_the_disk_does_not_take_is_not_told_to_be_on_its_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_any: object) -> None:
        raise DiskFull("s.db")

    with a_console(tmp_path / "s.db") as console:
        drafts = console.workspace.drafts
        with monkeypatch.context() as disk:
            disk.setattr(ledger, "save_draft", full)
            drafts.save("1001", "public", "half a thought")
            until(lambda: drafts.saving() is Saving.REFUSED)
        until(drafts.are_settled)
        assert drafts.saving() is Saving.DONE


def full_once(save: Callable[..., None]) -> Callable[..., None]:
    """The disk is full at the first try."""
    tries: list[int] = []

    def saving(*arguments: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise DiskFull("s.db")
        save(*arguments)

    return saving


def test_a_draft_is_tried_again_until_the_disk_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ledger, "save_draft", full_once(ledger.save_draft))
    with a_console(tmp_path / "s.db") as console:
        console.workspace.drafts.save("1001", "internal", "half a thought")
        assert console.workspace.drafts.text("1001", "internal") == "half a thought"
        console.settle()
        with closing(open_store(console.store, read_only=True)) as db:
            assert db.execute("SELECT body FROM draft").fetchall() == [("half a thought",)]


def test_sending_takes_the_draft_with_it_and_leaves_other_words_alone(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        console.workspace.drafts.save("1001", "internal", "one")
        console.workspace.drafts.save("1002", "internal", "two")
        console.settle()
        console.workspace.perform(Note("1001", "one"))
        console.workspace.perform(Note("1002", "other words"))
        console.settle()
        assert console.workspace.drafts.text("1001", "internal") == ""
        assert console.workspace.drafts.text("1002", "internal") == "two"


def test_after_every_step_of_sending_the_words_are_on_disk_somewhere(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    courier = LocalCourier(Posted(lambda: open_store(store), "dana", clock, ids))
    with closing(open_store(store)) as db:
        carrier = LocalCarrier(db, courier._posted, courier._tray)
        delivering = Delivering(courier._posted, courier._tray, courier._jobs, lambda: None, carrier)
        courier.save_draft("1001", "internal", "long thought about")
        delivering._turn(db, carrier)
        courier.save_draft("1001", "internal", "long thought about.")
        courier.hand_over(Envelope("01a0-note", "dana", "test", Note("1001", "long thought about."), NOW))
        courier.save_draft("1001", "internal", "")
        while not courier._jobs.empty():
            delivering._turn(db, carrier)
            kept = db.execute("SELECT body FROM draft UNION ALL SELECT wire FROM outbox").fetchall()
            assert any("long thought about" in text for (text,) in kept)
        assert db.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    assert courier.drafts_settled()


def test_a_store_that_is_busy_at_the_start_is_told_and_opened_when_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store, tries, told = a_store(tmp_path / "s.db", clock, ids), list[int](), list[str]()
    monkeypatch.setattr(delivery, "RETRY_SECONDS", 0.01)

    def opened() -> sqlite3.Connection:
        tries.append(1)
        if len(tries) < 3:
            raise StoreBusy("s.db")
        return open_store(store)

    courier = LocalCourier(Posted(opened, "dana", clock, ids))
    courier.subscribe(lambda: told.append(courier.trouble()))
    courier.save_draft("1001", "public", "half a thought")
    courier.start()
    until(courier.drafts_settled)
    assert "another program is writing" in told[0]
    assert courier.stop()
    assert courier.trouble() == ""


def test_what_an_earlier_run_saved_is_delivered_by_the_next(tmp_path: Path):
    clock, ids = ManualClock(NOW), SeededIds(1)
    store = a_store(tmp_path / "s.db", clock, ids)
    with closing(open_store(store)) as db:
        ledger.put_out(db, "local", Envelope(ids.command_id(NOW), "dana", "t", Note("1001", "left over"), NOW), NOW)
    courier = LocalCourier(Posted(lambda: open_store(store), "dana", clock, ids))
    courier.start()
    assert courier.stop()
    with closing(open_store(store, read_only=True)) as db:
        assert db.execute("SELECT body FROM message WHERE kind = 'note'").fetchall() == [("left over",)]


PROGRAM = """
import sys
from time import sleep
from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Note
from agentconsole.ids import SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.sync.carrying import LocalCarrier
from agentconsole.sync.courier import LocalCourier, Posted
from agentconsole.sync.delivery import Delivering
from agentconsole.wire import Envelope

clock, ids = SystemClock(), SystemIds()
courier = LocalCourier(Posted(lambda: open_store(sys.argv[1]), "dana", clock, ids))
courier.start()
n = 0
while True:
    n += 1
    now = clock.now()
    courier.hand_over(Envelope(ids.command_id(now), "dana", "t", Note("1001", f"line {n}"), now))
    while any(each.delivery == "saving" for each in courier.carried()):
        sleep(0.001)
    print("saved", n, flush=True)
"""


def test_what_was_shown_as_saved_is_there_after_kill_9(tmp_path: Path):
    store = a_store(tmp_path / "s.db", ManualClock(NOW), SeededIds(1))
    for _ in range(3):
        saved = killed_after(store, 15)
        with closing(open_store(store)) as db:
            waiting = {each.command.body for each in ledger.left_over(db, "local", "dana")}  # type: ignore[attr-defined]  # only notes were handed over
            noted = {row[0] for row in db.execute("SELECT body FROM message WHERE kind = 'note'")}
            assert {f"line {n}" for n in range(1, saved + 1)} <= waiting | noted
            assert verify(db).is_clean


def killed_after(store: Path, lines: int) -> int:
    """Lets a courier's process save `lines` notes, kills it mid-work, and answers how many it showed as saved."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(store)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        saved = 0
        for line in running.stdout:
            if line.startswith("saved"):
                saved = int(line.split()[1])
                if saved >= lines:
                    running.send_signal(signal.SIGKILL)
        running.wait(30)
    return saved
