"""What a typed line means: which line command with which arguments, or one of the prompt's own words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import rich_click as click

from agentconsole.cli.from_domain import TEXT
from agentconsole.cli.line_mode.advice import tags
from agentconsole.cli.line_mode.short import LETTERS, NOUNS, OTHERS, PLACES
from agentconsole.tongue import _

WORDS = {
    "available": ("presence", "set", "available"),
    "break": ("presence", "set", "break"),
    "offline": ("presence", "set", "offline"),
}
_NUMBER = re.compile(r"#?(\d+)")
_OPTION = re.compile(r"(?:^|\s)--([a-z][a-z-]*)(?:=|\s+)")


class NotUnderstood(ValueError):
    """A line that means nothing; the message says what would."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of the prompt's own words, with what was typed behind it."""

    word: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A line command as the parser takes it. `wants_text`: its words are still to be typed."""

    arguments: tuple[str, ...]
    conversation_id: str = ""
    wants_text: bool = False


OWN_WORDS = frozenset(
    {"help", "queue", "open", "next", "due", "show", "who", "hush", "talk", "quit", "search", "renew"}
    | {"chat", "phone", "still", "card", "before", "back", "forward"}
)


def read(line: str, verbs: click.Group, current: str) -> Own | Asked | None:
    """What the line means; None for an empty one. `verbs` are those of a conversation, `current` the open one's id.

    Raises NotUnderstood.
    """
    line = line.strip()
    if not line:
        return None
    if line.startswith(">"):
        line = f"reply {line[1:]}"
    if number := _NUMBER.fullmatch(line):
        return Own("open", number[1])
    first, __, rest = line.partition(" ")
    if first == "g":
        return read(_place(rest), verbs, current)
    if first in OTHERS:
        first, __, rest = f"{OTHERS[first]} {rest}".partition(" ")
    if first in NOUNS:
        return _of_noun(first, rest.strip(), current)
    key = first.lower() if first[1:].isdigit() else first
    word, __, behind = LETTERS.get(key, first.lower()).partition(" ")
    return _meant(word, f"{behind} {rest}".strip(), verbs, current)


def _meant(word: str, rest: str, verbs: click.Group, current: str) -> Own | Asked:
    if word == "queue" and rest:
        return Asked(("queue", *_split(rest)))
    if word in OWN_WORDS:
        return Own(word, rest)
    if word in WORDS:
        return Asked((*WORDS[word], *_split(rest)))
    command = verbs.commands.get(word)
    if command is None:
        return Asked((word, *_split(rest)))
    return _about(("conversation", word), rest, command, current)


def _place(rest: str) -> str:
    """The line behind `g` and a letter. Raises NotUnderstood with all letters."""
    letter, __, behind = rest.strip().partition(" ")
    if letter == "j":
        raise NotUnderstood(_("Every row has its number here: type it, and the conversation opens."))
    if letter not in PLACES:
        places = ", ".join(f"{key} {_(words)}" for key, (_line, words) in PLACES.items())
        raise NotUnderstood(_("Behind g stands the letter of a place: {places}.").format(places=places))
    return f"{PLACES[letter][0]} {behind}"


def _of_noun(letter: str, rest: str, current: str) -> Asked:
    from agentconsole.cli.main import agentconsole

    noun, verb = NOUNS[letter]
    group = agentconsole.commands.get(noun) or agentconsole.get_command(click.Context(agentconsole), noun)
    assert isinstance(group, click.Group)
    return _about((noun, verb), rest, group.commands[verb], current)


def _about(path: tuple[str, str], rest: str, command: click.Command, current: str) -> Asked:
    about, rest = _whose(rest, current)
    if not about:
        verb = path[1] if path[0] == "conversation" else " ".join(path)
        raise NotUnderstood(_("Which conversation? Write {verb} and its number, or open one first.").format(verb=verb))
    if path[1] == "tag":
        rest = tags(rest)
    if not any(isinstance(each, click.Argument) and each.name == TEXT for each in command.params):
        return Asked((*path, about, *_split(rest)), about)
    options, words = _options(rest, command)
    may_be_missing = any(each.name == "text_may_be_missing" and each.default for each in command.params)
    if words:
        return Asked((*path, about, *options, "--", words), about)
    return Asked((*path, about, *options), about, wants_text=not may_be_missing)


def _whose(rest: str, current: str) -> tuple[str, str]:
    """A number in front names the conversation; without one it is the open one."""
    first, __, behind = rest.partition(" ")
    number = _NUMBER.fullmatch(first)
    return (number[1], behind.strip()) if number else (current, rest)


def _options(rest: str, command: click.Command) -> tuple[list[str], str]:
    """The options of the command among the words, and the words without them, as they were typed."""
    known = {each.opts[0] for each in command.params if isinstance(each, click.Option) and not each.is_flag}
    found: list[str] = []
    words = rest
    for match in reversed(list(_OPTION.finditer(rest))):
        if f"--{match[1]}" in known:
            value, end = _value(rest, match.end())
            found = [f"--{match[1]}", value, *found]
            words = words[: match.start()] + words[end:]
    return found, words.strip()


def _value(rest: str, start: int) -> tuple[str, int]:
    """One word behind an option, or several within quotes; where it ends."""
    quoted = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\S+))""").match(rest, start)
    if quoted is None:
        raise NotUnderstood(_("There is an option without a value at the end."))
    return next(part for part in quoted.groups() if part is not None), quoted.end()


def _split(rest: str) -> Sequence[str]:
    try:
        return shlex.split(rest)
    except ValueError as error:
        raise NotUnderstood(_("A quotation mark is missing its other half ({error}).").format(error=error)) from error
