"""How commits reach the disk, chosen by the SQLite this Python is linked with, and why."""

from enum import StrEnum


class Durability(StrEnum):
    """The two ways of committing that lost nothing in simulated power loss."""

    JOURNAL = "rollback journal, synchronous EXTRA"
    WAL = "write-ahead log, synchronous FULL"

    @property
    def journal_mode(self) -> str:
        """The value `PRAGMA journal_mode` takes and answers."""
        return "wal" if self is Durability.WAL else "delete"

    @property
    def synchronous(self) -> str:
        """The value for `PRAGMA synchronous`; FULL does not sync the unlink that ends a rollback journal."""
        return "FULL" if self is Durability.WAL else "EXTRA"


def durability(version: tuple[int, ...]) -> Durability:
    """The durable choice for a linked SQLite `version`, such as (3, 40, 1).

    Two connections to one file could damage it in write-ahead mode before 3.51.3 (repaired also in 3.50.7 and
    3.44.6); 3.52.0 was withdrawn by its authors.
    """
    repaired = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return Durability.WAL if repaired and version[:3] != (3, 52, 0) else Durability.JOURNAL


def why(version: tuple[int, ...]) -> str:
    """One sentence for `doctor`: what was chosen for `version`, and the reason."""
    name = ".".join(map(str, version))
    match durability(version):
        case Durability.WAL:
            return f"SQLite {name} has the repaired write-ahead log: it is used, synced at every commit"
        case Durability.JOURNAL:
            return f"SQLite {name} can damage a shared write-ahead log: a rollback journal is used, synced twice"
