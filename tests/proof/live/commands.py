"""`python -m tests.proof.live.commands [--seeds 1..50]`: agents write on a line that fails every third request."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

from agentconsole.clock import SystemClock
from agentconsole.domain.commands import Note
from agentconsole.ids import SystemIds
from agentconsole.simulator.terminal import Terminal, a_terminal
from agentconsole.sync import line, sending
from tests.proof.live.place import arguments, open_at, play_at
from tests.proof.rounds import Came
from tests.support.fault_proxy import fault_proxy
from tests.support.team_server import Team, a_team

AGENTS = ("ana", "bo", "cy", "dee")
FAULTS = 0.3
LANES = (3, 5, 10, 50)
"""How many conversations, by the seed. Each is a lane, and a request carries the first of every lane: few make many
requests that can fail, many make large ones."""
HURRY = 0.02
"""The pauses after a failure are a part of what they are: nobody waits for this line but us."""
PATIENCE = 300.0
AHEAD = 200
"""Commands an agent has under way before they wait."""


@dataclass(frozen=True, slots=True)
class Written:
    """What it came to; `wrong` says what must not be."""

    commands: int
    faults: Counter[str]
    wrong: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return {"commands": self.commands, "faults": sum(self.faults.values()), **self.faults}


def write(address: str, folder: Path, count: int, seed: int, lanes: int = 3) -> Written:
    """Has the agents write so many notes together, and looks at what became of them."""
    with ExitStack() as stack:
        pause = line.pause
        stack.enter_context(patch.object(line, "pause", lambda *told, **named: HURRY * pause(*told, **named)))
        stack.enter_context(patch.object(sending, "AGAIN", int(HURRY * sending.AGAIN)))
        team = stack.enter_context(a_team(folder, lambda: open_at(address)))
        team.takes_any_number()
        codes, chats = team.hires(*AGENTS), [team.chat(name=f"Ada {n}") for n in range(lanes)]
        proxy = stack.enter_context(fault_proxy(team.url, seed=seed))
        tokens = {name: team.signs_in(name, codes[name]).json()["token"] for name in AGENTS}
        place = (folder, SystemClock(), SystemIds())
        terminals = [stack.enter_context(a_terminal(proxy.url, name, tokens[name], *place)) for name in AGENTS]
        proxy.faults = FAULTS
        pressed = _press(terminals, chats, count)
        return Written(count, proxy.seen, _wrong(team, terminals, pressed))


def _press(terminals: list[Terminal], chats: list[str], count: int) -> set[str]:
    pressed = set()
    for n in range(count):
        terminal = terminals[n % len(terminals)]
        while n % 50 < len(terminals) and len(terminal.courier.carried()) > AHEAD:
            sleep(0.02)
        pressed.add(terminal.does(Note(chats[(n // len(terminals)) % len(chats)], f"note {n}")))
    last = monotonic() + PATIENCE
    while not all(each.is_settled for each in terminals):
        assert monotonic() < last, "it does not end"
        sleep(0.1)
    return pressed


def _wrong(team: Team, terminals: list[Terminal], pressed: set[str]) -> list[str]:
    count, wrong = len(pressed), [words for each in terminals for words in each.account().wrong]
    # A console reports its outages as commands of its own, and the line goes on failing meanwhile.
    rows = [row for each in terminals for row in each.db.execute("SELECT command_id, state FROM outbox").fetchall()]
    ended = Counter(state for command_id, state in rows if command_id in pressed)
    if ended != {"accepted": count}:
        wrong.append(f"they ended as {dict(ended)}")
    with team.db() as db:
        kept = db.execute(
            "SELECT conv_id, author, body FROM message WHERE kind = 'note' ORDER BY conv_id, k"
        ).fetchall()
    numbers = [int(body.split()[1]) for _, _, body in kept]
    if sorted(numbers) != list(range(count)):
        wrong.append(f"{count - len(set(numbers))} lost, {len(numbers) - len(set(numbers))} doubled")
    lanes: dict[tuple[str, str], list[int]] = {}
    for chat, author, body in kept:
        lanes.setdefault((chat, author), []).append(int(body.split()[1]))
    wrong += [f"what {who} wrote on #{chat} is out of order" for (chat, who), n in lanes.items() if n != sorted(n)]
    return wrong


def main() -> int:
    given = arguments(__doc__, "1..50", commands=2_000)

    def play(address: str, beside: Path, seed: int) -> Came:
        written = write(address, beside, given.commands, seed, LANES[seed % len(LANES)])
        return Came(written.counts, written.wrong)

    return play_at("commands", given, play)


if __name__ == "__main__":
    raise SystemExit(main())
