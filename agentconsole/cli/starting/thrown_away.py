"""The demo's store: in a folder of its own that is gone afterwards, however the demo ends."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

PREFIX = "agentconsole-demo-"
"""A folder's name goes on with the number of its process, a hyphen, and something nobody guesses."""


@contextmanager
def thrown_away() -> Iterator[str]:
    """The path of a store to be; its folder goes when the block is left, by a signal as well. Those of demos that were
    killed go first."""
    forget_stale(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        before = {number: signal.signal(number, _leave) for number in _numbers()}
        try:
            yield os.path.join(folder, "store.db")
        finally:
            for number, answer in before.items():
                signal.signal(number, answer)


def forget_stale(folder: Path) -> None:
    """Removes what demos of this user have left behind whose process is gone."""
    if sys.platform == "win32":
        return
    for each in folder.glob(f"{PREFIX}*-*"):
        number = each.name.removeprefix(PREFIX).partition("-")[0]
        if number.isdecimal() and _is_ours(each) and not _is_running(int(number)):
            shutil.rmtree(each, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    try:
        return folder.lstat().st_uid == os.getuid()
    except OSError:
        return False


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _numbers() -> tuple[signal.Signals, ...]:
    hangup = getattr(signal, "SIGHUP", None)
    return (signal.SIGTERM, hangup) if hangup else (signal.SIGTERM,)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit
