"""The pages for those who operate a server name what there is: commands, settings, files."""

from __future__ import annotations

import re

import rich_click as click

from agentconsole.cli.command_line import agentconsole
from agentconsole.server.settings import ServerSettings, _kinds
from tests.support.behind import EXAMPLES

PAGE = (EXAMPLES.parent / "operating.md").read_text(encoding="utf-8")


def test_every_command_on_the_page_is_one_we_have():
    server = agentconsole.get_command(None, "server")
    assert isinstance(server, click.Group)
    named = set(re.findall(r"`(?:agentconsole )?server (\w+)", PAGE))
    assert named == {"backup", "restore", "verify", "user"}
    assert named <= set(server.commands)


def test_every_option_and_setting_on_the_page_is_one_we_have():
    options = {
        option
        for command in (agentconsole, *agentconsole.get_command(None, "server").commands.values())
        for each in (command, *getattr(command, "commands", {}).values())
        for parameter in each.params
        for option in parameter.opts
    }
    options |= {option for each in agentconsole.get_command(None, "serve").params for option in each.opts}
    foreign = {"--system", "--home", "--now"}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", PAGE)) - foreign <= options
    assert set(re.findall(r"`((?:limits|sessions)\.\w+)`", PAGE)) <= set(_kinds(ServerSettings))


def test_every_example_stands_on_the_page_and_the_other_way_round():
    named = set(re.findall(r"(?:examples/|`)([\w@-]+\.(?:conf|cfg|service|toml|env))", PAGE))
    there = {each.name for each in EXAMPLES.iterdir()} - {"agentconsole-backup.timer"}
    assert named == there
