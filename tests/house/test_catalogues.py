"""The second language: nothing the interface says is missing from its catalogues, and none of it is out of date."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from babel.messages.pofile import read_po

from agentconsole import tongue
from agentconsole.settings import DisplaySettings
from tests.support.catalogues import LOCALE, PACKAGE, PARTS, as_mo, as_po, catalogue, filled, sentences

LANGUAGES = [each for each in tongue.languages() if each != tongue.ENGLISH]
PLACE = re.compile(r"\{(\w*)[^}]*\}")


def files() -> list[tuple[str, str]]:
    return [(language, part) for language in LANGUAGES for part in PARTS]


@pytest.mark.parametrize(("language", "part"), files())
def test_a_catalogue_says_all_the_code_says_and_nothing_else(language: str, part: str):
    kept = (LOCALE / language / f"{part}.po").read_bytes()
    assert kept == as_po(catalogue(language, part)), f"run: .venv/bin/python -m tests.support.catalogues {part}"
    words = read_po(io.BytesIO(kept), locale=language)
    assert [each.id for each in words if each.id and (each.fuzzy or not filled(each.string))] == []
    assert (LOCALE / language / f"{part}.mo").read_bytes() == as_mo(words)


@pytest.mark.parametrize(("language", "part"), files())
def test_a_translation_has_a_place_for_each_value_and_the_edges_of_its_english(language: str, part: str):
    wrong = []
    for each in catalogue(language, part):
        english, told = (each.id, each.string) if isinstance(each.id, str) else (each.id[1], each.string[-1])
        if each.id and told and (places(told) != places(english) or edges(told) != edges(english)):
            wrong.append((english, told))
    assert wrong == []


def places(words: str) -> list[str]:
    return sorted(PLACE.findall(words))


def edges(words: str) -> tuple[str, str]:
    """The blanks it begins and ends with, which keep columns apart."""
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_words_are_translated_alike_everywhere(language: str):
    """In the interface; the rules' words stand in sentences of their own and have a catalogue apart."""
    told: dict[str, set[str]] = {}
    for part in PARTS.keys() - {tongue.RULES}:
        for each in catalogue(language, part):
            if isinstance(each.id, str) and each.id and each.string:
                told.setdefault(each.id, set()).add(str(each.string))
    assert {words: ways for words, ways in told.items() if len(ways) > 1} == {}


def test_the_setting_offers_each_language():
    assert get_args(get_type_hints(DisplaySettings)["language"]) == (tongue.AUTO, *tongue.languages())


def asked_too_early(source: str) -> list[int]:
    """Lines that ask for words while a module is loaded, before anybody has said in which language."""
    tree = ast.parse(source)
    inside = {
        id(call)
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for line in (each.body if isinstance(each.body, list) else [each.body])
        for call in ast.walk(line)
    }
    calls = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)]
    return [
        each.lineno for each in calls if getattr(each.func, "id", "") in ("_", "n_", "said") and id(each) not in inside
    ]


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_words_are_asked_for_where_they_are_shown(file: Path):
    assert asked_too_early(file.read_text(encoding="utf-8")) == []


def test_words_asked_for_too_early_would_be_found():
    assert asked_too_early("A = _('now')\ndef f(words=_('now')):\n    return _('later')") == [1, 2]


def test_sentences_are_read_with_a_place_for_each_value():
    source = 'f"#{it.id} is {who}: {who.lower()}"\nx = f"{a.name} and {b.name} meet"\ny = "SELECT a FROM b"'
    assert list(sentences(source, strict=False))[:2] == ["#{id} is {who}: {lower}", "{name} and {2} meet"]
    assert list(sentences(source, strict=True)) == []
