"""README's table of line commands names what each must be given, as the parser asks for it."""

import re
from pathlib import Path

import pytest
import rich_click as click

from agentconsole.cli.command_line import agentconsole

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
NOUNS = ("conversation", "callback", "call", "escalation", "whisper", "offer", "summary", "handback", "unsent")
VERBS = [(noun, verb) for noun in NOUNS for verb in agentconsole.get_command(None, noun).commands]


def needed(command: click.Command) -> str:
    """The arguments as README writes them, then the options without which nothing is done."""
    arguments = [p.metavar.replace("|-", "") for p in command.params if isinstance(p, click.Argument)]
    options = [p.opts[0] for p in command.params if isinstance(p, click.Option) and p.required]
    return " ".join([*arguments, *options])


@pytest.mark.parametrize(("noun", "verb"), VERBS)
def test_the_table_names_what_a_command_must_be_given(noun: str, verb: str):
    words = f"{verb} {needed(agentconsole.get_command(None, noun).commands[verb])}".rstrip()
    before = "`(… |agentconsole conversation )?" if noun == "conversation" else f"`(agentconsole )?{noun} "
    assert re.search(rf"{before}{re.escape(words)}(?![\w-])", README), words


def test_every_command_stands_in_the_table():
    for name in agentconsole.list_commands(None):
        assert re.search(rf"`(agentconsole )?{name}\b", README), name
