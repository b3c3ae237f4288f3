"""README's map of the house, made from the first sentence of each top-level module and package."""

from __future__ import annotations

from tests.house.source import PACKAGE, Module

BEGIN, END = "<!-- map -->", "<!-- /map -->"


def readme_map() -> str:
    """The map as README holds it between its two markers: a table, one row per part of the house."""
    parts = sorted([*PACKAGE.glob("*.py"), *PACKAGE.glob("*/__init__.py")], key=lambda path: path.relative_to(PACKAGE))
    rows = [row(Module(path)) for path in parts if path.parent != PACKAGE or not path.name.startswith("__")]
    return "\n".join(["| where | what |", "|---|---|", *rows])


def row(part: Module) -> str:
    """One row: the place, and what its docstring says first."""
    place = part.name.removesuffix("__init__.py")
    return f"| `{place}` | {part.docstring.partition(chr(10))[0].replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    print(readme_map())
