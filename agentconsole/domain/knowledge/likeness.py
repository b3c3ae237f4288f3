"""What two conversations have in common: the words that tell, how rare each is, and the same category. Pure."""

from __future__ import annotations

import math
import re

from agentconsole.domain.values import dataclass

WORDS = 14
"""Words of a conversation that are looked for: those of its subject, then the contact's first ones."""
SHORTEST, LONGEST = 3, 40
FIRST_WORDS = 400
"""Characters of the contact's first message that are read for words."""
SAME_CATEGORY = 1.5
"""How much more a conversation of the same category counts."""
LEAST = 2
"""Words that must be the same; one is enough where it is rare and the category is the same."""
RARE, RARE_AT_LEAST = 0.02, 5
"""Share of conversations a word may occur in at most to be rare; in so few it always is."""
CODE = 3
"""Digits of a number that tells, such as 404 or 550; others are dates, amounts and parts of addresses."""
_WORD = re.compile(r"\b\w[\w-]*\w")
_SAID_ANYHOW = """
the and for not you your our are was were has have had with from this that but can could would will please hello hi dear
thanks thank help need any all out its how why what when where who does did get got just now still since after before
says said nothing something anything everything never always again back only even much more most some other others like
because know think see look looks really right here over every same find found try tried doesn don cannot work works
want wants wanted sorry sure okay yes ask asked tell told went going come came lot bit way time today week
about into them they there been being than then also very new one two hey good morning day my me
und der die das den dem ein eine ist sind war nicht ich sie wir mit von für auf bitte danke hallo
les des une est pas que qui pour dans vous nous merci bonjour los las una por para con gracias hola
"""
_DULL = frozenset(_SAID_ANYHOW.split())
"""Words of politeness and grammar in the languages contacts write in: they tell nothing, and a first message is full of
them. What is left is weighed by how rare it is."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, and why."""

    score: float
    words: tuple[str, ...]
    is_same_category: bool

    @property
    def why(self) -> str:
        """`same words: dns, propagation; same category`."""
        shared = ", ".join(self.words)
        if len(self.words) > 1:
            return f"same words: {shared}; same category" if self.is_same_category else f"same words: {shared}"
        return f"same word: {shared}; same category" if self.is_same_category else f"same word: {shared}"


def telling_words(subject: str, first_words: str) -> tuple[str, ...]:
    """The words that may tell what it is about, in their order and lower case."""
    found = _WORD.findall(f"{subject}\n{first_words[:FIRST_WORDS]}".casefold())
    telling = (each for each in found if SHORTEST <= len(each) <= LONGEST and each not in _DULL and _tells(each))
    return tuple(dict.fromkeys(telling))[:WORDS]


def _tells(word: str) -> bool:
    return not word.replace("_", "").isdecimal() or (word.isdecimal() and len(word) == CODE)


def weight(occurs_in: int, of: int) -> float:
    """What a word counts that occurs in so many of so many conversations: the rarer the more."""
    return math.log(1 + of / max(1, occurs_in))


def likeness(shared: dict[str, int], of: int, *, is_same_category: bool) -> Likeness | None:
    """How alike two are that share these words, each with the number of conversations it occurs in; None when it is too
    little to call them so."""
    rare = any(occurs_in <= max(RARE_AT_LEAST, RARE * of) for occurs_in in shared.values())
    if len(shared) < LEAST and not (shared and rare and is_same_category):
        return None
    score = sum(weight(occurs_in, of) for occurs_in in shared.values())
    words = tuple(sorted(shared, key=lambda word: (shared[word], word)))
    return Likeness(score * (SAME_CATEGORY if is_same_category else 1), words, is_same_category)
