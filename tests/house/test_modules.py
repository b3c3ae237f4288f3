"""Every module says what it holds, is short enough to read at one sitting, and bears a name of the field."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, TESTS, Module, modules

MODULE_LINES = 400
FUNCTION_LINES = 60
FOLDER_MODULES = 50
"A folder with more has rooms nobody has found yet: names of the field its modules share."
CAPS = {"agentconsole/tui/app.py": 250}
"The app wires a workspace to screens; a feature adds a file instead."

EMPTY_NAMES = re.compile(r"(Manager|Helper|Handler|Utils?)$")
EMPTY_MODULES = {"utils", "util", "common", "misc", "helpers", "manager"}
SILENCER = re.compile(r"#\s*(?:type:\s*ignore|noqa)(?:\[[\w, -]*\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)")


def written() -> list[Module]:
    """The modules of the house and of its tests, without the empty files that only make a folder of tests a package."""
    return modules() + [module for module in modules(TESTS) if module.text]


def unsaid(docstring: str) -> str:
    """What is wrong with how a module opens; nothing when it says in one sentence what it holds."""
    first, _, rest = docstring.partition("\n")
    if not first:
        return "has no docstring"
    if not first.rstrip().endswith((".", "!", "?", ":")):
        return f"{first!r} is no sentence of one line"
    return "the first sentence runs over its line" if rest and not rest.startswith("\n") else ""


def test_every_module_opens_with_one_sentence_about_what_it_holds():
    assert {module.name: wrong for module in written() if (wrong := unsaid(module.docstring))} == {}


@pytest.mark.parametrize("opening", ["", "What it holds", "What it\nholds.", "What it holds.\nAnd more."])
def test_a_module_that_opens_otherwise_would_be_found(opening: str):
    assert unsaid(opening)
    assert not unsaid("What it holds.\n\nAnd more.")


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[ast.get_docstring(function) is not None :]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def too_long(module: Module) -> list[str]:
    functions = (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [f"{module.name}:{each.lineno} {each.name}" for each in functions if lines_of(each) > FUNCTION_LINES]


def test_no_module_and_no_function_is_longer_than_a_sitting():
    lengths = {module.name: module.text.count("\n") for module in written()}
    assert [name for name, length in lengths.items() if length > CAPS.get(name, MODULE_LINES)] == []
    assert [place for module in written() for place in too_long(module)] == []


def test_a_function_of_61_lines_would_be_found(tmp_path):
    long = "def f():\n    '''Says.\n\n    More.\n    '''\n" + "    x = 1\n" * FUNCTION_LINES
    assert lines_of(ast.parse(long).body[0]) == FUNCTION_LINES
    assert lines_of(ast.parse(long + "    x = 1\n").body[0]) == FUNCTION_LINES + 1


def crowded(names: list[str]) -> list[str]:
    """The folders with more modules than can be taken in at a glance, their own opening not counted."""
    folders = Counter(str(Path(name).parent) for name in names if not name.endswith("__init__.py"))
    return [f"{folder}: {count} modules" for folder, count in folders.items() if count > FOLDER_MODULES]


def test_no_folder_holds_more_than_a_glance():
    assert crowded([module.name for module in modules()]) == []


def test_a_folder_of_51_modules_would_be_found():
    names = [f"agentconsole/domain/rule_{number}.py" for number in range(FOLDER_MODULES)]
    assert crowded([*names, "agentconsole/domain/__init__.py", "agentconsole/domain/leads/clocks.py"]) == []
    assert crowded([*names, "agentconsole/domain/one_more.py"]) == ["agentconsole/domain: 51 modules"]


def test_no_name_says_nothing():
    classes = [
        f"{module.name}: {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and EMPTY_NAMES.search(node.name)
    ]
    assert classes == []
    assert [path.name for path in PACKAGE.rglob("*") if path.stem in EMPTY_MODULES] == []


def test_a_silenced_check_gives_its_reason():
    silenced = [
        f"{module.name}:{number} {line.strip()}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if (found := SILENCER.search(line)) and len(found["reason"].strip(" #-—:")) < 8
    ]
    assert silenced == []
