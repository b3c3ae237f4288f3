"""Looking words up in the manual: a key finds where it is told, words the sections that have all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from agentconsole.help.markdown import Kind, Look
from agentconsole.help.pages import PAGES, Section, read, sections

_TOKEN: Final = re.compile(r"\w+")
_ENDINGS: Final = re.compile(r"(?<=\w{3})(?:ies|ing|ed|es|en|s|e|n|y)$")
LEAST_WITHIN: Final = 4
"""Letters from which on a word is found within another, as in a German compound; a shorter one is a whole word or the
beginning of one, and a single letter is itself alone."""


def found(words: str, shown: Callable[[str], str]) -> tuple[Section, ...]:
    """The lines of the key of that name, as `shown` names a command's key; then the sections that hold all the words,
    endings apart, those first that have them side by side, then those whose title does. Where no section has all of
    them, the pages that do. Without words each page's beginning."""
    asked = words.split()
    if not asked:
        return tuple(each for each in sections() if each.at == 0)
    lines = tuple(_lines_of(asked[0], shown)) if len(asked) == 1 else ()
    wanted = _stems(words)
    if not wanted:
        return (*lines, *(each for each in sections() if all(word in each.words for word in asked)))
    held = [each for each in sections() if _holds(each.words, wanted)]
    held = held or [Section(page, 0, page.blocks) for page in map(read, PAGES) if _holds(_all_words(page.name), wanted)]
    return (*lines, *sorted(held, key=lambda each: (not _side_by_side(each, wanted), not _holds(each.title, wanted))))


def is_key(name: str, key: str) -> bool:
    """Whether that is the key's name: letters are told apart by their height, names of keys are not."""
    return bool(name) and (name == key or (len(name) > 1 and name.casefold() == key.casefold()))


def _lines_of(name: str, shown: Callable[[str], str]) -> Iterator[Section]:
    """Each block that tells of the key, under its heading."""
    for section in sections():
        for at, block in enumerate(section.blocks):
            keys = (span.target for cell in block.cells for span in cell if span.look is Look.KEY)
            if block.kind is not Kind.HEADING and any(is_key(name, shown(key)) for key in keys):
                yield Section(section.page, section.at + at, (section.blocks[0], block))


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    stems, folded = _stems(text), text.casefold()
    return all(_is_in(word, stems, folded) for word in wanted)


def _is_in(word: str, stems: tuple[str, ...], folded: str) -> bool:
    if word in stems:
        return True
    if len(word) >= LEAST_WITHIN:
        return word in folded
    return len(word) > 1 and any(each.startswith(word) for each in stems)


def _side_by_side(section: Section, wanted: tuple[str, ...]) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(_stems(section.words))} "


@cache
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_ENDINGS.sub("", word) for word in _TOKEN.findall(text.casefold()))


def _all_words(name: str) -> str:
    return " ".join(block.words for block in read(name).blocks)
