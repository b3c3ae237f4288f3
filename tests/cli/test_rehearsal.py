"""The start the resident plays through: it gets to its end, and what it leaves in the process is the same for all."""

from __future__ import annotations

import os
import threading

from rich import cells

from agentconsole import tongue
from agentconsole.cli.resident.rehearsal import rehearse


def test_it_leaves_no_thread_no_setting_and_no_language_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "agentconsole").mkdir()
    (tmp_path / "agentconsole" / "config.toml").write_text("theme = [", encoding="utf-8")
    before = (threading.active_count(), dict(os.environ), vars(cells)["load_cell_table"], tongue.spoken())
    assert rehearse() == 0
    assert (threading.active_count(), dict(os.environ), vars(cells)["load_cell_table"], tongue.spoken()) == before


def test_it_shows_a_queue_with_a_conversation_open(monkeypatch):
    from agentconsole.tui.app import ConsoleApp

    seen: list[str] = []
    leave = ConsoleApp.exit

    def look(app, *given):
        seen.append(app.screen.selected_id)
        leave(app, *given)

    monkeypatch.setattr(ConsoleApp, "exit", look)
    rehearse()
    assert seen
    assert seen[0]
