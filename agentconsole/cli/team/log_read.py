"""What a report counts: which stretch of whose log, and of whom; the options that say so, and the log itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.kinds import Instant
from agentconsole.cli.session import Session
from agentconsole.cli.team.database import place_of, reading, settings_found, settings_options
from agentconsole.cli.team.own_copy import own_record
from agentconsole.domain.promises.service_levels import DAY
from agentconsole.domain.values import dataclass
from agentconsole.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day unless a time is said, everybody for no agent; the server's log where one of its options names it,
    else one's own copy or store."""

    since: int | None
    until: int | None
    agent: str
    config: str
    options: Mapping[str, str]

    @contextmanager
    def log(self, session: Session) -> Iterator[tuple[Connection, int, int]]:
        """The store it is read from, and the first and the last instant. Raises StoreError."""
        ends = session.now if self.until is None else self.until
        with self._store(session) as db:
            yield db, ends - DAY if self.since is None else self.since, ends

    @contextmanager
    def _store(self, session: Session) -> Iterator[Connection]:
        if self.config or any(self.options.values()):
            with reading(place_of(settings_found(self.config, dict(self.options)))) as db:
                yield db
        else:
            with own_record(session) as own:
                yield own.db


def counted(csv_help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of a report, handed to the command as `what` it counts, and whether it `is_csv`."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def command(
            session: Session,
            since: int | None,
            until: int | None,
            agent: str,
            is_csv: bool,
            config: str,
            **options: str,
        ) -> None:
            if is_csv and session.is_json:
                raise Misused("--json prints a JSON document and no CSV: choose one of them.")
            function(session, Counted(since, until, agent, config, options), is_csv)

        found = click.option("--csv", "is_csv", is_flag=True, help=csv_help)(settings_options(command))
        found = click.option("--agent", default="", help="One agent only.")(found)
        past = Instant(past=True)
        found = click.option("--to", "until", type=past, help="Up to this time; now otherwise.")(found)
        from_help = "From this time on; the last 24 hours otherwise."
        return click.option("--from", "since", type=past, help=from_help)(found)

    return decorate
