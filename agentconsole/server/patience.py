"""Limits, counted where every process sees them: passwords tried in vain, and the commands of a minute."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256

from agentconsole.domain.promises.service_levels import DAY, MINUTE
from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import unit_of_work

FREE_TRIES = 5
LONGEST_DELAY = 300_000
"""Milliseconds: whoever mistypes all morning waits five minutes, and nobody is ever locked out."""
FORGOTTEN_AFTER = DAY
"""Milliseconds after which a vain try is forgotten."""
REMEMBERED = 10_000


def wait(db: Connection, who: tuple[str, ...], now: int) -> int:
    """Milliseconds until the next password of theirs counts; 0 when it does now."""
    row = db.execute("SELECT until_ms FROM vain_try WHERE who_sha = ?", (_sha(who),)).fetchone()
    return max(0, min(LONGEST_DELAY, row[0] - now)) if row else 0


def count(db: Connection, who: tuple[str, ...], now: int) -> int:
    """Counts a try before its password is looked at, so that a hundred at once are not free: answers 0, or how many
    ms to wait instead. From the fifth on the wait doubles with each; one that succeeds is taken back by `forget`."""
    left = wait(db, who, now)
    if left:
        return left
    with unit_of_work(db):
        left = wait(db, who, now)
        if not left:
            _count(db, _sha(who), now)
    return left


def forget(db: Connection, who: tuple[str, ...]) -> None:
    """The password was the right one: what went wrong before is forgotten."""
    with unit_of_work(db):
        db.execute("DELETE FROM vain_try WHERE who_sha = ?", (_sha(who),))


def _count(db: Connection, who: bytes, now: int) -> None:
    row = db.execute("SELECT tries FROM vain_try WHERE who_sha = ? AND at_ms > ?", (who, now - FORGOTTEN_AFTER))
    tries = 1 + sum(int(each[0]) for each in row)
    over = tries - FREE_TRIES
    until = now + min(LONGEST_DELAY, 1_000 * 2 ** min(20, over)) if over >= 0 else 0
    db.execute(
        "INSERT INTO vain_try(who_sha, tries, at_ms, until_ms) VALUES (?, ?, ?, ?) ON CONFLICT(who_sha) DO UPDATE "
        "SET tries = excluded.tries, at_ms = excluded.at_ms, until_ms = excluded.until_ms",
        (who, tries, now, until),
    )
    _forget_old(db, now)


def _forget_old(db: Connection, now: int) -> None:
    """Names are made up at no cost: what is kept of them has an end."""
    oldest = db.execute("SELECT at_ms FROM vain_try ORDER BY at_ms DESC LIMIT 1 OFFSET ?", (REMEMBERED,)).fetchone()
    before = max(now - FORGOTTEN_AFTER, oldest[0] + 1 if oldest else 0)
    db.execute("DELETE FROM vain_try WHERE at_ms < ?", (before,))


def _sha(who: tuple[str, ...]) -> bytes:
    return sha256("\0".join(who).encode("utf-8", "replace")).digest()


def wait_for_commands(db: Connection, agent_id: str, count: int, per_minute: int, now: int) -> int:
    """Milliseconds until the agent may have `count` more commands decided; 0 when they may now.

    The receipts of the last minute are the count, whichever process gave them, and nothing is written for it. Batches
    that come at once to several processes are counted when they are done, and may go over by as much as they hold.
    """
    row = db.execute("SELECT clock_ms FROM head WHERE ws = 1").fetchone()
    if now < row[0] - MINUTE:
        # This computer's clock was set back: the log's stands still, and every receipt since is of one instant.
        return 0
    since = max(now, row[0]) - MINUTE
    sql = "SELECT at_ms FROM receipt WHERE actor = ? AND at_ms > ? ORDER BY at_ms DESC LIMIT 1 OFFSET ?"
    over = db.execute(sql, (agent_id, since, max(0, per_minute - count))).fetchone()
    return int(over[0]) - since if over else 0


class Buckets:
    """So many a minute for each name in this process, a minute's worth at once: for what leaves nothing to count."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._level: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, name: str, count: int, now: int) -> int:
        """Takes `count`, or answers how many ms to wait first; 0 when they were taken."""
        left, at = self._level.get(name, (float(self._per_minute), now))
        left = min(self._per_minute, left + max(0, now - at) * self._per_minute / MINUTE)
        enough = left >= count
        self._level[name] = (left - count if enough else left, now)
        self._level.move_to_end(name)
        while len(self._level) > REMEMBERED:
            self._level.popitem(last=False)
        return 0 if enough else int((count - left) * MINUTE / self._per_minute) + 1
