"""The examples for those who operate a server: tried as they are shipped, with only ports and folders put in."""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import httpx
import pytest

from agentconsole.cli.team.database import Place
from agentconsole.domain.commands import Note
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.terms import Author
from agentconsole.server.settings import read_server_settings
from agentconsole.wire import to_wire
from tests.cli.line import run
from tests.support.behind import EXAMPLES, Behind, behind
from tests.support.postgres import a_workspace, server
from tests.support.team_server import PASSWORD, an_envelope

PROXIES = {"nginx.conf": "nginx", "haproxy.cfg": "haproxy"}
POKES = 12
HELD_BACK = 0.1
"""Seconds, half of what a proxy waits that collects small packets."""


@pytest.fixture(params=[("nginx.conf", "https"), ("haproxy.cfg", "https"), ("haproxy.cfg", "http")], ids="-".join)
def team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Behind, Place]]:
    name, scheme = request.param
    if not shutil.which(PROXIES[name]):
        pytest.skip(f"{PROXIES[name]} is not installed here")
    place = Place(server(), a_workspace())
    with behind(name, tmp_path, place, scheme) as running:
        yield running, place


def signed_in(team: Behind, place: Place) -> str:
    where = ("--database", place.address, "--workspace", place.workspace)
    code = run("--json", "server", "user", "add", "ana", *where).document["code"]
    wanted = {"name": "ana", "password": PASSWORD, "terminal": "t-1", "code": code}
    with team.client() as client:
        answer = client.post("/v1/sessions", json=wanted)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["token"])


def noted(client: httpx.Client, text: str, seconds: float = 30) -> None:
    """Sends the note as a console does: the same bytes until there is a receipt."""
    body = f'{{"commands":[{to_wire(an_envelope(Note("1001", text), "ana"))}]}}'
    end = monotonic() + seconds
    while monotonic() < end:
        try:
            answer = client.post("/v1/commands", content=body, headers={"Content-Type": "application/json"})
            if answer.status_code == 200 and answer.json()["answers"][0]["status"] == 200:
                return
        except httpx.TransportError:
            pass
        sleep(0.05)
    raise AssertionError(f"no receipt in {seconds} s")


def until(holds: Callable[[], object], seconds: float = 60) -> None:
    """Waits for it; fails when it does not come."""
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "nobody is woken any more"
        sleep(0.01)


class Listening:
    """A stream of pokes, and when each came."""

    def __init__(self, client: httpx.Client) -> None:
        self.heard: dict[str, float] = {}
        self._client = client
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            with self._client.stream("GET", "/v1/poke", timeout=60) as stream:
                for line in stream.iter_lines():
                    if line.startswith("id: "):
                        self.heard[line] = monotonic()
        except httpx.TransportError:
            return


def heard_by(*lines: Listening) -> set[str]:
    """The pokes that have come in each of them."""
    return set.intersection(*(set(each.heard) for each in lines))


def a_chat(place: Place) -> None:
    from contextlib import closing

    from agentconsole.cli.team.database import opener
    from agentconsole.clock import SystemClock
    from agentconsole.domain.commands import Open
    from agentconsole.engine.engine import Engine
    from agentconsole.ids import SystemIds, uuid7
    from agentconsole.wire import Envelope

    now = SystemClock().now()
    said = (IncomingMessage(Author.CONTACT, "reply", now, "hello"),)
    opening = Open(IncomingConversation("", "", "chat", "hello", "", IncomingContact("Mara"), now, "waiting", said))
    with closing(opener(place)()) as db:
        receipt = Engine(db, SystemClock(), SystemIds()).submit(Envelope(uuid7(now), "chat", "t", opening, now)).receipt
    assert receipt.conversation == "1001"


def test_a_console_works_through_the_proxy_is_woken_at_once_and_goes_on_when_a_server_dies(
    team: tuple[Behind, Place],
):
    proxied, place = team
    token = signed_in(proxied, place)
    a_chat(place)
    with ExitStack() as stack:
        console, woken = (stack.enter_context(proxied.client(token)) for _ in range(2))
        straight = [
            stack.enter_context(
                httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=console.headers, trust_env=False)
            )
            for port in proxied.servers
        ]
        assert console.get("/metrics").status_code == 404
        through, *direct = [Listening(each) for each in (woken, *straight)]
        lines = (through, *direct)
        until(lambda: all(each.heard for each in lines))
        for n in range(POKES):
            # With the next note under way two of them may be one poke, in one line and not in the others.
            before = heard_by(*lines)
            noted(console, f"note {n}")
            until(lambda before=before: heard_by(*lines) > before)
        late = [through.heard[each] - max(line.heard[each] for line in direct) for each in heard_by(*lines)]
        print(f"median {statistics.median(late) * 1_000:.1f} ms after the server's own stream")
        assert statistics.median(late) < HELD_BACK
        for n, process in enumerate(proxied.servers.values()):
            if n == 0:
                os.kill(process.pid, signal.SIGKILL)
        for n in range(POKES, POKES + 5):
            noted(console, f"note {n}")
        again = Listening(stack.enter_context(proxied.client(token)))
        until(lambda: again.heard)
        told = console.get("/v1/changes", params={"limit": 500}).json()["events"]
    bodies = [each["body"] for each in told if "note" in each["type"]]
    assert [sum(f'"note {n}"' in body for body in bodies) for n in range(POKES + 5)] == [1] * (POKES + 5)
    assert token not in proxied.log.read_text()
    assert PASSWORD not in proxied.log.read_text()


def test_the_units_are_right(tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here")
    for each in EXAMPLES.glob("agentconsole*"):
        told = each.read_text(encoding="utf-8").replace("/opt/agentconsole/bin/agentconsole", sys.executable)
        (tmp_path / each.name).write_text(told, encoding="utf-8")
    units = [tmp_path / "agentconsole@8765.service", *sorted(tmp_path.glob("agentconsole-backup.*"))]
    checked = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    if "Failed to initialize manager" in checked.stderr:
        pytest.skip("systemd-analyze cannot look at units here")
    ours = [line for line in checked.stderr.splitlines() if "agentconsole" in line]
    assert (checked.returncode, ours) == (0, [])


def test_the_settings_file_and_the_environment_file_are_taken():
    environment = dict(
        line.split("=", 1)
        for line in (EXAMPLES / "secrets.env").read_text(encoding="utf-8").replace("# AGENT", "AGENT").splitlines()
        if line.startswith("AGENTCONSOLE_")
    )
    found = read_server_settings(str(EXAMPLES / "server.toml"), environment, {})
    assert {source for _, _, source in found.told()} >= {str(EXAMPLES / "server.toml"), *environment}
    commented = re.sub(r"^# (database)", r"\1", (EXAMPLES / "server.toml").read_text(encoding="utf-8"), flags=re.M)
    assert 'database = "sqlite:////var' in commented


def test_every_command_in_the_units_is_one_we_have():
    told = "\n".join(each.read_text(encoding="utf-8") for each in EXAMPLES.glob("*.service"))
    for words in re.findall(r"bin/agentconsole (.*?) --config", told):
        assert run(*words.split(), "--help").code == 0, words
