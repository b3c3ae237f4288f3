"""F1 on a page tells that page's own keys at the section it is about; its last line fits every window."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

from agentconsole import tongue
from agentconsole.help import pages
from agentconsole.tui import dialogs, screens
from agentconsole.tui.dialogs.overlay import Overlay
from agentconsole.tui.own_keys import foot
from agentconsole.tui.screens.guiding.manual import ManualView
from agentconsole.tui.screens.knowledge import incident_page, reading_article
from agentconsole.tui.screens.writing import deciding
from tests.support.a_shift import a_shift
from tests.tui.conftest import Console, a_console
from tests.tui.test_articles import with_articles
from tests.tui.test_incidents import with_incident

ROUTES = {
    "incident": (with_incident, ("g", "i", "enter"), incident_page.KEYS, "Incidents"),
    "article": (with_articles, ("g", "K", "enter"), reading_article.KEYS, "Articles"),
}


def opened(console: Console) -> list[str]:
    """The lines of the manual that is in sight, but for its title and the rule below it."""
    return [line.strip() for line in console.text.splitlines()[2:]]


@pytest.mark.parametrize("place", ROUTES)
async def test_f1_on_a_page_opens_its_section_with_its_own_keys_above(place: str, size: str):
    make, route, keys, heading = ROUTES[place]
    async with a_console(make(), size) as console:
        await console.press(*route, "f1")
        await console.shows("Keys that work here")
        told = "\n".join(opened(console))
        for each in keys:
            assert f"{each.key} " in told
            assert each.help in told
        assert told.index("Keys that work here") < told.index(heading)
        assert "The choice above" not in told.partition("All keys")[0]
        await console.press("escape")
        await console.shows("".join(words for words, _ink in foot(keys, console.app.size.width)[0]).strip())


async def test_f1_on_the_contact_tells_how_to_move_and_open_and_nothing_of_a_question():
    async with a_console() as console:
        await console.press("f2", "escape", "y", "f1")
        await console.shows("HELP  The contact")
        here = console.text.partition("Keys that work here")[2]
        assert "j/k PgUp PgDn" in here
        assert "The choice above" not in here


async def test_f1_in_a_list_of_one_kind_opens_its_section():
    async with a_console(with_incident()) as console:
        await console.press("g", "i", "f1")
        await console.shows("Keys that work here")
        assert console.text.index("Keys that work here") < console.text.index("Incidents")
        assert "Responses" not in console.text


def overlays() -> Iterator[type]:
    for package in (screens, dialogs):
        for each in walk_packages(package.__path__, f"{package.__name__}."):
            found = vars(import_module(each.name)).values()
            yield from (one for one in found if isinstance(one, type) and issubclass(one, Overlay))


def test_every_place_f1_opens_is_there():
    named = {each.help_page for each in overlays() if each.help_page}
    assert "knowledge#Incidents" in named
    for page, _sign, heading in (each.partition("#") for each in sorted(named)):
        assert page in pages.PAGES
        assert not heading or pages.place_of(page, heading) > 0


def test_each_letter_a_page_answers_is_told():
    for deeds, keys in (
        (incident_page.DEEDS, incident_page.KEYS),
        (reading_article.DEEDS, reading_article.KEYS),
        (dict.fromkeys(("space", "enter", "x", "y")), deciding.KEYS),
    ):
        assert set(deeds) <= {each.key.casefold() for each in keys}


@pytest.mark.parametrize("language", tongue.languages())
def test_the_last_line_of_a_page_fits_80_columns_in_every_language(language: str):
    tongue.speak(language)
    try:
        for keys in (incident_page.KEYS, reading_article.KEYS, deciding.KEYS, ManualView.OWN_KEYS):
            assert len(foot(keys, 80)) == 1, keys
    finally:
        tongue.speak(tongue.ENGLISH)


async def test_a_page_that_is_seen_whole_offers_no_keys_to_move():
    async with a_console(a_shift()) as console:
        await console.press("g", "A")
        assert "Esc leaves" in console.text
        assert "PgDn" not in console.text
