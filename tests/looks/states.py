"""What no key leads to: a server that is away, a call that rings, a lesson, a window too small, and what lines say."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from agentconsole import tongue
from agentconsole.domain.commands import Open, Update
from agentconsole.domain.incoming import IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.promises.service_levels import HOUR, MINUTE, SECOND
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author, Channel
from agentconsole.simulator.demo import VISITOR
from agentconsole.store.own.questions import Why
from agentconsole.store.sqlite import open_store
from agentconsole.sync.ageing import TOO_OLD
from agentconsole.sync.sending import NOT_TAKEN
from agentconsole.sync.standing import Link, Standing, in_words
from agentconsole.tui.lessons import Progress, Tutorial
from agentconsole.workspace.deciding import ask_words
from agentconsole.workspace.signed import Signed
from agentconsole.workspace.views import QuestionView
from tests.looks.stage import Stage
from tests.proof.real_console import RealConsole
from tests.support.terminal import Terminal

TEAM: Final = "https://desk.example.org"
UNSENT: Final = 3

SIZES: Final[Mapping[str, str]] = {"too-small": "50x10", "low": "80x16"}
"""Places that are looked at in a window of their own, whatever was asked for."""


def tutorial(place: str) -> Tutorial | None:
    """The lessons the console is begun with there, if any."""
    return Tutorial(Progress(), lambda _: None, is_shown=True) if place.startswith("tutorial") else None


def _on_the_line(standing: Callable[[int], Standing], signed: Callable[[int], Signed]) -> Callable[..., None]:
    """A console of a team whose line to the server stands so."""

    def put(stage: Stage, console: RealConsole) -> None:
        courier, told = console.door._desk.courier, standing(stage.clock.now())  # type: ignore[attr-defined]
        courier.standing = lambda now, unsent: in_words(told, now, UNSENT if told.link is Link.OFFLINE else unsent)
        courier.is_reachable = lambda: told.is_reachable
        courier.knows_where_it_stands = lambda: told.link not in (Link.CONNECTING, Link.CATCHING_UP)
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


STRANGERS: Final = (
    (
        "株式会社ハーバー・ホスティング 田中さくら",
        "メールが届きません。ドメインの設定を確認していただけますか。至急お願いします。",
    ),
    ("김민수", "호스팅 계정에 로그인할 수 없어요 😅 도와주세요 👩‍👩‍👧‍👦🇳🇱"),
    ("هالة المنصوري", "لا أستطيع الدخول إلى لوحة التحكم منذ الصباح"),
    ("Maximiliane-Wilhelmina von Hohenzollern-Sigmaringen zu Langenargen", "Re: AW: Fwd: " + "very long subject " * 8),
    ("Z\u0351\u036b\u0343a\u0341l\u0350go", "a" * 200),
)


def _strangers(stage: Stage, console: RealConsole) -> None:
    now = stage.clock.now()
    for n, (name, words) in enumerate(STRANGERS):
        said = IncomingMessage(Author.CONTACT, "reply", now - MINUTE, f"{words}\n\nhttps://example.org/{'x' * 120}")
        who = IncomingContact(name, f"someone{n}@example.org")
        came = IncomingConversation("", "", "ticket", words, "", who, now - MINUTE, "waiting", (said,))
        receipt = stage.does("mo", Open(came))
        assert receipt.is_accepted, receipt.words
    console.screen.read_again()


PEOPLE: Final = ("Aino", "Björn", "Ciara", "Dmitri", "Eszter", "Fátima", "Wilhelmina-Charlotte", "田中")


def _late(stage: Stage, console: RealConsole) -> None:
    stage.clock.advance(5 * MINUTE + 20 * SECOND)
    console.screen.read_again()


def _many(stage: Stage, console: RealConsole) -> None:
    for n in range(40):
        assert stage.does("mo", AddAgent(f"agent{n:02}", f"{PEOPLE[n % len(PEOPLE)]}{n:02} Someone")).is_accepted
    console.screen.read_again()


def _empty(stage: Stage, console: RealConsole) -> None:
    with closing(open_store(stage.path)) as db:
        db.execute("UPDATE conversation SET open = 0, assignee = '', status = 'resolved'")
        db.commit()
    console.screen.read_again()


def _updates(stage: Stage, console: RealConsole) -> None:
    for _ in range(2):
        stage.clock.advance(4 * MINUTE)
        for chat in stage.mine(Channel.CHAT):
            receipt = stage.does(VISITOR, Update(chat, "I am still working on this for you."))
            assert receipt.is_accepted, receipt.words
    stage.clock.advance(4 * MINUTE)
    console.screen.read_again()


def _undecided(stage: Stage, console: RealConsole) -> None:
    now = stage.clock.now()
    asked = (
        QuestionView(
            "1",
            "1043",
            "conversation.reply",
            "too_old",
            TOO_OLD,
            "I have changed the record, and mail flows again. Please send yourself a message from another provider "
            "and tell me whether it arrives; until then I leave the old server on, so that nothing is lost.",
            now - 27 * HOUR,
            True,
        ),
        QuestionView("2", "1045", "conversation.note", "not_taken", NOT_TAKEN, "Told the carrier.", now, True),
    )
    status, words = console.door.status, ask_words(console.door._desk, {Why.TOO_OLD: 1, Why.NOT_TAKEN: 1})  # type: ignore[attr-defined]
    console.door.questions = lambda: asked  # type: ignore[method-assign]
    console.door.status = lambda: replace(status(), asks=words)  # type: ignore[method-assign]
    console.screen.read_again()


STATES: Final[dict[str, Callable[[Stage, RealConsole], None]]] = {
    "offline": _on_the_line(lambda now: Standing(Link.OFFLINE, now - 130 * SECOND), lambda _: Signed(TEAM)),
    "signed-out": _on_the_line(lambda _: Standing(Link.SIGNED_OUT, drafts=2), lambda _: Signed(TEAM, is_out=True)),
    "session-ends": _on_the_line(
        lambda now: Standing(Link.WELL, ends_at=now + 9 * MINUTE), lambda now: Signed(TEAM, ends_at=now + 9 * MINUTE)
    ),
    "connecting": _on_the_line(lambda _: Standing(Link.CONNECTING), lambda _: Signed(TEAM)),
    "catching-up": _on_the_line(lambda _: Standing(Link.CATCHING_UP, percent=40), lambda _: Signed(TEAM)),
    "too-old": _on_the_line(lambda _: Standing(Link.TOO_OLD), lambda _: Signed(TEAM)),
    "rings": _rings,
    "strangers": _strangers,
    "late": _late,
    "many": _many,
    "empty": _empty,
    "updates": _updates,
    "undecided": _undecided,
}
"""What happens to the console, by the name of a step `~name`."""


def first_run(folder: Path, size: tuple[int, int]) -> str:
    """What somebody reads who begins agentconsole for the first time."""
    return _seen([], folder, size, "Enter")


def plain_demo(folder: Path, size: tuple[int, int]) -> str:
    """The first lines of the demo for a screen reader."""
    return _seen(["--demo", "--plain", "--seed", "7"], folder, size, "dana>")


def faulty_settings(folder: Path, size: tuple[int, int]) -> str:
    """What is said of settings that cannot be used."""
    file = folder / "config.toml"
    file.write_text('[display]\ntheme = 3\nlanguage = "xx"\n\n[keys]\n"queue.up" = "ctrl+enter"\n"no.such" = "x"\n')
    return _printed(["agentconsole", "config", "validate", str(file)], folder, size)


def unknown_option(folder: Path, size: tuple[int, int]) -> str:
    """What is said of an option there is not."""
    return _printed(["agentconsole", "--no-such-option"], folder, size)


def _printed(program: list[str], folder: Path, size: tuple[int, int]) -> str:
    with _terminal(program, folder, size) as terminal:
        terminal.wait_exit(timeout=60)
        return terminal.text()


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


LINES: Final = {
    "first-run": first_run,
    "plain": plain_demo,
    "crash": crashed,
    "faulty-settings": faulty_settings,
    "unknown-option": unknown_option,
}
"""Places that are lines, not screens."""


def picture(words: str, columns: int) -> str:
    """Lines as SVG."""
    drawing = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    drawing.print(Text(words))
    return drawing.export_svg(title="agentconsole")
