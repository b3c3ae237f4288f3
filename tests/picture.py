"""README's pictures: a busy moment of a shift, drawn by the console itself. `python -m tests.picture` remakes them."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len

from agentconsole import paths
from agentconsole.clock import ManualClock
from agentconsole.domain import commands as ask
from agentconsole.domain.leads.commands import Escalate
from agentconsole.domain.leads.oversight import EscalationReason
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.domain.terms import WaitsOn
from agentconsole.help.site import PICTURES
from agentconsole.ids import seeded
from agentconsole.tui.theme import theme_names, theme_of
from tests.e2e.shift import ME, Shift
from tests.proof.real_console import RealConsole, a_real_console

FOLDER = Path(__file__).parents[1] / "agentconsole" / "help"
LEAD = "lea"
SIZE = (120, 36)
START = 1_795_356_000_000
"""22 November 2026, 14:00 UTC, give or take: the clock of the picture stands there."""
MINUTE, SECOND = 60_000, 1_000
DRAFT = "Good news, Mara: the MX record now points to the new host. Mail should flow within"


class Scene:
    """The shift of the picture, told in the order things happened."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock(START)
        self.shift = Shift(folder / "store.db", self.clock, seeded(1))
        for agent in (ME, "bo"):
            self.does(agent, SetPresence(Presence.AVAILABLE))

    def later(self, seconds: int) -> None:
        self.clock.advance(seconds * SECOND)

    def does(self, actor: str, command: ask.Command) -> None:
        receipt = self.shift.does(actor, command)
        assert receipt.is_accepted, receipt.words

    def ticket(self, name: str, subject: str, body: str, holder: str = "", promise: int = 0, **more: str) -> str:
        """A ticket; held and promised word in so many minutes where that is said."""
        own = self.shift.comes("ticket", name, subject, body, **more)
        if holder:
            self.does(holder, ask.Claim(own))
            self.does(holder, ask.Acknowledge(own, "We have your ticket and I am reading it now."))
        if promise:
            told = "I have found the cause and am repairing it."
            self.does(holder, ask.ReportProgress(own, told, self.clock.now() + promise * MINUTE))
        return own


def played(folder: Path) -> tuple[Scene, str]:
    """The scene up to the moment of the picture, and the chat that is open in it."""
    scene = Scene(folder)
    shift = scene.shift
    scene.ticket("Gwendolyn Achterberg", "sent mails vanish", "They are not in Sent.", ME, 26, category="mail")
    pended = scene.ticket("山田 花子", "ドメインの移管", "移管をお願いします。", ME, 30, category="domain")
    scene.does(ME, ask.Pend(pended, WaitsOn.OTHERS, "the registrar"))
    scene.later(150)
    scene.ticket("Rakesh Agnihotri", "outbox full, nothing leaves", "Since this morning.", category="mail")
    scene.later(100)
    scene.ticket("Otávio Brandão", "factura em duplicado", "Recebi duas facturas.", category="billing")
    scene.later(130)
    scene.ticket("Hamish Orr", "SSL warning on the shop", "Customers see a warning.", category="ssl")
    old = shift.comes("chat", "Mara Kovač", "where is my invoice", "Where do I find it?", email="mara@kovac.example")
    scene.does(ME, ask.Claim(old))
    scene.does(ME, ask.Reply(old, "Under Billing, Documents. Anything else?"))
    scene.does(ME, ask.Resolve(old))
    scene.does(ME, ask.WrapUp(old, "solved", "billing"))
    scene.later(40)
    mara = _mara(scene)
    scene.later(45)
    shift.says("chat", mara, "ok, thank you. our newsletter goes out at three 😬")
    return scene, mara


def _mara(scene: Scene) -> str:
    shift = scene.shift
    hello = "Hi, since we moved to you last night ALL mail to kovac.example bounces."
    mara = shift.comes(
        "chat", "Mara Kovač", "all mail bounces since the move", hello, email="mara@kovac.example", category="mail"
    )
    scene.later(12)
    scene.does(ME, ask.Claim(mara))
    scene.does(ME, ask.Reply(mara, "Good afternoon Mara, I see it. I am checking your mail records now."))
    scene.later(20)
    li = shift.comes(
        "chat", "Li Wei", "error 403 after the update", "after the update I get error 403", category="wordpress"
    )
    scene.later(9)
    scene.does(ME, ask.Claim(li))
    scene.does(ME, ask.Reply(li, "Hello Li, which page shows it? A link helps me most."))
    scene.later(25)
    shift.says("chat", mara, "it says: 550 relay not permitted. is it our side?")
    scene.does(ME, ask.Note(mara, "MX still names the old host; TTL 300. Asked Bo to lower it for the zone."))
    scene.does(ME, ask.Reply(mara, "No, ours: the MX record still names your old host. I am changing it now."))
    scene.later(30)
    shift.says("chat", li, "https://liwei.example/wp-admin")
    scene.later(40)
    return mara


async def console_taken(folder: Path) -> str:
    """The agent's console, as SVG."""
    scene, mara = played(folder)
    async with a_real_console(scene.shift, size=SIZE) as console:
        await _pose(console, scene, mara)
        return drawn(console)


async def board_taken(folder: Path) -> str:
    """The lead's board a moment later, when a lead has been called, as SVG."""
    scene, mara = played(folder)
    scene.later(50)
    scene.does(LEAD, SetPresence(Presence.AVAILABLE))
    scene.does(ME, Escalate(mara, EscalationReason.BEYOND_LIMIT, "may I give a month free?"))
    scene.later(140)
    async with a_real_console(scene.shift, size=SIZE, me=LEAD) as console:
        _dress(console)
        console.screen.run_command("goto.board")
        await console.pilot.pause()
        return drawn(console)


TAKEN: dict[str, Callable[[Path], Awaitable[str]]] = dict(zip(PICTURES, (console_taken, board_taken), strict=True))
"""How each picture is taken, by its file's name."""


def drawn(console: RealConsole) -> str:
    """What the console shows, as SVG that fetches nothing."""
    svg = console.app.export_screenshot(title="agentconsole")
    # Fonts would be fetched from a stranger's server by whoever looks at the picture.
    plain = RUN.sub(_in_cells, re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL))
    return INDENTED.sub(_without_indent, plain).replace("Fira Code,", "").replace("Fira Code", "ui-monospace")


RUN = re.compile(r'<text ([^>]*)x="([\d.]+)"([^>]*) textLength="[\d.]+"([^>]*)>([^<]*)</text>')
"""A run of text, and where it begins."""
INDENTED = re.compile(r'x="([\d.]+)"( y="[\d.]+") textLength="([\d.]+)"([^>]*)>((?:&#160;)+)(?=[^<&]|&(?!#160;))')
"""A run of text that begins with spaces."""
CELL = 12.2
"""Units of the picture a character is wide."""


def _in_cells(match: re.Match[str]) -> str:
    """The run in pieces of letters as wide as each other: stretched as one, its columns are not under the others'."""
    before, x, between, behind, escaped = match.groups()
    run = html.unescape(escaped)
    if cell_len(run) <= len(run):
        return match[0]
    drawn, at = "", float(x)
    for _, letters in groupby(run, lambda letter: cell_len(letter) > 1):
        piece = "".join(letters)
        length = cell_len(piece) * CELL
        words = html.escape(piece).replace("\xa0", "&#160;")
        drawn += f'<text {before}x="{at:.1f}"{between} textLength="{length:.1f}"{behind}>{words}</text>'
        at += length
    return drawn


def _without_indent(match: re.Match[str]) -> str:
    """The run moved to where its first letter stands: some programs swallow the spaces in front."""
    x, y, length, rest, spaces = match.groups()
    gap = len(spaces) // len("&#160;") * CELL
    return f'x="{float(x) + gap:.1f}"{y} textLength="{float(length) - gap:.1f}"{rest}>'


def _dress(console: RealConsole) -> None:
    ours = (paths.data("themes"),)
    for name in theme_names(ours):
        console.app.register_theme(theme_of(ours, name))
    console.app.theme = "ac-dark"


async def _pose(console: RealConsole, scene: Scene, mara: str) -> None:
    _dress(console)
    scene.later(69)
    scene.shift.comes("phone", "Ruth Adeyemi", "site down, 502 on every page", phone="+44 20 7946 0018")
    console.screen.read_again()
    console.screen.open_conversation(mara, into="composer")
    await console.types(DRAFT)
    await console.until(console.door.drafts.are_settled, "the draft is on disk")
    scene.later(14)
    console.screen._look_at_drafts()
    console.screen.read_again()
    await console.pilot.pause()


def words(svg: str) -> str:
    """What can be read in the picture, however it is drawn."""
    runs = re.findall(r"<text[^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return " ".join(" ".join(html.unescape(run) for run in runs).replace("\xa0", " ").split())


def remake() -> None:
    """Writes the pictures anew."""
    for name, taken in TAKEN.items():
        with TemporaryDirectory() as folder:
            (FOLDER / name).write_text(asyncio.run(taken(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    remake()
