"""Errors are caught narrowly: a bug must crash where it is, not look like a refusal somewhere else."""

import ast

import pytest

from tests.house.source import PACKAGE, called, modules

BROAD = {"Exception", "BaseException"}


def broad_catches(tree: ast.AST) -> list[int]:
    """Lines that catch everything and go on; cleaning up and raising again is not going on."""
    lines = []
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(type=caught, body=body) if is_broad(caught) and not raises_again(body):
                lines.append(node.lineno)
            case ast.Call(args=args) if called(node) == "suppress" and any(is_broad(arg) for arg in args):
                lines.append(node.lineno)
    return lines


def is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(name is None or (isinstance(name, ast.Name) and name.id in BROAD) for name in names)


def raises_again(body: list[ast.stmt]) -> bool:
    return isinstance(body[-1], ast.Raise) and body[-1].exc is None


def test_only_the_command_line_and_the_outermost_loop_of_sync_catch_everything():
    caught = {module.name: lines for module in modules() if (lines := broad_catches(module.tree))}
    sync = [name for name in caught if name.startswith("agentconsole/sync/")]
    elsewhere = {name: lines for name, lines in caught.items() if not name.startswith("agentconsole/cli/")}
    assert {name: lines for name, lines in elsewhere.items() if name not in sync} == {}
    assert sum(len(caught[name]) for name in sync) <= 2, f"sync has two threads, each with one outermost loop: {sync}"
    assert PACKAGE.is_dir()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("try: f()\nexcept Exception: pass", [2]),
        ("try: f()\nexcept: pass", [2]),
        ("try: f()\nexcept (OSError, Exception): log()", [2]),
        ("with suppress(Exception): f()", [1]),
        ("try: f()\nexcept BaseException:\n rollback()\n raise", []),
        ("try: f()\nexcept OSError: pass", []),
    ],
)
def test_every_way_of_swallowing_a_bug_is_found(body: str, found: list[int]):
    assert broad_catches(ast.parse(body)) == found
