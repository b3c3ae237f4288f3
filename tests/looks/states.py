"""What no key leads to: a server that is away, a call that rings, a lesson, a window too small, and what lines say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from agentconsole import tongue
from agentconsole.domain.commands import Open
from agentconsole.domain.incoming import IncomingContact, IncomingConversation
from agentconsole.domain.service_levels import MINUTE, SECOND
from agentconsole.sync.standing import Link, Standing, in_words
from agentconsole.tui.lessons import Progress, Tutorial
from agentconsole.workspace.signed import Signed
from tests.looks.stage import Stage
from tests.proof.real_console import RealConsole
from tests.support.terminal import Terminal

TEAM: Final = "https://desk.example.org"
UNSENT: Final = 3

SIZES: Final[Mapping[str, str]] = {"too-small": "50x10", "low": "80x16"}
"""Places that are looked at in a window of their own, whatever was asked for."""


def options(place: str) -> dict[str, Any]:
    """What the console is begun with there."""
    if not place.startswith("tutorial"):
        return {}
    return {"tutorial": Tutorial(Progress(), lambda _: None, is_shown=True)}


def _on_the_line(standing: Callable[[int], Standing], signed: Callable[[int], Signed]) -> Callable[..., None]:
    """A console of a team whose line to the server stands so."""

    def put(stage: Stage, console: RealConsole) -> None:
        courier, told = console.door._desk.courier, standing(stage.clock.now())  # type: ignore[attr-defined]
        courier.standing = lambda now, unsent: in_words(told, now, UNSENT if told.link is Link.OFFLINE else unsent)
        courier.is_reachable = lambda: told.is_reachable
        courier.signed = lambda: signed(stage.clock.now())
        console.screen.read_again()

    return put


def _rings(stage: Stage, console: RealConsole) -> None:
    now = stage.clock.now()
    caller = IncomingContact("Wilhelmina Brandsma", "", "+31 20 912 0200")
    receipt = stage.does("phone", Open(IncomingConversation("", "", "phone", "", "", caller, now, "waiting", ())))
    assert receipt.is_accepted, receipt.words
    stage.clock.advance(12 * SECOND)
    console.screen.read_again()


STATES: Final[dict[str, Callable[[Stage, RealConsole], None]]] = {
    "offline": _on_the_line(lambda now: Standing(Link.OFFLINE, now - 130 * SECOND), lambda _: Signed(TEAM)),
    "signed-out": _on_the_line(lambda _: Standing(Link.SIGNED_OUT, drafts=2), lambda _: Signed(TEAM, is_out=True)),
    "session-ends": _on_the_line(
        lambda now: Standing(Link.WELL, ends_at=now + 9 * MINUTE), lambda now: Signed(TEAM, ends_at=now + 9 * MINUTE)
    ),
    "rings": _rings,
}
"""What happens to the console, by the name of a step `~name`."""


def first_run(folder: Path, size: tuple[int, int]) -> str:
    """What somebody reads who begins agentconsole for the first time."""
    return _seen([], folder, size, "Enter to leave")


def plain_demo(folder: Path, size: tuple[int, int]) -> str:
    """The first lines of the demo for a screen reader."""
    return _seen(["--demo", "--plain", "--seed", "7"], folder, size, "? helps")


def crashed(folder: Path, size: tuple[int, int]) -> str:
    """What is left in the terminal by a console that has fallen over."""
    program = ["tests.e2e.programs.console", "crash_on_redraw", "--demo"]
    with _terminal(program, folder, size) as terminal:
        terminal.wait_for("F1", timeout=60)
        terminal.press("ctrl+l")
        terminal.wait_exit(timeout=60)
        left = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
    return Text.from_ansi(left.replace("\r\n", "\n")).plain


def _seen(arguments: list[str], folder: Path, size: tuple[int, int], words: str) -> str:
    with _terminal(["agentconsole", *arguments], folder, size) as terminal:
        terminal.wait_for(words, timeout=60)
        terminal.settle()
        return terminal.text()


def _terminal(program: list[str], folder: Path, size: tuple[int, int]) -> Terminal:
    spoken = {"HOME": str(folder / "home"), "AGENTCONSOLE_DISPLAY__LANGUAGE": tongue.spoken()}
    return Terminal([sys.executable, "-m", *program], size=size, env=spoken)


LINES: Final = {"first-run": first_run, "plain": plain_demo, "crash": crashed}
"""Places that are lines, not screens."""


def picture(words: str, columns: int) -> str:
    """Lines as SVG."""
    drawing = Console(record=True, width=columns, file=sys.__stderr__, force_terminal=True, quiet=True)
    drawing.print(Text(words))
    return drawing.export_svg(title="agentconsole")
