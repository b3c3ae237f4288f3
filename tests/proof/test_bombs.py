"""Monstrous messages: a conversation that holds one opens, and the next key is answered as in any other."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.e2e.console import Console, eventually
from tests.e2e.shift import Shift

MEGA = 1_000_000
BOMBS = {
    "plain": "Hi, all mail to us bounces.",
    "one line of a megabyte": "x" * MEGA,
    "a megabyte of words": "mail bounces " * (MEGA // 13),
    "a million newlines": "\n" * MEGA,
    "a table of 20,000 rows": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
    "accents two hundred thousand deep": "a" + "\u0301\u0316" * 100_000,
    "a hundred thousand joiners": "👩" + "\u200d👩" * 100_000,
    "joiners alone": "\u200d" * 100_000,
    "wide letters": "日本語" * 100_000,
    "a thousand tags that are none": "[EXTERNAL] [/x] [b " * 20_000,
    "a hundred thousand links": "https://a.example/ " * 50_000,
    "brackets": "(" * 100_000,
}
FIRST = 1001
"""The number of a store's first conversation."""
GENEROUS = 8.0
"""Seconds after which a key counts as not answered: a hang, on the slowest machine."""


@pytest.mark.parametrize("size", [(120, 36), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_key_is_answered_in_a_conversation_that_holds_a_bomb(tmp_path, size, figure, first_seed):
    """In CI one bomb in six, others with the next seed."""
    every = figure(6, 1)
    rest = [name for n, name in enumerate(BOMBS) if n and (n + first_seed) % every == 0]
    shift = Shift(tmp_path / "store.db")
    for n, name in enumerate(["plain", *rest]):
        bomb(shift, n, BOMBS[name])
    with Console(shift, size=size) as console:
        console.settle(0.3)
        for n, name in enumerate(["plain", *rest]):
            print(f"{name}: {', '.join(figures(console, n))}")
        assert console.quits() == 0
        assert not console.crash_files
    assert not shift.faults()


def bomb(shift: Shift, n: int, text: str) -> None:
    """A ticket with the bomb in its text, its subject and its contact's name."""
    shift.comes("ticket", f"bomb {text[:3000]}", f"mark{n}q {text[:3000]}", text, "and one more thing")


def figures(console: Console, n: int) -> list[str]:
    """Opens it, moves about, types; the words for how long each took until the next key was answered."""
    opening = _answered(console, "/", "ctrl+u", *f"mark{n}q", "enter", "enter")
    eventually(lambda: f"#{FIRST + n} bomb" in console.text(), f"an answer: #{FIRST + n} stands open", GENEROUS)
    moving = _answered(console, "home", "pagedown", "v", "v", "end", "pageup", "k", "j")
    typing = _answered(console, "r", *"hello", "ctrl+u")
    console.burst("escape", "escape", "backspace")
    return [f"open {opening:.0f} ms", f"eight moves {moving:.0f} ms", f"type {typing:.0f} ms"]


def _answered(console: Console, *keys: str) -> float:
    """Milliseconds until the help shows that is asked for right after the keys."""
    before = len(console.reads)
    began = perf_counter()
    console.burst(*keys, "f1")
    eventually(lambda: b"q leaves" in console.written(before), f"an answer to {keys}", GENEROUS)
    took = (perf_counter() - began) * 1000
    console.burst("escape")
    return took


def test_a_message_drawn_whole_would_be_noticed(tmp_path):
    shift = Shift(tmp_path / "store.db")
    bomb(shift, 0, BOMBS["wide letters"])
    with pytest.raises(AssertionError, match="never: an answer"), Console(shift, plant="nothing_is_bounded") as console:
        figures(console, 0)
