"""The console in lines: spoken with in a process of its own, given a script at once, or on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.line import Desk, Ran, run
from tests.support.terminal import Terminal


def program(store: Path, *options: str) -> list[str]:
    """The console on this store, as it is begun."""
    return [sys.executable, "-m", "agentconsole", "--store", str(store), "--as", "dana", *options]


class Prompt:
    """A console in lines, in a process of its own."""

    def __init__(self, store: Path, home: Path, *options: str, term: str = "dumb", is_typed: bool = False) -> None:
        """`is_typed`: stdin is a terminal and not a pipe."""
        told = {**os.environ, "HOME": str(home), "TERM": term, "PYTHONUNBUFFERED": "1"}
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            told.pop(name, None)
        self._log = home / "out"
        keyboard, terminal = os.openpty() if is_typed else (-1, subprocess.PIPE)
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(program(store, *options), stdin=terminal, stdout=out, stderr=out, env=told)
        if is_typed:
            os.close(terminal)
        self._keyboard = os.fdopen(keyboard, "wb", buffering=0) if is_typed else self.process.stdin
        self._read = 0

    def type(self, line: str) -> None:
        assert self._keyboard is not None
        self._keyboard.write(f"{line}\n".encode())
        self._keyboard.flush()

    def hears(self, words: str, seconds: float = 60) -> str:
        """Waits for the words behind everything heard before; the lines up to them."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            told = self._log.read_text("utf-8")[self._read :]
            at = told.find(words)
            if at >= 0:
                self._read += at + len(words)
                return told[: at + len(words)]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"{words!r} was not said:\n{self._log.read_text('utf-8')}")

    def leave(self) -> int:
        self.type("quit")
        return self.process.wait(60)


def at_the_prompt(*lines: str) -> Ran:
    """The lines at the prompt of whoever this computer is set up for, in this process."""
    return run("--plain", stdin="\n".join(lines).encode() + b"\n")


def a_script(desk: Desk, home: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """The lines, all at once on stdin."""
    return subprocess.run(
        program(desk.store, "--plain"),
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "HOME": str(home)},
        timeout=60,
        check=False,
    )


@contextmanager
def on_a_terminal(desk: Desk, home: Path, size: tuple[int, int]) -> Iterator[Terminal]:
    """A terminal that shows the prompt; the agent leaves in good order at the end."""
    with Terminal(program(desk.store, "--plain"), size=size, env={"HOME": str(home)}) as terminal:
        terminal.wait_for("dana>", timeout=30)
        yield terminal
        terminal.send("quit\n")
        assert terminal.wait_exit(timeout=30) == 0


def answered(terminal: Terminal, line: str) -> None:
    """Types the line, and waits until the prompt stands behind its answer."""
    prompts = terminal.raw.count(b"dana>")
    terminal.send(f"{line}\n")
    terminal.wait_until(lambda _rows: terminal.raw.count(b"dana>") > prompts, wanted=f"the prompt after {line!r}")
