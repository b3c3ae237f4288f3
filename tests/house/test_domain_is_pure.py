"""The rules depend on nothing but values: no clock, no luck, no disk, no network, by an allow-list."""

import ast

from tests.house.source import PACKAGE, imported, modules

VALUES = {
    *("__future__", "abc", "bisect", "collections", "copy", "dataclasses", "decimal", "difflib", "enum", "fractions"),
    *("functools", "hashlib", "heapq", "itertools", "math", "operator", "re", "string", "types", "typing"),
    *("unicodedata", "zoneinfo"),
}


def strangers(tree: ast.AST) -> list[str]:
    """What a domain module imports and may not."""
    names = [name for name, _ in imported(tree)]
    own = ("agentconsole.domain.", ".")
    return [name for name in names if not name.startswith(own) and name.partition(".")[0] not in VALUES]


def test_the_domain_imports_only_values():
    found = {module.name: names for module in modules(PACKAGE / "domain") if (names := strangers(module.tree))}
    assert found == {}


def test_a_clock_in_the_domain_is_found_at_any_depth():
    assert strangers(ast.parse("def f():\n    import time")) == ["time"]
    assert strangers(ast.parse("from agentconsole.clock import now")) == ["agentconsole.clock.now"]
    assert strangers(ast.parse("from collections.abc import Iterable\nfrom agentconsole.domain.queue import x")) == []
