"""A scripted day: agents call for leads, who answer, whisper, take over, give back and offer, on real consoles."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.e2e.day import LEADS, Desk, Place, chat, served, shared
from tests.proof.ten_minutes.findings import check_store
from tests.support.postgres import a_workspace, opened

SIX = ("ana", "bo", "dana", "li", "pia", "sam")
UNSENT = "unsent"
"""Taken along with the take-over, where the authority had the words by then; else handed in by the agent's console."""
WANTED = (
    *("conversation.escalated", "escalation.acknowledged", "whisper.sent", "whisper.declined"),
    *("conversation.taken_over", UNSENT, "conversation.handed_back", "summary.seen"),
)
"""What must have happened to the first conversation, in this order."""


def play(place: Place, agents: tuple[str, ...]) -> str:
    """The day; the conversation it was about. Raises AssertionError and NotShown where a console does not follow."""
    first = chat(place, "Mara", "I want all of it back")
    with ExitStack() as stack:
        desks = {}
        for name in (*agents, *LEADS):
            desks[name] = Desk(name, stack.enter_context(place.console(name)))
        for desk in desks.values():
            desk.sees("QUEUE", 60)
            # Nobody can take anything before whoever decides can be asked.
            desk.sees("sync ok", 60)
        ana, mo, lea = desks["ana"], desks["mo"], desks["lea"]
        _is_called(ana, mo)
        _is_whispered_to(ana, mo)
        _is_taken_over(ana, mo, lea)
        _comes_back(ana, mo)
        _is_offered(place, desks, agents)
        for name in agents[2:]:
            desks[name].presses("escape", "Z")
            desks[name].sees("BREAK")
            desks[name].presses("o")
            desks[name].sees("AVAILABLE")
    return first


def _is_called(ana: Desk, mo: Desk) -> None:
    ana.sees("Mara")
    ana.presses("c")
    ana.sees("reply PUBLIC")
    ana.types("Hello Mara, I am looking.")
    ana.presses("enter")
    ana.sees("✓ #")
    ana.presses("escape", "!")
    ana.sees("Ask for a lead")
    ana.presses("2", "tab")
    ana.types("two repairs already")
    ana.presses("enter")
    ana.sees("lead called")
    mo.sees("calls a lead")
    mo.presses("f7")
    mo.sees("A LEAD IS CALLED 1")
    mo.presses("K")
    ana.sees("Mo is on it")


def _is_whispered_to(ana: Desk, mo: Desk) -> None:
    mo.presses("s")
    mo.reads("never seen by the contact")
    mo.types("ask for the invoice")
    mo.presses("enter")
    ana.sees("to you alone: ask for the invoice")
    ana.sees("reading along")
    ana.presses("X")
    mo.sees("I have this one")


def _is_taken_over(ana: Desk, mo: Desk, lea: Desk) -> None:
    ana.presses("r")
    ana.types("Dear Mara, we will")
    ana.sees("draft saved")
    mo.presses("T")
    mo.sees("Ana is writing to Mara right now")
    # No slip of the hand takes it.
    mo.presses("enter", "T")
    mo.sees("leaves it with Ana")
    mo.presses("y")
    mo.sees("text from Ana came along")
    ana.sees("you go on reading")
    lea.presses("f7")
    lea.sees("Mo is on it")
    lea.presses("T")
    lea.sees("Mo took")
    lea.presses("f7")
    mo.presses("escape", "D")
    mo.sees("reply PUBLIC")
    mo.types(" refund all of it.")
    mo.presses("enter")
    ana.sees("refund all of it.")
    ana.sees("team lead")


def _comes_back(ana: Desk, mo: Desk) -> None:
    mo.presses("escape", "R")
    mo.reads("Hand back")
    mo.types("refund agreed, three days")
    mo.presses("enter")
    ana.sees("I have read it")
    # Letters of a sentence she was in the middle of: they neither act nor go anywhere.
    ana.types_unseen("this must go nowhere")
    ana.presses("escape", "d")
    ana.sees("reply PUBLIC")
    ana.presses("ctrl+u")
    ana.types("You will have it within three days.")
    ana.presses("enter")
    mo.sees("within three days.")


def _is_offered(place: Place, desks: dict[str, Desk], agents: tuple[str, ...]) -> None:
    own = chat(place, "Paul", "my card was declined")
    lea = desks["lea"]
    lea.presses("escape", "home")
    lea.sees("Paul")
    lea.presses("f")
    lea.sees("Offer #")
    lea.presses("1", "enter")
    end = monotonic() + 60
    asked = None
    while asked is None:
        assert monotonic() < end, "nobody is offered anything"
        asked = next((desks[name] for name in agents if desks[name].is_showing("offers you")), None)
        sleep(0.1)
    asked.presses("escape")
    asked.presses("a")
    asked.sees("Paul")
    with place.db() as db:
        assert _eventually(lambda: _holder(db, own)) == asked.name


def _holder(db, own: str) -> str:
    return str(db.execute("SELECT assignee FROM conversation WHERE id = ?", (own,)).fetchone()[0])


def _eventually(what, timeout: float = 60) -> str:
    end = monotonic() + timeout
    while not (found := what()) and monotonic() < end:
        sleep(0.1)
    return found


def prove(place: Place, own: str, scratch: Path) -> None:
    """What the authority holds of it: everything in its order, and nothing internal ever in public."""
    with place.db() as db:
        types = [row[0] for row in db.execute("SELECT type FROM event WHERE conv_id = ? ORDER BY seq", (own,))]
        said = db.execute(
            "SELECT author, voice, body FROM message WHERE conv_id = ? AND kind = 'reply' AND author_kind = 'agent' "
            "ORDER BY k",
            (own,),
        ).fetchall()
        faults = check_store(db, scratch / "copy.db")
    types = [UNSENT if each in ("unsent.taken_along", "unsent.handed_in") else each for each in types]
    places = [types.index(each) for each in WANTED]
    assert places == sorted(places)
    assert [tuple(row) for row in said] == [
        ("ana", "", "Hello Mara, I am looking."),
        ("mo", "lead", "Dear Mara, we will refund all of it."),
        ("ana", "", "You will have it within three days."),
    ]
    assert not faults


@pytest.mark.timeout(240)
def test_a_day_with_leads_on_real_consoles(tmp_path, figure):
    agents = SIX[: figure(2, 6)]
    with shared(tmp_path, (*agents, *LEADS)) as place:
        prove(place, play(place, agents), tmp_path)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_same_day_on_a_teams_server(tmp_path, figure, engine):
    if not figure(0, 1):
        pytest.skip("eight consoles and a server: by --long")
    workspace = a_workspace()
    opens = None if engine == "sqlite" else lambda: opened(workspace)
    with served(tmp_path, (*SIX, *LEADS), opens) as place:
        prove(place, play(place, SIX), tmp_path)
