"""Screens reach the store, the engine and the network through the workspace and nowhere else."""

import ast

from tests.house.source import PACKAGE, imported, modules

PARTS_SCREENS_KNOW = {"domain", "workspace", "tui", "help", "clock", "settings", "paths", "tongue", "__version__"}
"`clock`, `settings`, `paths` and `tongue` for what is handed in: ticks, the key map, themes, the language."
STORAGE_AND_NETWORK = {"apsw", "httpx", "keyring", "msgspec", "socket", "sqlite3", "sqlite_utils", "urllib"}


def side_doors(tree: ast.AST) -> list[str]:
    """What a module of the TUI imports past the workspace."""
    found = []
    for name, _ in imported(tree):
        top, _, rest = name.partition(".")
        part = rest.partition(".")[0]
        if top in STORAGE_AND_NETWORK or (top == "agentconsole" and part not in PARTS_SCREENS_KNOW):
            found.append(name)
    return found


def test_screens_know_the_workspace_and_the_domain_only():
    found = {module.name: names for module in modules(PACKAGE / "tui") if (names := side_doors(module.tree))}
    assert found == {}


def test_every_side_door_is_found():
    assert side_doors(ast.parse("from agentconsole import engine, domain")) == ["agentconsole.engine"]
    assert side_doors(ast.parse("def f():\n    import agentconsole.store.sqlite")) == ["agentconsole.store.sqlite"]
    assert side_doors(ast.parse("import sqlite3\nfrom agentconsole.workspace import views")) == ["sqlite3"]
