"""A figure of a benchmark: ours beside its floor, the goal, and whether it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

COLUMNS = ("name", "ours", "floor", "ratio", "goal", "")


class Verdict(StrEnum):
    """How a figure stands to its goal."""

    MET = "met"
    NOT_MET = "not met"
    NO_GOAL = "no goal"


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on the ratio to the floor, or on our own value where `of_ratio` is false."""

    bound: float
    of_ratio: bool = True
    at_least: bool = False

    def words(self, unit: str) -> str:
        """The goal as printed: "≤ 1.25 ×", "≥ 5000 /s"."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g} {'×' if self.of_ratio else unit}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table, both values in `unit`; `floor` is None where the goal is on our value alone.

    `ours` is None for a floor that is measured by itself, to be remembered beside the machine it ran on.
    """

    name: str
    unit: str
    ours: float | None
    floor: float | None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Ours over the floor, where there are both."""
        if self.ours is None or not self.floor:
            return None
        return self.ours / self.floor

    @property
    def verdict(self) -> Verdict:
        """Whether the goal is met; a goal whose value could not be had is not."""
        if self.goal is None:
            return Verdict.NO_GOAL
        value = self.ratio if self.goal.of_ratio else self.ours
        if value is None:
            return Verdict.NOT_MET
        reached = value >= self.goal.bound if self.goal.at_least else value <= self.goal.bound
        return Verdict.MET if reached else Verdict.NOT_MET

    def cells(self) -> tuple[str, ...]:
        """The row as printed."""
        return (
            self.name,
            _value(self.ours, self.unit),
            _value(self.floor, self.unit),
            "–" if self.ratio is None else f"{self.ratio:.2f} ×",
            self.goal.words(self.unit) if self.goal else "–",
            str(self.verdict),
        )


def interleaved(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The medians of ours and of the floor, run in turns, so that a slow minute of the machine slows both."""
    pairs = [(floor(), ours()) for _ in range(rounds)]
    return median(mine for _, mine in pairs), median(bare for bare, _ in pairs)


def line(cells: tuple[str, ...]) -> str:
    """One aligned line of the table."""
    name, *numbers, verdict = cells
    return f"{name:<44}" + "".join(f"{number:>14}" for number in numbers) + f"  {verdict}"


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f} {unit}" if abs(value) >= 1000 else f"{value:.3g} {unit}"
