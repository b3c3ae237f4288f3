"""The manual page, made from the commands themselves: what the parser takes and the page tells cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

import rich_click as click

from agentconsole import __version__
from agentconsole.cli.errors import Exit
from agentconsole.cli.lines.where_set import ABOUT
from agentconsole.tongue import N_, _
from agentconsole.tui.commands import COMMANDS, keys_in_words

EXITS = {
    Exit.DONE: N_("it was done"),
    Exit.REFUSED: N_("a rule said no; the reason is on the standard error, the receipt in the JSON"),
    Exit.USAGE: N_("the command line or a setting cannot be used"),
    Exit.STORE: N_("the store or the server cannot be used right now"),
    Exit.INVALID: N_("what was read is not what it should be"),
    Exit.INTERRUPTED: N_("interrupted at the keyboard"),
}


def manual(root: click.Group) -> str:
    """agentconsole(1) in roff, for `man -l`, in the reader's language."""
    return "\n".join(_lines(root)) + "\n"


def _lines(root: click.Group) -> Iterator[str]:
    yield f'.TH AGENTCONSOLE 1 "" "agentconsole {_safe(__version__)}" "{_safe(_("User Commands"))}"'
    about = _safe(_("the support agent's console: phone, tickets and chats in one queue"))
    yield from (_head(_("NAME")), rf"agentconsole \- {about}")
    options, command = _safe(_("options")), _safe(_("command"))
    yield from (_head(_("SYNOPSIS")), r".B agentconsole", rf"[\fI{options}\fR] [\fI{command}\fR]")
    yield from (_head(_("DESCRIPTION")), _help(root), ".PP")
    yield _safe(_("Without a command the console opens. Everything it does exists as a command, too."))
    yield from (_head(_("OPTIONS")), *_options(root, is_root=True))
    yield _head(_("COMMANDS"))
    yield from _commands(root, click.Context(root, info_name="agentconsole"))
    yield _head(_("KEYS"))
    for each in COMMANDS:
        if each.key:
            yield from (".TP", rf"\fB{_safe(keys_in_words(each.key))}\fR ({_safe(each.id)})", _safe(_(each.help)))
    yield _head(_("SETTINGS"))
    yield _safe(_("`agentconsole config path` says where the file lies, `config edit` opens it; variables go over it:"))
    yield _safe(_("AGENTCONSOLE_THEME is theme, AGENTCONSOLE_COMPOSER__ENTER is composer.enter."))
    for key, words in ABOUT.items():
        yield from (".TP", rf"\fB{_safe(key)}\fR", _safe(_(words)))
    yield _head(_("EXIT STATUS"))
    for code, words in EXITS.items():
        yield from (".TP", rf"\fB{code.value}\fR", _safe(_(words)))


def _head(words: str) -> str:
    return f".SH {_safe(words)}"


def _help(told: click.Command | click.Option) -> str:
    return _safe(_(cleandoc(told.help or "")))


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _commands(command, inner)
        else:
            usage = " ".join(command.collect_usage_pieces(inner))
            yield from (".SS " + _safe(f"{inner.command_path} {usage}"), _help(command))
            yield from _options(command)


def _options(command: click.Command, *, is_root: bool = False) -> Iterator[str]:
    """`--json`, which every command takes, is told once."""
    for each in command.params:
        if isinstance(each, click.Option) and each.help and (is_root or "--json" not in each.opts):
            value = "" if each.is_flag else f" {each.make_metavar(click.Context(command))}"
            yield from (".TP", rf"\fB{_safe(', '.join(each.opts) + value)}\fR", _help(each))


def _safe(words: str) -> str:
    """Words that roff takes for nothing else: one line, no control line, every backslash and dash itself, and what is
    not ASCII by its number, as some roffs read bytes."""
    told = " ".join(words.replace("\\", "\\e").split()).replace("-", "\\-").replace("`", "")
    told = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in told)
    return f"\\&{told}" if told[:1] in (".", "'") else told
