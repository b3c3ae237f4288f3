"""Finds calls in the TUI that could put foreign text on the screen past the sanitiser, by reading the tree.

A widget given a plain string reads it as markup, where `[/]` crashes the app and `[@click=…]` runs an action, and
writes its control characters to the terminal. A literal we wrote is harmless; everything else has to come as a call
(`safe.line(…)`, `Content(…)`, `present.status(…)`) or, where a call cannot stand, with `markup=False`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import called, imported

TAKES_MARKUP = {"Static", "Label", "Button", "Checkbox", "RadioButton", "Tab", "TabPane", "Collapsible", "notify"}
"Callables whose string is markup unless `markup=False`; of these only some know that argument."
TAKES_A_PROMPT = {"Option", "Selection", "Header", "Link", "Placeholder", "Rule"}
ALWAYS_BANNED = {
    "DataTable": "cells are markup, and a row costs 0.1 ms; draw lines",
    "Tree": "labels are markup",
    "Log": "writes control characters",
    "SelectionList": "crashes on markup",
    "from_ansi": "runs foreign escape sequences",
    "open_url": "opens any scheme; links are shown and confirmed",
}
ONLY_FOR_OUR_OWN_PAGES = {"Markdown", "MarkdownViewer"}
STILL_RAW = {"str", "repr", "format", "join", "strip", "replace", "lower", "upper", "title", "get", "decode"}
"Calls that hand on what they were given."
STRING_PROPERTIES = {"tooltip", "border_title", "border_subtitle"}


def raw_text(tree: ast.AST, *, is_help: bool = False) -> list[str]:
    """Each dangerous place as "line: what is wrong"; `is_help` for the one screen that shows our own Markdown."""
    found = [*_imports(tree)]
    for node in ast.walk(tree):
        match node:
            case ast.Call():
                found += [f"{node.lineno}: {wrong}" for wrong in _call(node, is_help)]
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in STRING_PROPERTIES:
                found += [f"{node.lineno}: {name} is markup"] if _is_raw(value) else []
    return found


def _call(call: ast.Call, is_help: bool) -> Iterator[str]:
    name = called(call)
    text = call.args[0] if call.args else next((each.value for each in call.keywords), None)
    options = {each.arg: each.value for each in call.keywords if each.arg}
    if name in ALWAYS_BANNED:
        yield f"{name}: {ALWAYS_BANNED[name]}"
    if name in ONLY_FOR_OUR_OWN_PAGES and not is_help:
        yield f"{name} is for our own pages only"
    if name in ONLY_FOR_OUR_OWN_PAGES and not _is(options.get("open_links"), False):
        yield f"{name} opens links by itself without open_links=False"
    if name == "RichLog" and _is(options.get("markup"), True):
        yield "RichLog(markup=True)"
    if name == "from_markup" and not (text and isinstance(text, ast.Constant)):
        yield "from_markup takes a literal; data goes in as $variables"
    if text and name in TAKES_MARKUP and _is_raw(text) and not _is(options.get("markup"), False):
        yield f"{name} reads a string as markup"
    if text and name in TAKES_A_PROMPT and _is_raw(text):
        yield f"{name} takes text only through safe"
    if any(isinstance(options.get(each), ast.JoinedStr) for each in ("action", "tooltip")):
        yield f"{name}: an action or tooltip made from data"


def _imports(tree: ast.AST) -> Iterator[str]:
    for name, line in imported(tree):
        if name.partition(".")[0] == "webbrowser":
            yield f"{line}: webbrowser opens any scheme"


def _is_raw(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str(literal)):
            return "[" in literal
        case ast.Constant():
            return False
        case ast.Call():
            return called(value) in STILL_RAW
        case ast.IfExp(body=body, orelse=orelse):
            return _is_raw(body) or _is_raw(orelse)
        case _:
            return True


def _is(value: ast.expr | None, wanted: bool) -> bool:
    return isinstance(value, ast.Constant) and value.value is wanted
