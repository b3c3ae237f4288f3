"""What a contact has with us, as key-value facts other systems tell: shown on the card, and nowhere in the queue.

Customers are treated alike, whatever they pay: no rule, order or clock reads a fact.
"""

from __future__ import annotations

from collections.abc import Iterable

from agentconsole.domain.values import dataclass

MOST_FACTS = 30
"""Facts of one source about one contact: more than anybody reads while a contact waits."""
MOST_SOURCES = 6
LONGEST_NAME = 40
LONGEST_VALUE = 200
LONGEST_SOURCE = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, such as `domain` and `example.org`; a name may occur more than once."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one source says; what it said before is forgotten."""

    source: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Products:
    """All that is known of one contact, by source in their order; `seq` is the event that last changed it."""

    contact_id: str
    told: tuple[Told, ...] = ()
    seq: int = 0

    def by(self, source: str) -> tuple[Fact, ...]:
        """What this source says."""
        return next((each.facts for each in self.told if each.source == source), ())

    def with_told(self, source: str, facts: tuple[Fact, ...], seq: int) -> Products:
        """The same once the source has said this; nothing at all takes the source out."""
        others = [each for each in self.told if each.source != source]
        told = [*others, Told(source, facts)] if facts else others
        return Products(self.contact_id, tuple(sorted(told, key=lambda each: each.source)), seq)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact once, whoever told it."""
        return tuple(dict.fromkeys(fact for each in self.told for fact in each.facts))


def tidied(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts on one line each, without the empty and the doubled ones."""
    lines = (Fact(" ".join(each.name.split()), " ".join(each.value.split())) for each in facts)
    return tuple(dict.fromkeys(each for each in lines if each.name and each.value))


def fault_in(source: str, facts: tuple[Fact, ...]) -> str:
    """Why they cannot be kept, in one sentence; empty when they can."""
    if not 0 < len(source.strip()) <= LONGEST_SOURCE:
        return f"A source is called by at most {LONGEST_SOURCE} characters."
    if len(facts) > MOST_FACTS:
        return f"{len(facts):,} facts about one contact; at most {MOST_FACTS} are kept for each source."
    long = next((each for each in facts if len(each.name) > LONGEST_NAME or len(each.value) > LONGEST_VALUE), None)
    if long is not None:
        return (
            f"The fact {long.name[:LONGEST_NAME]!r} is too long: a name has at most {LONGEST_NAME} characters, "
            f"a value {LONGEST_VALUE}."
        )
    return ""
