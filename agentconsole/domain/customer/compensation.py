"""What contacts were given for our faults, added up: amounts by currency, and what is not money in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentconsole.domain.values import dataclass

SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "₹": "INR"}
CODES = (
    *("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "INR", "JPY", "MXN", "NOK", "NZD", "PLN"),
    *("RON", "SEK", "SGD", "TRY", "USD", "ZAR"),
)
"""Currencies that are told from other words of three letters (ISO 4217)."""
_MONEY = f"(?:[{''.join(SIGNS)}]|(?:{'|'.join(CODES)}))"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d{1,9}(?:[.,]\d{2})?"
_AMOUNT = rf"(?<![\w.,])(?:({_MONEY})\s?({_NUMBER})|({_NUMBER})\s?({_MONEY}))(?!\w)"
"""Compiled with the first fault that is admitted: most cards have none."""


@dataclass(frozen=True, slots=True)
class Granted:
    """`sums` in minor units by currency, the largest first; `words` what was given besides, each once."""

    sums: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()


NOTHING_GRANTED = Granted()


def granted(compensations: Iterable[str]) -> Granted:
    """Adds up what was written down; an amount counts where its currency stands beside it."""
    sums: dict[str, int] = {}
    words: dict[str, None] = {}
    for each in compensations:
        found = re.findall(_AMOUNT, each)
        for before, first, second, behind in found:
            code = SIGNS.get(before or behind, before or behind)
            sums[code] = sums.get(code, 0) + _minor(first or second)
        if not found and each.strip():
            words[" ".join(each.split())] = None
    return Granted(tuple(sorted(sums.items(), key=lambda pair: -pair[1])), tuple(words))


def _minor(number: str) -> int:
    whole, mark, cents = number.rpartition("," if re.fullmatch(r"\d+,\d{2}", number) else ".")
    if not mark:
        whole, cents = number, "00"
    return int(whole.replace(",", "")) * 100 + int(cents)


def amounts(it: Granted) -> tuple[str, ...]:
    """Each sum as it is read: `25.00 EUR`."""
    return tuple(f"{minor // 100:,}.{minor % 100:02} {code}" for code, minor in it.sums)
