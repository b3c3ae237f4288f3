"""How contacts ended, counted by disposition and channel, in the words of the team's list. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from agentconsole.domain.dispositions import Disposition, Dispositions
from agentconsole.domain.terms import Channel
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Ended:
    """How often contacts ended so. A code nobody has words for stands as it is; empty, none was said."""

    disposition: Disposition
    contacts: Mapping[Channel, int]

    @property
    def count(self) -> int:
        """On all channels."""
        return sum(self.contacts.values())


def count_endings(found: Iterable[tuple[str, Channel]], dispositions: Dispositions) -> tuple[Ended, ...]:
    """The commonest first. An ending that was opened again and ended once more has ended twice."""
    counted = Counter(found)
    codes = dict.fromkeys(code for code, _ in counted)
    ended = [
        Ended(
            dispositions.find(code) or Disposition(code, code),
            {channel: counted[code, channel] for channel in Channel},
        )
        for code in codes
    ]
    return tuple(sorted(ended, key=lambda each: (-each.count, each.disposition.code)))
