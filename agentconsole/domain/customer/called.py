"""How a contact is called, in a greeting and in their own line."""

from __future__ import annotations

from agentconsole.domain.customer.company import is_company

TITLES = frozenset(
    {"dr", "prof", "mr", "mrs", "ms", "miss", "sir", "herr", "frau"} | {"pastor", "pfarrer", "rev", "reverend", "rabbi"}
)
"""Titles that are written without a dot as well."""


def called(name: str) -> str:
    """How a contact is called: the first of their names, behind a title such as `Dr.`. Where that one is an initial, or
    behind titles there is one name alone, which is the family's, it is the whole name: nobody is greeted as `M.`. So it
    is where a comma says that the family's comes first, and where it is a company's. A sign without a letter, such as a
    picture, is nobody's name."""
    words = [word for word in name.split() if any(map(str.isalpha, word))]
    names = [word for word in words if not _is_title(word)]
    is_first = bool(names) and not _is_initial(names[0]) and (len(names) > 1 or len(words) == 1)
    is_whole = not is_first or names[0].endswith(",") or is_company(name)
    return " ".join(name.split()) if is_whole else names[0]


def _is_title(word: str) -> bool:
    return (word.endswith(".") and len(word) > 2) or word.casefold() in TITLES


def _is_initial(word: str) -> bool:
    # One sign of another script is a name.
    return len(word.rstrip(".")) == 1 and word.isascii()
