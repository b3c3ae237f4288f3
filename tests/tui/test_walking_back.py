"""Back and forward through what was open, and a letter on every row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agentconsole.tui.screens.finding.trail import KEPT, Trail
from tests.support.a_shift import a_shift
from tests.tui.conftest import a_console

STEPS = st.lists(st.tuples(st.sampled_from(["to", "by", "gone"]), st.integers(-3, 3)), max_size=60)


@given(STEPS)
def test_a_trail_stands_on_one_of_its_steps_whatever_is_done(steps: list[tuple[str, int]]):
    trail = Trail()
    for what, n in steps:
        match what:
            case "to":
                trail = trail.to(str(n))
                assert trail.here == str(n)
            case "by":
                trail = trail.moved(n)
            case _:
                trail = trail.without(str(n))
                assert str(n) not in trail.steps
        assert (trail.at == -1 and not trail.steps) or 0 <= trail.at < len(trail.steps) <= KEPT
        assert trail.here == (trail.steps[trail.at] if trail.steps else "")
        assert not any(a == b for a, b in zip(trail.steps, trail.steps[1:], strict=False))


async def test_brackets_walk_back_and_forward_and_say_where_they_end():
    async with a_console(a_shift()) as console:
        opened = []
        for _ in range(3):
            await console.press("enter")
            opened.append(console.screen.current)
            await console.press("escape", "j")
        await console.press("left_square_bracket")
        assert console.screen.current == opened[1]
        await console.press("left_square_bracket")
        assert console.screen.current == opened[0]
        await console.press("left_square_bracket")
        assert "Nothing was open before this" in console.notice
        await console.press("right_square_bracket", "right_square_bracket")
        assert console.screen.current == opened[2]
        await console.press("right_square_bracket")
        assert "the last one" in console.notice


async def test_back_from_the_queue_opens_what_was_closed_and_what_cannot_be_seen_is_passed_over():
    door = a_shift()
    async with a_console(door) as console:
        await console.press("enter")
        first = console.screen.current
        await console.press("escape", "j", "enter")
        second = console.screen.current
        await console.press("q", "left_square_bracket")
        assert console.screen.current == second
        await console.press("escape", "j", "enter", "q")
        del door.rows_of[second], door.messages[second]
        await console.press("left_square_bracket", "left_square_bracket")
        assert console.screen.current == first


async def test_a_letter_on_every_row_opens_its_row(size: str):
    async with a_console(a_shift(), size) as console:
        await console.press("g", "j")
        rows = console.screen.queue.in_sight

        def drawn() -> str:
            return next(line for line in console.text.splitlines() if f" {rows[2].id} " in line)

        assert drawn().startswith("d")
        await console.press("d")
        assert console.screen.current == rows[2].id
        await console.press("escape")
        assert not drawn().startswith("d")


async def test_any_other_key_takes_the_letters_away():
    async with a_console(a_shift()) as console:
        await console.press("g", "j", "escape")
        assert console.screen.current == ""
        assert not console.text.splitlines()[2].startswith("s")
