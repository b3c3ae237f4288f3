"""The source as the house tests read it: every module with its text, its tree and its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "agentconsole"
TESTS = ROOT / "tests"


@dataclass(frozen=True)
class Module:
    """One Python file, named from the root of the repository ("agentconsole/domain/queue.py")."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""


def modules(folder: Path = PACKAGE) -> list[Module]:
    """Every module under `folder`, in the order of their names; none when it does not exist."""
    return [_module(path) for path in sorted(folder.rglob("*.py"))]


@cache
def _module(path: Path) -> Module:
    # Whoever asks next finds it read and parsed.
    return Module(path)


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each module name a tree imports, at whatever depth, with its line; relative imports keep their dots."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=module, level=level, names=names):
                base = "." * level + (module or "")
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in names)
            case _:
                pass


def called(call: ast.Call) -> str:
    """The last name of what is called: "notify" for `self.app.notify(...)`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
