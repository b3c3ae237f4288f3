"""What a process has done so far, as Prometheus reads it: counts and durations, no name, id or word of anybody's."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds: the console's budget for a command lies in the middle."""


class Metrics:
    """Counts since the process began. Belongs to the server's loop."""

    def __init__(self) -> None:
        self._requests = Counter[tuple[str, str, int]]()
        self._seconds: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._sum: defaultdict[str, float] = defaultdict(float)
        self._commands = Counter[str]()
        self._store_errors = Counter[str]()

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One more request; `seconds` until its answer began, for a stream as well."""
        self._requests[method, route, status] += 1
        self._seconds[route][bisect_left(BUCKETS, seconds)] += 1
        self._sum[route] += seconds

    def command(self, outcome: str) -> None:
        """One more command was decided, or could not be."""
        self._commands[outcome] += 1

    def store_error(self, kind: str) -> None:
        """The store could not be used."""
        self._store_errors[kind] += 1

    def text(self, gauges: Mapping[str, tuple[str, int]]) -> str:
        """The whole of it; `gauges` are the values of this moment by name, each with its help."""
        parts = [*self._about_requests(), *self._durations(), *self._about_commands()]
        for name, (told, value) in gauges.items():
            parts += _head(name, "gauge", told)
            parts.append(f"{name} {value}")
        return "\n".join(parts) + "\n"

    def _about_requests(self) -> Iterator[str]:
        name = "agentconsole_requests_total"
        yield from _head(name, "counter", "Requests answered, by method, route and status.")
        for (method, route, status), count in sorted(self._requests.items()):
            yield f"{name}{_labels(method=method, route=route, status=str(status))} {count}"

    def _durations(self) -> Iterator[str]:
        name = "agentconsole_request_seconds"
        yield from _head(name, "histogram", "Seconds until an answer began, by route; some routes wait when asked to.")
        for route, counts in sorted(self._seconds.items()):
            below = 0
            for edge, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                below += count
                yield f"{name}_bucket{_labels(route=route, le=edge)} {below}"
            yield f"{name}_sum{_labels(route=route)} {self._sum[route]:.6f}"
            yield f"{name}_count{_labels(route=route)} {below}"

    def _about_commands(self) -> Iterator[str]:
        name = "agentconsole_commands_total"
        yield from _head(name, "counter", "Commands by what became of them.")
        for outcome, count in sorted(self._commands.items()):
            yield f"{name}{_labels(outcome=outcome)} {count}"
        name = "agentconsole_store_errors_total"
        yield from _head(name, "counter", "Times the store could not be used, by kind.")
        for kind, count in sorted(self._store_errors.items()):
            yield f"{name}{_labels(kind=kind)} {count}"


def known_method(method: str) -> str:
    """The method, or one word for all that nobody has heard of: a label has an end to its values."""
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"


def _head(name: str, kind: str, told: str) -> Iterable[str]:
    return (f"# HELP {name} {told}", f"# TYPE {name} {kind}")


def _labels(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
