"""What is said right after a key: a tick stands for what the server accepted, and for nothing that waits to be sent."""

from __future__ import annotations

from pathlib import Path

from agentconsole.domain.commands import Claim, Resolve
from agentconsole.domain.team.agent import Presence
from agentconsole.domain.team.commands import SetPresence
from agentconsole.tui.app import ConsoleApp
from agentconsole.tui.screens.setting import Keys, Setting
from tests.support.fault_proxy import fault_proxy
from tests.support.team_server import a_team
from tests.sync.test_team_line import a_console as a_team_console
from tests.sync.test_team_line import ids, token_of, until
from tests.tui.conftest import Console
from tests.tui.doing import do

SAVED = "saved, goes out once the server can be reached: wrapped up: solved"


async def test_a_wrap_up_is_ticked_once_the_server_has_it_and_called_saved_until_then(tmp_path: Path):
    with a_team(tmp_path) as team:
        token = token_of(team, "ana", team.hires("ana")["ana"])
        chat = team.chat()
        with fault_proxy(team.url) as proxy, a_team_console(team, "ana", token, tmp_path, proxy.url) as ana:
            until(lambda: chat in ids(ana))
            for command in (SetPresence(Presence.AVAILABLE), Claim(chat), Resolve(chat)):
                ana.does(command)
                until(lambda: not ana.courier.carried())
            proxy.is_down = True
            until(lambda: not ana.courier.is_reachable())
            # What is said stays for minutes, however slow the machine.
            app = ConsoleApp(ana.workspace, Setting(Keys(), speed=60))
            async with app.run_test(size=(120, 36)) as pilot:
                console = Console(app, ana.workspace, pilot)
                await console.opened()
                await do(console, "conversation.wrap_up", chat)
                await console.press("1", "enter")
                await console.until(lambda: SAVED in console.notice)
                assert "✓" not in console.notice
                proxy.is_down = False
                await console.until(lambda: "✓  wrapped up: solved" in console.notice)
