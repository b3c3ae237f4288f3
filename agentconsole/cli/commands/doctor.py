"""`agentconsole doctor`: where everything is, what this terminal lacks, how safe the disk is, if the store is sound."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys

from agentconsole import __version__, paths
from agentconsole.cli import output, terminal_health
from agentconsole.cli.commands import resident
from agentconsole.cli.lines.columns import columns
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import seen, team_copied
from agentconsole.cli.team.team_place import Team
from agentconsole.store.errors import StoreError
from agentconsole.store.files import durability
from agentconsole.store.files.check import quick
from agentconsole.store.files.place import file_system, synced_folder
from agentconsole.store.queries import tallies
from agentconsole.store.team.rows import find_agents
from agentconsole.sync.unreadable import count
from agentconsole.tongue import n_, said
from agentconsole.tui.safe import line
from agentconsole.tui.wrap import wrap

Finding = dict[str, object]
LITTLE = 64 << 20
"""Bytes of free space from which on a disk is told to be full, before it is."""
WORDS_AT = 16
"""The column the words of a finding begin in, in each of its lines."""


@line_command("doctor", example="doctor")
def command(session: Session) -> None:
    """Look at the terminal, the store and its surroundings, and say how to mend what is wrong; nothing is changed."""
    trouble: StoreError | None = None
    team = team_copied(session)
    place = os.path.abspath(team.store if team else session.store)
    findings = _surroundings(place, team) + _terminal(session)
    try:
        findings += _store(session, place)
    except StoreError as error:
        trouble = error
        findings.append(_finding("store", False, str(error)))
    session.answer(findings, "\n".join(_line(each) for each in findings))
    if trouble is not None:
        raise trouble


def _finding(name: str, is_well: bool, words: str) -> Finding:
    return {"id": name, "ok": is_well, "words": words}


def _surroundings(place: str, team: Team | None) -> list[Finding]:
    folder, service = os.path.dirname(place), synced_folder(place)
    on = file_system(folder) or "a local one"
    copied = f"the store lies in a folder that {service} copies: a copy made mid-write can ruin it"
    return [
        _finding("version", True, f"agentconsole {__version__} on Python {sys.version.split()[0]}"),
        _finding("path", True, place),
        *([_finding("server", True, f"{team.agent} works at {team.url}; this is their copy")] if team else []),
        _finding("settings", True, str(paths.config_file())),
        _finding("resident", True, resident.words(resident.found())),
        _finding("durability", True, durability.why(sqlite3.sqlite_version_info)),
        _finding("disk", not service, copied if service else f"the file system is {on}"),
        _room(folder),
    ]


def _room(folder: str) -> Finding:
    """Whether the disk takes what is written next; a folder that is not there yet is made where the console is."""
    try:
        free = shutil.disk_usage(folder or ".").free
    except OSError:
        return _finding("room", True, "the folder of the store is not there yet")
    if free < LITTLE:
        return _finding("room", False, f"{free >> 20:,} MiB are free: make room, or what you write is not saved")
    return _finding("room", True, f"{free >> 20:,} MiB are free")


def _terminal(session: Session) -> list[Finding]:
    size = shutil.get_terminal_size((120, 36))
    looked_at = terminal_health.Terminal(
        os.environ,
        sys.stdout.encoding or "",
        size.columns,
        size.lines,
        sys.stdout.isatty(),
        terminal_health.tmux_options(os.environ, terminal_health.asked),
        session.settings.display,
    )
    return [_finding(each.name, each.is_well, each.words) for each in terminal_health.findings(looked_at)]


def _store(session: Session, place: str) -> list[Finding]:
    with seen(session) as db:
        checked = quick(db, thorough=True)
        team, open_total = find_agents(db), tallies(db).get("open", 0)
        unreadable = count(db)
    size = os.path.getsize(place)
    return [
        *_unreadable(unreadable),
        _finding("store", True, f"{checked.value}, {size:,} bytes; open conversations: {open_total:,}"),
        _finding("team", bool(team), f"agents: {len(team):,}"),
    ]


def _unreadable(total: int) -> list[Finding]:
    """What is kept to be sent and cannot be, because nobody can read it; nothing where all is well."""
    words = n_(
        "{count} saved update cannot be read: it is kept, and not sent. `agentconsole receipts` tells which it is.",
        "{count} saved updates cannot be read: they are kept, and not sent. `agentconsole receipts` tells which.",
        total,
    )
    return [_finding("unreadable", False, words.format(count=total))] if total else []


def _line(each: Finding) -> str:
    front = output.row([("ok" if each["ok"] else "!!", 2), (str(each["id"]), 0)])
    words, width = said(str(each["words"])), columns(sys.stdout)
    # A path stays whole: it is there to be copied.
    rows = wrap(line(words), width - WORDS_AT) if width > 2 * WORDS_AT and " " in words else [words]
    return f"{front:<{WORDS_AT}}" + f"\n{'':<{WORDS_AT}}".join(rows)
