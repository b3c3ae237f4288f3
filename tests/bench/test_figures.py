"""A figure says met only when its goal is met, and never when it could not be taken."""

import pytest

from tests.bench.__main__ import benches
from tests.bench.figures import Figure, Goal, Verdict, interleaved, line


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("start", "ms", 120, 100, Goal(1.25)), Verdict.MET),
        (Figure("start", "ms", 126, 100, Goal(1.25)), Verdict.NOT_MET),
        (Figure("key p99", "ms", 8.3, None, Goal(8.3, of_ratio=False)), Verdict.MET),
        (Figure("key p99", "ms", 8.4, 9.0, Goal(8.3, of_ratio=False)), Verdict.NOT_MET),
        (Figure("commits", "/s", 50, 100, Goal(0.5, at_least=True)), Verdict.MET),
        (Figure("commits", "/s", 49, 100, Goal(0.5, at_least=True)), Verdict.NOT_MET),
        (Figure("start", "ms", None, 100, Goal(1.25)), Verdict.NOT_MET),
        (Figure("start", "ms", 120, None, Goal(1.25)), Verdict.NOT_MET),
        (Figure("floor", "ms", None, 100), Verdict.NO_GOAL),
    ],
)
def test_a_goal_is_met_or_not(figure: Figure, verdict: Verdict):
    assert figure.verdict is verdict


def test_a_row_shows_ours_the_floor_the_ratio_the_goal_and_the_verdict():
    row = line(Figure("start", "ms", 1200, 1000, Goal(1.25)).cells()).split("  ")
    assert [cell.strip() for cell in row if cell] == ["start", "1,200 ms", "1,000 ms", "1.20 ×", "≤ 1.25 ×", "met"]


def test_ours_and_the_floor_are_run_in_turns():
    order: list[str] = []

    def run(name: str) -> float:
        order.append(name)
        return float(len(order))

    assert interleaved(lambda: run("ours"), lambda: run("floor"), rounds=3) == (4.0, 3.0)
    assert order == ["floor", "ours"] * 3


def test_every_benchmark_is_found_by_its_name_and_says_what_it_measures():
    found = benches()
    assert "floors.start" in found
    assert all((bench.__doc__ or "").strip() for bench in found.values())
