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
    *("agentconsole.store.files.check", "agentconsole.store.files.salvage", "agentconsole.store.searching.search"),
)
"What deciding and writing need: as dear as half of Textual, and loaded while the first frame is already seen."

DIALOGS = (
    *(f"agentconsole.tui.dialogs.{name}" for name in ("fields", "form", "overlay", "picker", "question", "when")),
    *("agentconsole.tui.screens.habits.asking_key", "agentconsole.tui.screens.finding.labels"),
)
"What opens over the screens later; whoever offers a list needs only `dialogs.found`."

TEACHING = ("agentconsole.help", "agentconsole.tui.lessons", "agentconsole.tui.screens.guiding.manual")
"The manual and the tutorial: for whoever asks."

STARTS = {
    "agentconsole.tui.app": (*LATER, *RULES, *DIALOGS, *TEACHING, "sqlite3", "shlex"),
    "agentconsole.cli.starting.console": (*LATER, *RULES, "textual", "rich", "asyncio", "ctypes"),
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


def test_every_value_but_a_server_s_is_made_the_quick_way():
    slow = [module.name for module in modules() if "dataclasses.dataclass" in dict(imported(module.tree))]
    ours = [name for name in slow if not name.startswith("agentconsole/server/")]
    assert ours == ["agentconsole/domain/values.py"], "what moves to a start stays quick"
    assert len(slow) > 1, "one made the slow way would be seen"
