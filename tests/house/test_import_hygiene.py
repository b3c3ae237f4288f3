"""A program starts with what it shows: libraries of later moments are not loaded before theirs comes."""

import subprocess
import sys
from functools import cache

import pytest

from tests.house.source import PACKAGE, imported, modules

LATER = (
    *("apsw", "bs4", "click", "fastapi", "httpx", "keyring", "markdownify", "mailparser_reply", "nh3"),
    *("openpyxl", "psycopg", "pydantic", "rich_click", "sqlite_utils", "starlette", "uvicorn", "xlsxwriter"),
)
"Server, export, mail, phone and tool libraries: each 5 to 170 ms that a first frame does not need."

RULES = (
    *("agentconsole.domain.commands", "agentconsole.domain.decide", "agentconsole.domain.events"),
    *("agentconsole.backends", "agentconsole.engine", "agentconsole.sync.delivery", "agentconsole.wire"),
    *("agentconsole.store.check", "agentconsole.store.salvage", "agentconsole.store.search"),
)
"What deciding and writing need: as dear as half of Textual, and loaded while the first frame is already seen."

DIALOGS = tuple(f"agentconsole.tui.dialogs.{name}" for name in ("fields", "form", "picker", "question", "when"))
"What opens over the screens later; whoever offers a list needs only `dialogs.found`."

TEACHING = ("agentconsole.help", "agentconsole.tui.lessons", "agentconsole.tui.screens.manual")
"The manual and the tutorial: for whoever asks."

STARTS = {
    "agentconsole.tui.app": (*LATER, *RULES, *DIALOGS, *TEACHING, "sqlite3", "shlex"),
    "agentconsole.cli.console": (*LATER, *RULES, "textual", "rich", "asyncio", "ctypes"),
    "agentconsole.workspace.lead_reader": (*LATER, *RULES),
    "agentconsole.cli.plain": (*LATER, "textual", "rich", "asyncio", "sqlite3", "msgspec"),
    "agentconsole.__main__": (*LATER, "textual", "rich", "asyncio", "importlib.metadata"),
}
"What is imported first, and what may not come with it. `queue --json` is to answer like `ls`."


@cache
def loaded_with(start: str) -> frozenset[str]:
    """The modules loaded once `start` is imported by a fresh interpreter."""
    program = f"import sys, {start}; print('\\n'.join(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return frozenset(found.stdout.split())


def pairs() -> list[tuple[str, str]]:
    """Each start that is in the tree with each library it may not load."""
    there = [start for start in STARTS if (PACKAGE.parent / (start.replace(".", "/") + ".py")).exists()]
    return [(start, library) for start in there for library in STARTS[start]]


@pytest.mark.parametrize(("start", "library"), pairs())
def test_a_start_does_not_load_what_it_does_not_need(start: str, library: str):
    assert library not in loaded_with(start)


def test_a_library_loaded_at_start_would_be_seen():
    assert "click" in loaded_with("click")


def slow_to_make(names: frozenset[str]) -> list[str]:
    """The modules of ours among these whose classes the standard library compiles, method by method."""
    files = {name.replace(".", "/") + ".py" for name in names - {"agentconsole.domain.values"}}
    found = [module for module in modules() if module.name in files]
    return [module.name for module in found if "dataclasses.dataclass" in dict(imported(module.tree))]


def test_the_values_of_a_start_are_made_the_quick_way():
    assert slow_to_make(loaded_with("agentconsole.tui.app") | loaded_with("agentconsole.cli.console")) == []


def test_a_class_made_the_slow_way_would_be_seen():
    assert slow_to_make(frozenset({"agentconsole.server.settings"})) == ["agentconsole/server/settings.py"]
