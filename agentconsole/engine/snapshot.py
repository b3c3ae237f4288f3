"""A snapshot: one SQLite file with the rows an agent may see at one place of the log, instead of the log before it.

One file and not pages of JSON: it is of one instant, becomes the copy without a row being read, and is made once for
all who see the same queues. A download that was cut goes on by byte ranges, which is what page tokens would be for;
whoever wants rows of one kind opens it with SQLite, and the feed tells what has happened since.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from functools import cache

from agentconsole.domain.values import dataclass
from agentconsole.store.sqlite import MEMORY, open_store

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

KNOWN = ("canned", "saved_view", "article", "incident")
"""The tables of what the team knows: small, and taken over whole."""
ROWS = (
    *("conversation", "message", "contact", "agent", "agent_queue", "agent_scope"),
    *("tally", "chat_slot", "call_slot", "setting", "product", *KNOWN),
)
"""The tables whose rows travel. None of them says what somebody typed, signed in with or was answered."""
TABLES = (*ROWS, "head")
APPLICATION_ID = 0x61676E73
"""`agns` in ASCII: no store yet, and never taken for one."""
FORMAT = 1
LEVEL = 3
WINDOW_LOG = 21
"""Of the compression: 2 MiB are looked back over, so that whoever unpacks knows how much memory it takes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which history a snapshot was taken: the rows are those after event `seq`, whose hash is `chain`."""

    epoch: str
    seq: int
    chain: bytes


@cache
def schema() -> tuple[tuple[str, str, str, str | None], ...]:
    """What a snapshot's list of tables and indexes is to the letter: type, name, table, statement, as in a store."""
    marks = ", ".join("?" * len(TABLES))
    sql = f"SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name IN ({marks}) AND type <> 'trigger'"
    with closing(open_store(MEMORY)) as pattern:
        return tuple(sorted(pattern.execute(sql, TABLES).fetchall(), key=lambda row: (row[0] == "index", row[1])))


@cache
def columns(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in their order."""
    with closing(open_store(MEMORY)) as pattern:
        return tuple(str(row[1]) for row in pattern.execute(f"PRAGMA table_info({table})"))


def read_place(db: sqlite3.Connection) -> Place:
    """Where the snapshot behind this connection was taken."""
    epoch, seq, chain = db.execute("SELECT epoch, seq, chain FROM head").fetchone()
    return Place(epoch, seq, chain)


def packer() -> zstd.ZstdCompressor:
    """Packs a snapshot for the wire."""
    parameters = zstd.CompressionParameter
    return zstd.ZstdCompressor(
        options={parameters.compression_level: LEVEL, parameters.window_log: WINDOW_LOG, parameters.checksum_flag: 1}
    )


class Unpacker:
    """Unpacks what comes over the wire, piece by piece, within bounds."""

    PIECE = 4 << 20

    def __init__(self, most: int) -> None:
        """At most so many bytes are unpacked."""
        self._zstd = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
        self._left = most

    @property
    def is_whole(self) -> bool:
        """Whether the end has come, and nothing after it."""
        return self._zstd.eof and not self._zstd.unused_data

    def unpack(self, packed: bytes) -> list[bytes]:
        """What the next piece holds. Raises ValueError for what was never packed, or has no end."""
        found: list[bytes] = []
        try:
            while not self._zstd.eof and (packed or not self._zstd.needs_input):
                found.append(self._zstd.decompress(packed, self.PIECE))
                packed = b""
                self._left -= len(found[-1])
                if self._left < 0:
                    raise ValueError("the snapshot has no end")
        except (zstd.ZstdError, EOFError) as error:
            raise ValueError("the snapshot was not packed by a server of ours") from error
        return found
