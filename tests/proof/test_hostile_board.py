"""What agents, contacts and other leads have written is drawn and never obeyed on a lead's board and pages."""

from __future__ import annotations

from itertools import repeat
from random import Random
from time import monotonic, sleep

from agentconsole.clock import ManualClock, SystemClock
from agentconsole.domain.leads.commands import HandInText
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.tui.stray_letters import SAID
from tests.e2e.console import Console
from tests.e2e.shift import Shift
from tests.proof.hostile_shift import SHORT, plant_for_leads
from tests.proof.terminal_output import findings
from tests.proof.test_hostile import FIELDS, PAYLOADS, chosen, fuzz, pasted, prove_clean

LEAD = "lea"
AGO = 180 * MINUTE
"""How long ago it all was said: late by now, gone silent, and looked at by nobody this shift."""


FORM, BOARD, QUEUE = "Esc leaves", "q console", "u due"
"""What stands on the screen while a question, the board or the queue has the keys."""
PAGES = {"t": "TOUCH EVERY TABLE", "y": "GONE SILENT", "A": "AUDIT TRAIL"}


def a_shift(path) -> Shift:
    return Shift(path, ManualClock(SystemClock().now() - AGO))


def shows(console: Console, *words: str) -> str:
    """Waits for the first of them to stand on the screen: under load a page that is left at once is never drawn, and
    has proved nothing."""
    end = monotonic() + 60
    while (found := next((each for each in words if each in console.text()), "")) == "":
        assert monotonic() < end, f"none of {words} came\n{console.text()}"
        sleep(0.02)
    return found


def hands_in(shift: Shift, mark: str, text: str) -> None:
    """The agent the lead has taken the chat over from hands in the text, as what they had begun to write."""
    (own,) = shift.rows("SELECT id FROM conversation WHERE channel = 'chat' AND subject LIKE ?", f"{mark} %")[0]
    shift.clock = SystemClock()  # the take-over was just now
    receipt = shift.does(mark.replace("mark", "x").rstrip("q"), HandInText(own, f"again {text}"[:SHORT]))
    assert receipt.is_accepted, receipt.words


def inserts(console: Console) -> None:
    """Puts what was handed in into the reply, as soon as this console knows of it."""
    end = monotonic() + 60
    while "Enter send" not in console.text():
        assert monotonic() < end, console.text()
        console.burst("D")
        console.settle(0.3)


def visit(console: Console, shift: Shift, mark: str, text: str) -> None:
    """The board and what is asked on it, the pages of leads, and a take-over there and back, each with the text typed
    where one can type."""
    _board(console, mark)
    for question in "sn@fN/":
        console.burst(question)
        # One that was refused is not left: it would leave the board.
        if shows(console, FORM, SAID) == FORM:
            console.burst("tab")
            console.paste(pasted(text))
            console.burst("enter" if question == "/" else "escape")
            shows(console, BOARD)
        console.burst("left")
    console.burst("backspace", "tab", "tab", "end", "home", "f7")
    shows(console, QUEUE)
    for place, title in PAGES.items():
        console.burst("g", place)
        shows(console, title)
        if place != "A":
            console.paste(pasted(text))
        console.burst("end", "escape")
        shows(console, QUEUE)
    _board(console, mark)
    console.burst("T")
    if shows(console, "TAKEN", "You hold", "x ") == "TAKEN":
        hands_in(shift, mark, text)
        inserts(console)
        console.burst("escape")
        shows(console, QUEUE)
        console.burst("R")
        shows(console, FORM)
        console.paste(pasted(f"done {text}"))
        console.burst("enter")
        # Refused where the agent is not here, or gone back: the words stay in the form.
        console.settle(0.2)
    console.burst("escape", "escape", "escape")
    console.settle(0.1)
    if BOARD in console.text():
        console.burst("f7")
    shows(console, QUEUE)


def _board(console: Console, mark: str) -> None:
    console.burst("f7")
    shows(console, BOARD)
    console.burst("/")
    shows(console, FORM)
    console.burst("ctrl+u", *mark, "enter", "end", "home")
    shows(console, f"/{mark}")
    # Then the preview.
    console.settle(0.25)


def prove(console: Console, shift: Shift, mark: str, text: str, what: str) -> None:
    """Visits; raises AssertionError for every byte that is not ours, and when the console does not answer any more."""
    before = len(console.reads)
    visit(console, shift, mark, text)
    console.settle(0.05)
    prove_clean(console, before, mark, what)


def test_nothing_of_a_hostile_text_reaches_a_leads_terminal(tmp_path, figure, first_seed):
    shift = a_shift(tmp_path / "store.db")
    payloads = chosen(Random(first_seed), figure(3, len(PAYLOADS)))
    marks = [plant_for_leads(shift, repeat(each.text()), n) for n, each in enumerate(payloads)]
    with Console(shift, who=LEAD) as console:
        console.settle(0.3)
        for each, mark in zip(payloads, marks, strict=True):
            prove(console, shift, mark, each.text(), each.name)
        assert console.quits() == 0
        assert not console.modes_left_changed
        assert not console.crash_files
    assert not shift.faults()


def test_nothing_of_a_random_text_reaches_a_leads_terminal(tmp_path, figure, first_seed):
    shift, texts = a_shift(tmp_path / "store.db"), fuzz(Random(first_seed))
    marks = [plant_for_leads(shift, texts, n) for n in range(figure(2, 250))]
    with Console(shift, who=LEAD, size=(200, 60)) as console:
        console.settle(0.3)
        for n, mark in enumerate(marks):
            prove(console, shift, mark, next(texts), f"conversation {n} of {FIELDS} texts")
        assert console.quits() == 0
        assert not console.crash_files
    assert not shift.faults()


def test_a_board_that_draws_texts_as_they_came_would_be_noticed(tmp_path):
    shift = a_shift(tmp_path / "store.db")
    plant_for_leads(shift, repeat("a\u200fb \U000e0041 \x1b[3mslanted"), 0)
    with Console(shift, plant="only_the_last_net_cleans", who=LEAD) as console:
        console.settle(0.3)
        before = len(console.reads)
        console.burst("f7")
        shows(console, BOARD)
        console.settle(0.2)
        assert "U+200F" in "\n".join(findings(console.written(before)))
