"""No file names a package registry or a path of the machine it was written on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT

# Written in pieces, so that this file passes its own test.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "proxy." + "golang",
]
MACHINE = "|".join(["wo" + "rk", "ro" + "ot", "tm" + "p"])
FORBIDDEN = re.compile("|".join(map(re.escape, REGISTRIES)) + rf"|(?<![\w.~/*-])/(?:{MACHINE})/\w")
LEFT_OUT = {
    ".git",
    ".venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "dist",
}


def committed_texts() -> Iterator[Path]:
    """Every file of the tree that is not made by a tool."""
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not LEFT_OUT & set(path.relative_to(ROOT).parts) and path.name != "uv.lock":
            yield path


def test_no_file_names_a_registry_or_a_path_of_this_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in committed_texts()
        if (match := FORBIDDEN.search(path.read_bytes().decode("utf-8", "replace")))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["see https://" + "py" + "pi.org/x", "cd /wo" + "rk/main", "in '/tm" + "p/x'"])
def test_a_planted_address_is_found(text: str):
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "text", ["/var/tm" + "p/x", "~/wo" + "rk/x", "a/wo" + "rk/b", "the /tm" + "p folder", "/proc/1/root/"]
)
def test_other_paths_are_left_alone(text: str):
    assert not FORBIDDEN.search(text)
