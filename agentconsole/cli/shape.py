"""The common shape of all line commands: `--json` everywhere, an example in each help, one file per command."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import rich_click as click

from agentconsole.cli import commands
from agentconsole.cli.lines.help_words import in_the_reader_s_language, put_in_the_reader_s_language, without_borders
from agentconsole.cli.session import Session
from agentconsole.domain.words.spelling import nearest
from agentconsole.tongue import _

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PACKAGE = commands.__name__
TEXT = "body"
"""The argument that is a text, whole and as it was typed."""
NO_PANELS: Mapping[str, Sequence[str]] = {}


def json_option() -> click.Option:
    """`--json`, which may stand in front of the command or behind it."""
    words = "Print one JSON document."
    return click.Option(["--json"], is_flag=True, expose_value=False, callback=_ask_for_json, help=words)


def asks_for_json(words: Sequence[str]) -> bool:
    """Whether `--json` stands on the line: the parser may give up before it has come that far."""
    return "--json" in takewhile(lambda word: word != "--", words)


def _ask_for_json(context: click.Context, _parameter: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        context.ensure_object(Session).is_json = True


def _for_the_reader(
    command: click.Command, context: click.Context, formatter: click.HelpFormatter
) -> tuple[click.RichContext, click.RichHelpFormatter]:
    """What help is written with, its words put into the reader's language before."""
    assert isinstance(context, click.RichContext)
    assert isinstance(formatter, click.RichHelpFormatter)
    if isinstance(command, Command) and not context.find_root().info_name:
        command.epilog = f"Example: `{_at_the_prompt(command)}`"
    in_the_reader_s_language(command, context, formatter)
    if context.ensure_object(Session).is_plain or os.environ.get("TERM") == "dumb":
        without_borders(formatter)
    return context, formatter


def _at_the_prompt(command: Command) -> str:
    """The example as it is typed there: a verb alone, and a text as it is meant; its quotes would be sent, too."""
    takes_text = any(isinstance(each, click.Argument) and each.name == TEXT for each in command.params)
    example = command.example.removeprefix("conversation ")
    return example.replace("'", "") if takes_text else example


class Command(click.RichCommand):
    """A line command: it takes `--json`, and its help closes with an example."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        super().format_help(*_for_the_reader(self, ctx, formatter))

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        """`example` is what comes after `agentconsole `."""
        super().__init__(*args, **kwargs)
        self.params.append(json_option())
        self.example = example
        self.epilog = f"Example: `agentconsole {example}`"

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """In the reader's language, too."""
        put_in_the_reader_s_language(self, ctx)
        return super().shell_complete(ctx, incomplete)


class Noun(click.RichGroup):
    """The group of a noun's commands."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        super().format_help(*_for_the_reader(self, ctx, formatter))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """In the reader's language, too."""
        put_in_the_reader_s_language(self, ctx)
        return super().shell_complete(ctx, incomplete)


class Folder(Noun):
    """The group of all commands: one module of `cli/commands` each, read when its name is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click hands the context to each of its hooks)
        """The names of the modules; `import_` is called so because `import` is a word of Python."""
        return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The module's `command`."""
        if cmd_name not in self.list_commands(ctx):
            return None
        suffix = "_" if cmd_name == "import" else ""
        found: click.Command = import_module(f"{PACKAGE}.{cmd_name}{suffix}").command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """What the first word names; a verb without its noun, as the prompt takes it, is told where it belongs, and a
        misspelt one what was meant."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known:
            conversation = self.get_command(ctx, "conversation")
            if isinstance(conversation, click.Group) and name in conversation.commands:
                words = _("What is done to a conversation is `agentconsole conversation {name}`.")
                raise click.UsageError(words.format(name=name), ctx)
            if near := nearest(name, known):
                words = _("There is no command {name}; did you mean {near}?")
                raise click.UsageError(words.format(name=name, near=near), ctx)
        return super().resolve_command(ctx, args)


def noun(name: str, panels: Mapping[str, Sequence[str]] = NO_PANELS) -> Callable[[Callable[[], None]], click.Group]:
    """Makes a function the group of a noun's commands; its docstring is the group's help, shown in these panels."""

    def make(function: Callable[[], None]) -> click.Group:
        made = [click.RichCommandPanel(title, commands=list(verbs)) for title, verbs in panels.items()]
        group: click.Group = click.group(name, cls=Noun, no_args_is_help=False, panels=made)(function)
        return group

    return make


def line_command(name: str, *, example: str) -> Callable[[Callable[..., None]], click.Command]:
    """Makes a function a line command; its first argument is the session."""

    def make(function: Callable[..., None]) -> click.Command:
        decorated: click.Command = click.command(name, cls=Command, example=example)(click.pass_obj(function))
        return decorated

    return make
