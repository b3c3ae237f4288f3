"""What a typed line means: which line command with which arguments, or one of the prompt's own words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

import rich_click as click

from agentconsole.cli.from_domain import TEXT
from agentconsole.tongue import _

LETTERS = {
    "a": "claim",
    "c": "next",
    "Q": "release",
    "t": "transfer",
    "r": "reply",
    "i": "note",
    "A": "acknowledge",
    "S": "start",
    "P": "progress",
    "h": "hold",
    "p": "pend",
    "w": "snooze",
    "e": "resolve",
    "W": "wrap-up",
    "O": "reopen",
    "C": "categorise",
    "#": "tag",
    "I": "identity",
    "F": "fault",
    "L": "link",
    "m": "link-incident",
    "!": "escalate",
    "H": "ask-help",
    "M": "monitor",
    "s": "whisper",
    "J": "barge",
    "T": "take-over",
    "R": "hand-back",
    "f": "offer",
    "z": "undo",
    "Y": "why",
    "=": "similar",
    "u": "due",
    "q": "queue",
    "/": "search",
    "?": "help",
    "o": "available",
    "Z": "break",
}
"""The letters of the screens mean the same here."""
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
    first, _, rest = line.partition(" ")
    word = LETTERS.get(first, first.lower())
    if word in OWN_WORDS:
        return Own(word, rest.strip())
    if word in WORDS:
        return Asked((*WORDS[word], *_split(rest)))
    command = verbs.commands.get(word)
    if command is None:
        return Asked((word, *_split(rest)))
    return _about(word, rest.strip(), command, current)


def _about(verb: str, rest: str, command: click.Command, current: str) -> Asked:
    about, rest = _whose(rest, current)
    if not about:
        raise NotUnderstood(_("Which conversation? Write {verb} and its number, or open one first.").format(verb=verb))
    if not any(isinstance(each, click.Argument) and each.name == TEXT for each in command.params):
        return Asked(("conversation", verb, about, *_split(rest)), about)
    options, words = _options(rest, command)
    may_be_missing = any(each.name == "text_may_be_missing" and each.default for each in command.params)
    if words:
        return Asked(("conversation", verb, about, *options, "--", words), about)
    return Asked(("conversation", verb, about, *options), about, wants_text=not may_be_missing)


def _whose(rest: str, current: str) -> tuple[str, str]:
    """A number in front names the conversation; without one it is the open one."""
    first, _, behind = rest.partition(" ")
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
