"""How else a word may be written whose letters the index does not fold: ß beside ss, ø beside o, ł beside l."""

from functools import lru_cache
from itertools import combinations

MOST = 8
"""Ways one word is looked for, as it was typed among them."""
SHORTEST = 2
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_SPELT_OUT = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))
# What is to be replaced together: nobody writes one ü of a name and spells the other one out. Most frequent first.
_RULES = (
    *((("ss", "ß"),), _UMLAUTS, (("oe", "ø"), ("o", "ø")), (("l", "ł"),), (("ae", "æ"),), (("d", "đ"),)),
    *((("ß", "ss"),), _SPELT_OUT, (("ø", "o"),), (("ł", "l"),), (("æ", "ae"),), (("đ", "d"),)),
)


@lru_cache(maxsize=256)
def spellings(word: str) -> tuple[str, ...]:
    """The word as it is typed, and how else it may be written, in lower case: MOST at most, by one rule or by two."""
    plain = word.lower()
    if len(word) < SHORTEST or not word.replace("-", "").isalpha():
        return (word,)
    fitting = [rule for rule in _RULES if any(typed in plain for typed, _ in rule)]
    rules = [*((rule,) for rule in fitting), *combinations(fitting, 2)]
    others = dict.fromkeys(_rewritten(plain, sum(each, ())) for each in rules)
    others.pop(plain, None)
    return (word, *others)[:MOST]


def _rewritten(word: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for typed, written in pairs:
        word = word.replace(typed, written)
    return word
