"""`agentconsole resident …`: keep the screens loaded, so that consoles open in a third of the time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from time import monotonic, sleep

from agentconsole import paths
from agentconsole.cli.errors import Misused
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.tongue import said

STARTS_WITHIN = 20.0
LONGEST_PLACE = 100
"""Bytes of a socket's path; the kernel takes a few more."""


@noun("resident")
def command() -> None:
    """Keep the screens loaded, so that consoles open faster; off until it is started."""


@line_command("start", example="resident start")
def start(session: Session) -> None:
    """Start it; it ends by itself after 12 hours without a new console, and with `stop`."""
    place = paths.resident_socket()
    pid = found() or _begun(place)
    session.tell(
        {"pid": pid, "socket": place}, said(f"The resident is process {pid}; consoles begin out of it from now.")
    )


@line_command("stop", example="resident stop")
def stop(session: Session) -> None:
    """Stop it; consoles that are open go on."""
    from agentconsole.cli.resident.front import told
    from agentconsole.cli.resident.line import STOP

    pid = told(paths.resident_socket(), STOP)
    session.tell(
        {"pid": pid}, said(f"The resident, process {pid}, has ended.") if pid else said("There was no resident.")
    )


@line_command("status", example="resident status")
def status(session: Session) -> None:
    """Say whether it is there."""
    pid = found()
    session.tell({"pid": pid}, said(words(pid)))


def words(pid: int) -> str:
    """Whether there is one, for a person."""
    if pid:
        return f"process {pid} keeps the screens loaded; `agentconsole resident stop` ends it"
    return "none: `agentconsole resident start` lets consoles open faster"


def found() -> int:
    """The resident's process id; 0 when there is none."""
    from agentconsole.cli.resident.front import told
    from agentconsole.cli.resident.line import STATUS

    return told(paths.resident_socket(), STATUS)


def _begun(place: str) -> int:
    if not hasattr(socket, "SO_PEERCRED"):
        raise Misused("A resident needs Linux: here it could not be told who asks it for a console.")
    if len(os.fsencode(place)) > LONGEST_PLACE:
        raise Misused(f"{place}: is too long for a socket; set XDG_RUNTIME_DIR to a short path of yours.")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "agentconsole.cli.resident"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = monotonic() + STARTS_WITHIN
    while monotonic() < until and process.poll() is None:
        if found() == process.pid:
            return process.pid
        sleep(0.02)
    process.kill()
    _, told = process.communicate()
    last = told.decode("utf-8", "replace").strip().rpartition("\n")[2]
    raise Misused(f"The resident did not start{f': {last[:200]}' if last else ''}.")


for _each in (start, stop, status):
    command.add_command(_each)
