"""Line commands: the queue beside bare Python with SQLite, the version, and how fast an import goes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from statistics import median

from tests.bench.figures import Figure, Goal, interleaved
from tests.support import floor

CONVERSATIONS, MESSAGES = 500, 12
WORDS = "the mail from our shop does not arrive since the record of the domain was moved to another host and back"


def program() -> list[str]:
    """The installed command; the module where it is not on the path."""
    beside = Path(sys.executable).with_name("agentconsole")
    found = str(beside) if beside.exists() else which("agentconsole")
    return [found] if found else [sys.executable, "-m", "agentconsole"]


def bench_queue_json(rounds: int) -> Iterator[Figure]:
    """`queue --json` with a hundred rows, `--version`, and the long way through the parser, each beside bare Python."""
    with stored() as (store, _):
        bare = [*floor.BARE_SQLITE, store]
        ways = (
            ("queue --json", ["--store", store, "queue", "--json"], Goal(2.0)),
            ("--version", ["--version"], None),
            ("queue, through the parser", ["--store", store, "queue"], None),
        )
        for name, words, goal in ways:
            ours, least = interleaved(
                partial(floor.command_ms, [*program(), *words]),
                lambda: floor.command_ms(bare),
                rounds,
            )
            yield Figure(name, "ms", ours, least, goal)


def bench_import(rounds: int) -> Iterator[Figure]:
    """Messages a second of a whole import with the full-text index on, the process's start left out."""
    rates = []
    for _ in range(max(1, rounds // 2)):
        with stored() as (_, done):
            rates.append(done["messages"] * 1000 / max(1, done["took_ms"]))
    yield Figure("import: messages a second", "/s", median(rates), None, Goal(5_000, of_ratio=False, at_least=True))


@contextmanager
def stored() -> Iterator[tuple[str, dict[str, int]]]:
    """A store with CONVERSATIONS imported, and what the import said."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        file, store = os.path.join(folder, "in.jsonl"), os.path.join(folder, "store.db")
        Path(file).write_text("".join(_line(n) for n in range(CONVERSATIONS)), encoding="utf-8")
        told = subprocess.run(
            [*program(), "--store", store, "import", file, "--json"], check=True, capture_output=True, text=True
        )
        yield store, json.loads(told.stdout)


def _line(n: int) -> str:
    at = "2026-01-02T03:04:05Z"
    words = WORDS.split()
    messages = [
        {
            "author": "contact" if k % 2 == 0 else "agent",
            "at": at,
            "body": " ".join(words[(n + k + i) % len(words)] for i in range(14)) + f" {n}-{k}",
        }
        for k in range(MESSAGES)
    ]
    contact = {"name": f"Contact {n}", "email": f"c{n}@shop.example"}
    fields = {"external_id": f"t{n}", "channel": "ticket", "subject": f"Case {n}", "contact": contact}
    return json.dumps({**fields, "received_at": at, "messages": messages}) + "\n"
