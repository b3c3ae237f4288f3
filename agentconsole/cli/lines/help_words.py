"""The help behind `--help` in the language of the interface: asked for when it is shown, for what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import rich_click as click

from agentconsole import tongue
from agentconsole.tongue import _


def words_of(command: click.Command) -> Iterator[str]:
    """What the help of a command says, without its example: what it does, and each of its options."""
    for words in (command.help, *(getattr(each, "help", None) for each in command.params)):
        if words:
            yield cleandoc(words)


def in_the_reader_s_language(
    command: click.Command, context: click.Context, formatter: click.RichHelpFormatter
) -> None:
    """Puts the reader's words in the place of the English ones; a group names its commands, so theirs too."""
    if tongue.spoken() == tongue.ENGLISH:
        return
    formatter.config.options_panel_title = _("Options")
    formatter.config.commands_panel_title = _("Commands")
    put_in_the_reader_s_language(command, context)


def put_in_the_reader_s_language(command: click.Command, context: click.Context) -> None:
    """The same for whoever asks without drawing: a shell that completes."""
    if tongue.spoken() == tongue.ENGLISH:
        return
    own_help = command.get_help_option(context)
    if own_help is not None:
        own_help.help = _("Show this message and exit.")
    _put(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                _put(below)


def without_borders(formatter: click.RichHelpFormatter) -> None:
    """For lines that are heard, or drawn by what cannot draw."""
    formatter.config.style_options_panel_box = formatter.config.style_commands_panel_box = "BLANK"


def _put(command: click.Command) -> None:
    command.help = _(cleandoc(command.help or ""))
    if command.epilog:
        command.epilog = command.epilog.replace("Example:", _("Example:"))
    for each in command.params:
        if isinstance(each, click.Option) and each.help:
            each.help = _(cleandoc(each.help))
