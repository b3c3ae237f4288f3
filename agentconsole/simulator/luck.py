"""Luck that can be had again: the random numbers that belong to a seed."""

from __future__ import annotations

from random import Random


def luck(seed: int, *parts: str | int) -> Random:
    """The sequence of this seed for the part named: who throws more dice does not change the others' throws."""
    return Random("/".join(str(each) for each in (seed, *parts)))  # noqa: S311 - replayable on purpose, no secret


def around(pick: Random, typical: float) -> int:
    """Milliseconds around `typical` seconds: mostly close to it, sometimes three times as long."""
    return int(1_000 * typical * min(3.0, pick.lognormvariate(0.0, 0.45)))
