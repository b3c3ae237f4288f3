"""Walks through all places: `python -m tests.looks FOLDER`, with `--size`, `--theme`, `--language`, `--only` some.

Each of these takes a list such as `80x24,120x36`. Writes `FOLDER/LANGUAGE-SIZE-THEME/PLACE.svg`, and what stands there
as text beside it; names what cannot be reached.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from textual import events

from agentconsole import paths, tongue
from agentconsole.cli.starting.demo import lead_of_the_team
from agentconsole.cli.starting.tastes import Tastes
from agentconsole.domain.terms import Channel
from agentconsole.settings import Settings
from agentconsole.simulator.demo import VISITOR
from agentconsole.tui.screens.setting import Setting
from agentconsole.tui.theme import theme_names, theme_of
from tests.looks.places import AGENT, DEEDS, LEAD
from tests.looks.stage import Stage
from tests.looks.states import LINES, STATES, picture, tutorial
from tests.looks.states import SIZES as SIZED
from tests.picture import drawn
from tests.proof.real_console import RealConsole, a_real_console

THEMES = (paths.data("themes"),)
SIZES = ("80x24", "120x36", "200x60")
CHANNELS = {"@chat": Channel.CHAT, "@ticket": Channel.TICKET, "@call": Channel.PHONE}


class Walk:
    """One console on a copy of the stage, led to a place."""

    def __init__(self, stage: Stage, console: RealConsole) -> None:
        self._stage, self._console = stage, console
        self._chat = stage.mine(Channel.CHAT)[0]

    async def go(self, steps: tuple[str, ...]) -> None:
        """Raises AssertionError for a deed that was refused."""
        for step in steps:
            await self._go(step)
        await self._console.pilot.pause(0.05)

    async def _settle(self) -> None:
        for _ in range(3):
            await self._console.pilot.pause()

    async def _go(self, step: str) -> None:
        actor, _, deed = step.partition(":")
        if step in CHANNELS:
            own = self._chat if step == "@chat" else self._stage.mine(CHANNELS[step])[-1]
            self._console.screen.open_conversation(own, into="composer")
        elif step.startswith("!"):
            self._run(step[1:])
        elif step.startswith("~"):
            STATES[step[1:]](self._stage, self._console)
        elif step.startswith(">"):
            await self._console.types(step[1:])
        elif deed in DEEDS and actor in (VISITOR, "mo"):
            self._do(lead_of_the_team() if actor == "mo" else actor, deed)
        else:
            key = {"!": "exclamation_mark", "/": "slash"}.get(step, step)
            self._console.app.post_message(events.Key(key, step if len(step) == 1 else None))
        await self._settle()

    def _run(self, command_id: str) -> None:
        action = getattr(self._console.app.focused, f"action_{command_id.replace('.', '_')}", None)
        if action is not None:
            action()
        else:
            self._console.screen.run_command(command_id)

    def _do(self, actor: str, deed: str) -> None:
        ticket = self._stage.others(Channel.TICKET)[0] if deed == "offer" else self._stage.mine(Channel.TICKET)[-1]
        command = DEEDS[deed](self._chat, ticket)
        receipt = self._stage.does(actor, command)
        assert receipt.is_accepted, f"{deed}: {receipt.words}"
        self._console.screen.read_again()


def told(folder: Path, size: str, themes: list[str], language: str, place: str) -> None:
    """Pictures of a place that is lines: the terminal's own colours, the same in each theme."""
    columns, rows = _cells(size)
    with TemporaryDirectory() as home:
        words = LINES[place](Path(home), (columns, rows))
    for theme in themes:
        _keep(folder / f"{language}-{size}-{theme}", place, picture(words, columns), words)


def _cells(size: str) -> tuple[int, int]:
    columns, rows = size.split("x")
    return int(columns), int(rows)


def _keep(into: Path, place: str, svg: str, words: str) -> None:
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{place}.svg").write_text(svg, encoding="utf-8")
    (into / f"{place}.txt").write_text(words + "\n", encoding="utf-8")


async def taken(stage: Stage, folder: Path, size: str, themes: list[str], language: str, place: str) -> None:
    """Pictures of one place, in each theme."""
    me, steps = (VISITOR, AGENT[place]) if place in AGENT else (lead_of_the_team(), LEAD[place])
    known = tuple(theme_of(THEMES, each) for each in themes)
    tastes = Tastes(Settings(), folder / "config.toml", (folder / "own", *THEMES))
    async with AsyncExitStack() as stack:
        console = await stack.enter_async_context(
            a_real_console(
                stage,
                size=_cells(SIZED.get(place, size)),
                me=me,
                setting=Setting(tastes=tastes, tutorial=tutorial(place)),
                theme=known[0],
            )
        )
        for each in known[1:]:
            console.app.register_theme(each)
        await Walk(stage, console).go(steps)
        for theme in themes:
            console.app.theme = theme
            await console.pilot.pause(0.02)
            _keep(folder / f"{language}-{size}-{theme}", place, drawn(console), console.text)


def main() -> int:
    """The places nobody could be led to, as the exit code."""
    wanted = _wanted()
    failed = 0
    with TemporaryDirectory() as scratch:
        whole = Stage(Path(scratch) / "whole.db")
        for language in wanted.language:
            tongue.speak(language)
            for size in wanted.size:
                for place in wanted.only or [*AGENT, *LEAD, *LINES]:
                    try:
                        if place in LINES:
                            told(wanted.folder, size, wanted.theme, language, place)
                            continue
                        stage = whole.copied(Path(scratch) / "copy.db")
                        asyncio.run(taken(stage, wanted.folder, size, wanted.theme, language, place))
                    except (AssertionError, LookupError) as error:
                        failed += 1
                        print(f"{place} ({language}, {size}): {type(error).__name__}: {str(error)[:300]}")
    return min(failed, 100)


def _wanted() -> argparse.Namespace:
    some = argparse.ArgumentParser(prog="python -m tests.looks")
    some.add_argument("folder", type=Path)
    listed = {"size": SIZES, "theme": theme_names(THEMES), "language": ("en", "de"), "only": ()}
    for name, usual in listed.items():
        some.add_argument(f"--{name}", type=lambda text: text.split(","), default=list(usual))
    return some.parse_args()


if __name__ == "__main__":
    sys.exit(main())
