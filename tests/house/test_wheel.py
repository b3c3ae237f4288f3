"""The wheel holds all of the house: every module, theme and fixture, and nothing of the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel built as an installer builds it (some seconds: it fetches the build backend)."""
    folder = tmp_path_factory.mktemp("wheel")
    # The environment is made without pip; the Python it was made from has it.
    python = Path(sys.base_prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")
    pip = [python, "-m", "pip", "--python", sys.executable, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def files(folder: Path, prefix: str) -> set[str]:
    """Where the files of `folder` belong in the wheel."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    return {f"{prefix}/{path.relative_to(folder).as_posix()}" for path in found if not path.name.startswith(".")}


@pytest.mark.slow
def test_the_wheel_holds_every_module_theme_and_fixture_once(wheel: list[str]):
    wanted = files(PACKAGE, "agentconsole")
    wanted |= files(ROOT / "themes", "agentconsole/themes") | files(ROOT / "fixtures", "agentconsole/fixtures")
    assert wanted - set(wheel) == set()
    assert sorted(set(wheel)) == sorted(wheel)


@pytest.mark.slow
def test_the_wheel_holds_no_test_and_names_its_command(wheel: list[str]):
    outside = [name for name in wheel if not name.startswith("agentconsole/") and ".dist-info/" not in name]
    assert outside == []
    assert [name for name in wheel if name.endswith("entry_points.txt")] != []
