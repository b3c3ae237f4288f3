"""When contacts come: a shift's curve with its two peaks, and a mixture of channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import exp
from random import Random

from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.terms import Channel
from agentconsole.simulator.customers import Customer
from agentconsole.simulator.luck import luck
from agentconsole.simulator.script import Script

MIXTURE = {Channel.CHAT: 0.46, Channel.TICKET: 0.28, Channel.PHONE: 0.26}
"""Shares of the channels at a web host's desk, where chat is the first thing people find."""


def pressure(done: float) -> float:
    """How busy it is when the share `done` of the shift is over: two peaks, around 1 on average."""
    morning, afternoon = exp(-(((done - 0.28) / 0.14) ** 2)), exp(-(((done - 0.72) / 0.12) ** 2))
    return 0.55 + 0.9 * morning + 0.6 * afternoon


def any_script(_script: Script) -> bool:
    """Whoever comes is welcome."""
    return True


RUSH_EVERY = 60
RUSH_MINUTES = 6
RUSH = 30.0
"""Once an hour something breaks and everybody writes at once: only then do agents reach their limits."""


class Deck:
    """Deals scripts so that nobody comes twice before everybody of their channel has come once."""

    def __init__(self, scripts: tuple[Script, ...], pick: Random) -> None:
        self._scripts = scripts
        self._pick = pick
        self._left: dict[Channel, list[Script]] = {}

    def deal(self, channel: Channel, wanted: Callable[[Script], bool] = any_script) -> Script:
        """The next script of the channel, one that is wanted if any such is left."""
        left = self._left.get(channel)
        if not left:
            left = [s for s in self._scripts if s.channel is channel]
            self._pick.shuffle(left)
            self._left[channel] = left
        chosen = next((s for s in left if wanted(s)), left[-1])
        left.remove(chosen)
        return chosen

    def any(self) -> Script:
        """One of any channel, by the mixture."""
        channel = self._pick.choices(tuple(MIXTURE), tuple(MIXTURE.values()))[0]
        return self.deal(channel)


def arrivals(
    deck: Deck, seed: int, start: int, hours: float, per_hour: float, *, has_rushes: bool = False
) -> Iterator[Customer]:
    """Everybody who comes between `start` and `hours` later, minute by minute; `per_hour` on a flat day."""
    pick = luck(seed, "arrivals")
    minutes = int(hours * 60)
    rush_at = pick.randrange(RUSH_EVERY - RUSH_MINUTES)
    number = 0
    for minute in range(minutes):
        is_rush = has_rushes and 0 <= minute % RUSH_EVERY - rush_at < RUSH_MINUTES
        chance = per_hour / 60 * (RUSH if is_rush else pressure(minute / minutes))
        while chance > 0:
            if pick.random() < chance:
                number += 1
                script = deck.deal(Channel.CHAT) if is_rush else deck.any()
                at = start + minute * MINUTE + pick.randrange(MINUTE)
                yield Customer(script, f"{script.id}/{number}", at, luck(seed, "contact", number))
            chance -= 1
