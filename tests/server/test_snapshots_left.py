"""What killed servers leave behind is taken away by the next one, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from agentconsole.server.snapshots import FOLDER, clear_left_behind


def a_folder(place: Path, name: str) -> Path:
    folder = place / name
    folder.mkdir()
    (folder / "x.zst").write_bytes(b"x")
    return folder


def test_only_the_folders_of_servers_that_are_gone_are_taken_away(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = a_folder(tmp_path, f"{FOLDER}{ended.pid}-abc")
    running = a_folder(tmp_path, f"{FOLDER}{os.getpid()}-abc")
    foreign = a_folder(tmp_path, f"{FOLDER}notes")
    behind_a_link = tmp_path / f"{FOLDER}{ended.pid}-link"
    behind_a_link.symlink_to(foreign, target_is_directory=True)
    clear_left_behind(str(tmp_path))
    assert not gone.exists()
    assert running.exists()
    assert (foreign / "x.zst").exists()
    assert behind_a_link.is_symlink()
