"""The language of the interface: English as it stands in the code, or a catalogue's words for it.

Words are asked for where they are shown, never where a module is loaded: `_("Nothing is due.")`, with values put in
afterwards, `_("{who} took it").format(who=name)`. Customers' and colleagues' words are nobody's to translate.
The rules of the domain speak English only, since a receipt is the same bytes on every machine; `said` finds their
sentences again by their shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from agentconsole import paths

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH: Final = "en"
AUTO: Final = "auto"
RULES: Final = "rules"
"""The catalogue of the sentences that rules make, beside those of the interface."""
SAID_LIMIT: Final = 600
"""Characters of a sentence of the rules; a longer text is somebody's own."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_SPAN: Final = r"\d+ [a-z]+(?: \d+ [a-z]+)?"


class _Spoken:
    """What this process speaks: a process has one reader."""

    language = ENGLISH
    words: NullTranslations | None = None


def speak(language: str, environment: Mapping[str, str] | None = None) -> None:
    """Sets the language from here on: `auto` follows the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).

    A language nobody has translated yet is English.
    """
    _Spoken.language, _Spoken.words = ENGLISH, None
    said.cache_clear()
    wanted = asked_for(environment or {}) if language == AUTO else (language,)
    for name in wanted:
        if name == ENGLISH:
            return
        if name in languages():
            _Spoken.language, _Spoken.words = name, _interface(name)
            return


def spoken() -> str:
    """The language that is spoken: `en`, `de`."""
    return _Spoken.language


def languages() -> tuple[str, ...]:
    """What is spoken here, English first."""
    folder = paths.data("locale")
    return (ENGLISH, *sorted(each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith("_")))


def asked_for(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The languages the environment names, as gettext reads it: `LANGUAGE` may list several."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            named = value.split(":") if name == "LANGUAGE" else [value]
            return tuple(re.split(r"[_.@]", each)[0].lower() for each in named if each)
    return ()


def N_(words: str) -> str:
    """Marks words that are kept in a table and asked for when they are shown."""
    return words


def _(words: str) -> str:
    """The words in the spoken language."""
    return _Spoken.words.gettext(words) if _Spoken.words and words else words


def n_(one: str, many: str, count: int) -> str:
    """The form of the words for that many, in the spoken language."""
    if _Spoken.words:
        return _Spoken.words.ngettext(one, many, count)
    return one if count == 1 else many


def number(count: int) -> str:
    """A whole number with its thousands set apart: `100,000`, `100.000`."""
    if _Spoken.words is None or -1000 < count < 1000:
        return f"{count:,}"
    # Its data takes 15 ms to load, and English needs none of it.
    from babel.numbers import format_decimal

    return format_decimal(count, locale=_Spoken.language)


def tenths(amount: float) -> str:
    """A number with one digit behind its mark: `0.2`, `0,2`."""
    if _Spoken.words is None:
        return f"{amount:.1f}"
    from babel.numbers import format_decimal

    return format_decimal(amount, "0.0", locale=_Spoken.language)


@lru_cache(maxsize=4_096)
def said(words: str) -> str:
    """A sentence of the rules, out of the log or a receipt, in the spoken language; itself when no shape fits.

    Words of the interface that were kept in a table of the store, such as why something was held back, are found as
    they are. `{who} took it: {why}` is found as a remark with a reason behind it, and the reason stays as it was typed.
    """
    if _Spoken.words is None or not words or len(words) > SAID_LIMIT:
        return words
    exact = _exactly(words)
    if exact:
        return exact
    remark, colon, reason = words.partition(": ")
    told = (_exactly(remark) or _by_shape(remark)) if colon else ""
    if told:
        return f"{told}: {reason}"
    return _each_sentence(words) or _by_shape(words) or _as_kept(words) or _by_sentences(words)


def _exactly(words: str) -> str:
    told = _rules(_Spoken.language).get(words)
    return told or ""


def _by_shape(words: str, *, ends_within: bool = True) -> str:
    """`ends_within`: the end of a sentence may stand in what a place holds."""
    for shape, told in _shapes(_Spoken.language):
        found = shape.fullmatch(words)
        if found and (ends_within or not any(". " in value for value in found.groups())):
            return _filled(told, {name[1:]: _part(value) for name, value in found.groupdict().items()})
    return ""


def _as_kept(words: str) -> str:
    """Words of the interface; a single one is left alone, for it may be a name."""
    told = _(words) if " " in words else words
    return told if told != words else ""


def _each_sentence(words: str) -> str:
    """Two sentences of which each is known; nothing where one shape has words of its own in both of them."""
    first, stop, rest = words.partition(". ")
    if not stop or _by_shape(words, ends_within=False):
        return ""
    told = said(f"{first}."), said(rest)
    return " ".join(told) if told[0] != f"{first}." and told[1] != rest else ""


def _by_sentences(words: str) -> str:
    """What is wrong and what to do about it are two sentences, each found for itself."""
    first, stop, rest = words.partition(". ")
    return f"{said(first + '.')} {said(rest)}" if stop else words


def _filled(told: str, values: Mapping[str, str]) -> str:
    """In one step, so that a value that looks like a place is left alone."""
    return _PLACE.sub(lambda place: values[place[1]], told)


def _part(value: str) -> str:
    """What stood in a place: a sentence of the rules' own, or a name."""
    return _exactly(value) or (_by_shape(value) if " " in value else "") or value


@lru_cache(maxsize=2)
def _interface(language: str) -> NullTranslations:
    """The catalogues of every part of the interface, one behind the other."""
    from gettext import GNUTranslations, NullTranslations

    all_parts = NullTranslations()
    for part in sorted((paths.data("locale") / language).iterdir(), key=lambda each: each.name):
        if part.name.endswith(".mo") and part.name != f"{RULES}.mo":
            with part.open("rb") as file:
                all_parts.add_fallback(GNUTranslations(file))
    return all_parts


@lru_cache(maxsize=2)
def _rules(language: str) -> dict[str, str]:
    from babel.messages.mofile import read_mo

    with (paths.data("locale") / language / f"{RULES}.mo").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_mo(file) if each.id}


@lru_cache(maxsize=2)
def _shapes(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every sentence with places, the one with the most words of its own first: `{who} took it` before `{a}: {b}`."""
    with_places = [(_PLACE.sub("", own), own, told) for own, told in _rules(language).items() if _PLACE.search(own)]
    with_places.sort(key=lambda each: -len(each[0]))
    return tuple((_shape(own), told) for bare, own, told in with_places if any(map(str.isalpha, bare)))


def _shape(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    return re.compile(
        "".join(re.escape(part) if k % 2 == 0 else _place(part) for k, part in enumerate(parts)), re.DOTALL
    )


def _place(name: str) -> str:
    """A place is as short as what follows allows; a span of time, `2 h 5 min`, has blanks and is told by its form."""
    return f"(?P<p{name}>{_SPAN if name.startswith('span') else '.+?'})"
