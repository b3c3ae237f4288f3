"""The watch over a file: it leaves nothing behind, however it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agentconsole.sync import watch as watching
from agentconsole.sync.watch import Watch

DESCRIPTORS = Path("/proc/self/fd")
needs_proc = pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="descriptors are counted in /proc")


def descriptors() -> int:
    return len(os.listdir(DESCRIPTORS))


@needs_proc
@pytest.mark.parametrize("is_told_by_kernel", [True, False])
def test_a_watch_that_ended_holds_no_descriptor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_told_by_kernel: bool
):
    if not is_told_by_kernel:
        monkeypatch.setattr(watching, "_inotify", lambda _folder: -1)
    before = descriptors()
    for _ in range(5):
        watch = Watch(str(tmp_path / "theme.toml"), lambda: None)
        watch.start()
        watch.stop()
        watch.stop()
    assert descriptors() == before


@needs_proc
def test_a_watch_that_never_began_holds_none_either(tmp_path: Path):
    before = descriptors()
    Watch(str(tmp_path / "theme.toml"), lambda: None).stop()
    assert descriptors() == before
