"""Signs of every width in every field: the columns stay where they are, and the store keeps what was written."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from rich.segment import Segment
from textual.color import Color

from agentconsole.domain.commands import Claim, Reply
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.tui import safe
from agentconsole.tui.line_filter import WidthFilter
from tests.e2e.console import SIZES, Console, eventually
from tests.e2e.shift import ME, Shift
from tests.support.terminal import Terminal

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
RAINBOW = "\N{WAVING WHITE FLAG}\ufe0f\u200d\N{RAINBOW}"
TEXTS = {
    "CJK": "漢字と日本語 株式会社",
    "Hangul": "안녕하세요 각",
    "family": f"x{FAMILY}y{FAMILY}{FAMILY}",
    "flags": "🇩🇪 🇭🇷🇭🇷 🇯",
    "VS16": "☎️ ❤️❤️ 1️⃣ ©️",
    "skins": "👍🏽👍🏽 🏽 👩🏽\u200d⚕️",
    "rainbow": f"{RAINBOW}{RAINBOW}",
    "marks": "Zalgo\u0301\u0302 n\u0303 Kovac\u030c x\u0336",
    "Devanagari": "नमस्ते क्\u200dष",
    "Thai": "สวัสดีครับ",
    "Arabic": "مرحبا بالعالم ١٢٣",
    "Hebrew": "שלום עולם 12-34",
    "Persian": "می\u200cخواهم",
}


@pytest.fixture
def shift(tmp_path: Path) -> Shift:
    return Shift(tmp_path / "store.db")


def fill(shift: Shift, pick: Random) -> list[str]:
    """Contacts whose names, subjects and words are of every kind; the chats that dana holds."""
    texts = [*TEXTS.values(), *(" ".join(pick.choices([*TEXTS.values()], k=5)) for _ in range(10))]
    for n, text in enumerate(texts):
        shift.comes("ticket", text, f"{n} {text}", text, f"{text}\n{text * 6}", category=text)
    chats = [shift.comes("chat", f"{text} B", f"chat {text}", text, text * 9) for text in texts[1:3]]
    for chat in chats:
        shift.does_all([(ME, Claim(chat)), (ME, Reply(chat, TEXTS["family"] * 12))])
    return chats


def out_of_line(terminal: Terminal) -> list[str]:
    """The rows between the first line and the notice in which a line between panes is not where it is in most."""
    rows = terminal.cells()[1:-2]
    bars = [at for at in range(len(rows[0])) if sum(row[at] == "│" for row in rows) > len(rows) * 0.8]
    assert bars, terminal.text()
    return ["".join(row) for row in rows if any(row[at] != "│" for at in bars)]


@pytest.mark.parametrize("size", SIZES[1:], ids=str)
def test_columns_stay_in_line_whatever_is_in_the_fields(shift: Shift, size: tuple[int, int]) -> None:
    seed = Random().randrange(10**6)
    fill(shift, Random(seed))
    with Console(shift, size=size, env={"AGENTCONSOLE_DISPLAY__REDUCED_MOTION": "on"}) as console:
        for keys in ("f2", "f3", "escape", *("escape", *"jjjjjjjjjjjjjjjj"), "pageup", "enter", "pageup"):
            console.keys(keys)
            console.settle(0.15)
            assert out_of_line(console) == [], f"seed {seed}\n{console.text()}"


def test_text_from_right_to_left_is_marked_kept_in_its_order_and_sent_as_it_was_typed(shift: Shift) -> None:
    hebrew = TEXTS["Hebrew"]
    chat = shift.comes("chat", "Mara", hebrew, hebrew)
    assert shift.does(ME, Claim(chat)).is_accepted
    with Console(shift) as console:
        assert b"\x1b[8l" in console.raw
        console.keys("f2")
        console.wait_for(f"[RTL] {hebrew}")
        console.types(hebrew + FAMILY)
        console.keys("enter")
        eventually(lambda: shift.bodies(chat)[-1][0] == ME, "the reply is sent")
        assert console.quits() == 0
        assert b"\x1b[8h" in console.raw
    assert shift.bodies(chat)[-1][2] == hebrew + FAMILY
    assert shift.bodies(chat)[0][2] == hebrew


def test_a_subject_from_right_to_left_is_marked_in_the_title_the_search_and_on_the_board(shift: Shift) -> None:
    hebrew = TEXTS["Hebrew"]
    chat = shift.comes("chat", "Mara", hebrew, "Hi")
    assert shift.does(ME, Claim(chat)).is_accepted
    with Console(shift, size=(120, 36)) as console:
        console.keys("f2")
        console.wait_for(f"Mara │ [RTL] {hebrew.split()[0]}")
        console.keys("escape", "escape", "g", "s")
        console.types(hebrew.split()[0])
        console.wait_until(lambda rows: any(row.startswith(" > Mara") and "[RTL]" in row for row in rows))
        console.keys("escape", "f7")
        console.wait_until(lambda rows: "0/1" in "".join(rows) and any(f"[RTL] {hebrew}" in row for row in rows))
        assert console.quits() == 0


def test_a_name_from_right_to_left_is_marked_wherever_it_stands_and_so_is_what_is_typed(shift: Shift) -> None:
    hebrew = TEXTS["Hebrew"]
    first, *_ = hebrew.split()
    chat = shift.comes("chat", hebrew, "DNS", "Hi")
    assert shift.does(ME, Claim(chat)).is_accepted
    with Console(shift, size=(120, 36)) as console:
        console.keys("f2")
        console.wait_for(f"{chat}  ←{first}")
        console.wait_for(f" CONTACT ←{first}")
        console.wait_for(f"reply PUBLIC to ←{first}   Ctrl+N")
        console.types(first)
        console.wait_for(f"reply PUBLIC to ←{first}   [RTL]   ")
        console.keys("escape", "y")
        console.wait_until(lambda rows: any(row.startswith(f" CONTACT ←{first}") for row in rows))
        console.keys("escape", "escape", "f7")
        console.wait_until(lambda rows: any(f"#{chat} ←{first}" in row for row in rows))
        assert console.quits() == 0


def test_the_board_keeps_its_columns_beside_names_of_every_width(shift: Shift) -> None:
    fill(shift, Random(1))
    shift.does_all((mate, SetPresence(Presence.AVAILABLE)) for mate in ("bo", "lea"))
    with Console(shift, env={"AGENTCONSOLE_DISPLAY__REDUCED_MOTION": "on"}) as console:
        console.keys("f7")
        console.wait_for("0/2")
        console.settle(0.2)
        rows = ["".join(cell or "\0" for cell in row) for row in console.cells()]
        places = {match.start() for row in rows for match in re.finditer(r"\b\d/2\b", row[:60])}
        assert len(places) == 1, "\n".join(rows)


@pytest.mark.parametrize("name", TEXTS)
def test_a_settled_text_is_as_wide_as_before_and_sign_by_sign(name: str) -> None:
    from rich.cells import cell_len
    from wcwidth import wcwidth

    text = safe.line(TEXTS[name], 40)
    (settled,) = WidthFilter().apply([Segment(text)], Color.parse("black"))
    assert cell_len(settled.text) == cell_len(text)
    assert sum(max(0, wcwidth(sign)) for sign in settled.text) == cell_len(text)
