"""What is kept of a crash: where it happened, and nothing anybody wrote."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from agentconsole import __version__


def report(error: BaseException) -> str:
    """The places the error went through and its kind: no messages, no locals, for both may hold what contacts wrote."""
    lines = [f"agentconsole {__version__}"]
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame in traceback.extract_tb(link.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}")
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def write(error: BaseException, folder: Path, now: int) -> Path:
    """Writes the report where only the agent can read it; the file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"crash-{now}-{os.getpid()}.txt"
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(report(error))
    return target


def _place(filename: str) -> str:
    """The file from its package on, so that the report names no home folder."""
    parts = Path(filename).parts
    packages = [n for n, part in enumerate(parts) if part in ("agentconsole", "site-packages", "textual")]
    return "/".join(parts[packages[0] :]) if packages else parts[-1]
