"""The settings' file beside an open console: watched where it can be, and at no cost where it cannot."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from agentconsole.cli.starting.settings_beside import SettingsBeside
from agentconsole.cli.starting.tastes import keep


def watches() -> int:
    return sum(each.name == "watch" for each in threading.enumerate())


def test_a_folder_that_is_not_there_wakes_nobody_and_is_watched_once_the_console_has_made_it(tmp_path: Path):
    file, told, before = tmp_path / "none" / "config.toml", list[str](), watches()
    beside = SettingsBeside(file, lambda _: None, told.append)
    try:
        assert watches() == before
        beside.write(lambda: keep(file, "", "theme", "ac-light"))
        assert watches() == before + 1
        for n in range(300):
            file.write_text(f"# {n}\nbell = false\n", "utf-8")
            if told:
                break
            time.sleep(0.1)
        assert "they hold from the next start on" in told[0]
    finally:
        beside.end()


def test_a_key_the_agent_changes_does_not_wait_while_the_file_is_checked(tmp_path: Path):
    file, is_checked, may_end = tmp_path / "config.toml", threading.Event(), threading.Event()

    def check(_settings: object) -> None:
        is_checked.set()
        may_end.wait(30)

    beside = SettingsBeside(file, check, lambda _: None)
    changing = threading.Thread(target=lambda: beside.write(lambda: keep(file, "", "theme", "ac-light")), daemon=True)
    try:
        for n in range(300):
            file.write_text(f"# {n}\nbell = false\n", "utf-8")
            if is_checked.wait(0.1):
                break
        changing.start()
        changing.join(10)
        assert not changing.is_alive()
    finally:
        may_end.set()
        beside.end()
