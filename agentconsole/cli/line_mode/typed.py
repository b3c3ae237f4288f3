"""What a typed line means: which line command with which arguments, or one of the prompt's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import rich_click as click

from agentconsole.cli.command_line import agentconsole
from agentconsole.cli.commands import conversation
from agentconsole.cli.line_mode.filling import (
    NotUnderstood,
    filled,
    flag_in,
    names_another,
    options_in,
    tags,
    with_time,
)
from agentconsole.cli.line_mode.manners import ELSEWHERE
from agentconsole.cli.line_mode.ready import ARTICLE, RESPONSE
from agentconsole.cli.line_mode.short import LETTERS, NOUNS, OTHERS, PLACES
from agentconsole.cli.shape import TEXT
from agentconsole.domain.values import dataclass
from agentconsole.domain.words.spelling import nearest
from agentconsole.tongue import _

WORDS = {
    "available": "presence set available",
    "break": "presence set break",
    "offline": "presence set offline",
}
TO_MANY = frozenset(
    {"claim", "release", "start", "resolve", "reopen", "close-request", "transfer", "pend", "snooze", "categorise"}
    | {"tag", "link", "undo"}
)
"""What can be done to several at once, as to the marked ones on the screens; a contact is spoken to alone."""
_NUMBER = re.compile(r"#?(\d+)")
_NUMBERS = re.compile(r"#?\d+(?:\s*,\s*#?\d+)+(?=\s|$)")


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


@dataclass(frozen=True, slots=True)
class Many:
    """The same to several conversations, one after the other."""

    each: tuple[Asked, ...]


OWN_WORDS = frozenset(
    {"help", "queue", "open", "next", "due", "show", "who", "board", "hush", "talk", "quit", "search", "renew"}
    | {"chat", "phone", "still", "card", "before", "back", "forward"}
)


def read(line: str, verbs: click.Group, current: str) -> Own | Asked | Many | None:
    """What the line means; None for an empty one. `verbs` are those of a conversation, `current` the open one's id.

    Raises NotUnderstood.
    """
    line = line.strip().removeprefix("agentconsole ").strip()
    if not line:
        return None
    if line.startswith((">", RESPONSE, ARTICLE)):
        line = f"reply {line.removeprefix('>')}"
    number = _NUMBER.fullmatch(line)
    if number and line not in LETTERS:
        return Own("open", number[1])
    first, __, rest = line.partition(" ")
    if first == "g":
        return read(_place(rest), verbs, current)
    if first in NOUNS:
        return _command(f"{' '.join(NOUNS[first])} {rest}", current)
    if first in OTHERS:
        return _command(f"{OTHERS[first]} {rest}", current)
    key = first.lower() if first[1:].isdigit() else first
    word, __, behind = LETTERS.get(key, first.lower()).partition(" ")
    return _meant(word, f"{behind} {rest}".strip(), verbs, current)


def _meant(word: str, rest: str, verbs: click.Group, current: str) -> Own | Asked | Many:
    if word in OWN_WORDS and not (word == "queue" and rest.startswith("--")):
        return Own(word, rest)
    if word in WORDS:
        return _command(f"{WORDS[word]} {rest}", current)
    if word in verbs.commands and not _is_noun(word, rest):
        return _command(f"conversation {word} {rest}", current)
    return _command(f"{word} {rest}", current)


def _is_noun(word: str, rest: str) -> bool:
    """Whether a word that is a verb, too, is the noun here: `offer accept 4502` beside `offer 4502 bo`."""
    verb, __, number = rest.partition(" ")
    below = agentconsole.get_command(click.Context(agentconsole), word)
    return isinstance(below, click.Group) and verb in below.commands and _NUMBER.match(number) is not None


def _command(line: str, current: str) -> Asked | Many:
    """The line command in front of the words, with what they fill. Raises NotUnderstood where there is none."""
    path, rest, command = _found(line.strip(), current)
    if path and (path[0] in ELSEWHERE or " ".join(path) in ELSEWHERE):
        raise NotUnderstood(_("{word} wants a shell of its own: quit first.").format(word=" ".join(path)))
    if isinstance(command, click.Group) and not rest:
        below = ", ".join(command.list_commands(click.Context(command)))
        raise NotUnderstood(_("{group} and one of these: {words}.").format(group=" ".join(path), words=below))
    if _is_about(command):
        numbers = _NUMBERS.match(rest)
        return _to_many(path, numbers, command) if numbers else _about(path, rest, command, current)
    words = filled(" ".join(path), rest, command, behind_id=False)
    if "-" in words:
        raise NotUnderstood(_("A dash reads from a pipe: at the prompt write the words, or --file and a file."))
    return Asked((*path, *words))


def _found(line: str, current: str) -> tuple[tuple[str, ...], str, click.Command]:
    """Which command it is, and what stands behind its name. Raises NotUnderstood where there is none."""
    path: tuple[str, ...] = ()
    rest = line
    found: click.Command = agentconsole
    while isinstance(found, click.Group):
        word, __, behind = rest.partition(" ")
        below = found.get_command(click.Context(found), word)
        if below is None:
            if word and not word.startswith("-"):
                raise NotUnderstood(_unknown(path, word, current))
            break
        path, rest, found = (*path, word), behind.strip(), below
    return path, rest, found


def _to_many(path: Sequence[str], numbers: re.Match[str], command: click.Command) -> Many:
    """The same line for each number. Raises NotUnderstood."""
    if path[0] != "conversation" or path[1] not in TO_MANY:
        verb = path[1] if path[0] == "conversation" else " ".join(path)
        raise NotUnderstood(_("{verb} takes one conversation at a time.").format(verb=verb))
    rest = numbers.string[numbers.end() :].strip()
    return Many(tuple(_about(path, f"{each} {rest}", command, "") for each in re.findall(r"\d+", numbers[0])))


def _place(rest: str) -> str:
    """The line behind `g` and a letter. Raises NotUnderstood with all letters."""
    letter, __, behind = rest.strip().partition(" ")
    if letter == "j":
        raise NotUnderstood(_("Every row has its number here: type it, and the conversation opens."))
    if letter not in PLACES:
        places = ", ".join(f"{key} {_(words)}" for key, (_line, words) in PLACES.items())
        raise NotUnderstood(_("Behind g stands the letter of a place: {places}.").format(places=places))
    return f"{PLACES[letter][0]} {behind}"


def _unknown(path: Sequence[str], word: str, current: str) -> str:
    if path:
        return _("{group} has no {word}: {group} --help lists what it has.").format(group=" ".join(path), word=word)
    if near := nearest(word, _known()):
        return _("{word} is no word of the prompt; did you mean {near}?").format(word=word, near=near)
    if current:
        return _("{word} is no word of the prompt: ? lists them. To write to the contact, begin with >.").format(
            word=word
        )
    return _("{word} is no word of the prompt: ? lists them.").format(word=word)


def _known() -> list[str]:
    """Every word a line may begin with."""
    return [
        *OWN_WORDS,
        *WORDS,
        *conversation.command.commands,
        *agentconsole.list_commands(click.Context(agentconsole)),
    ]


def _is_about(command: click.Command) -> bool:
    """Whether its first argument is the number of a conversation."""
    first = next((each for each in command.params if isinstance(each, click.Argument)), None)
    return first is not None and first.name == "conversation_id"


def _about(path: Sequence[str], rest: str, command: click.Command, current: str) -> Asked:
    about, rest = (current, rest) if current and names_another(rest, command) else _whose(rest, current)
    verb = path[1] if path[0] == "conversation" else " ".join(path)
    if rest == "--help":
        return Asked((*path, rest))
    if not about:
        raise NotUnderstood(_("Which conversation? Write {verb} and its number, or open one first.").format(verb=verb))
    if path[1] == "tag":
        rest = tags(rest)
    if not any(isinstance(each, click.Argument) and each.name == TEXT for each in command.params):
        return Asked((*path, about, *filled(" ".join(path), rest, command, behind_id=True)), about)
    flag, rest = flag_in(rest, command)
    options, words = with_time(verb, *options_in(rest, command), command)
    options = [*flag, *options]
    may_be_missing = any(each.name == "text_may_be_missing" and each.default for each in command.params)
    if words and words != "-":
        return Asked((*path, about, *options, "--", words), about)
    return Asked((*path, about, *options), about, wants_text=not may_be_missing)


def _whose(rest: str, current: str) -> tuple[str, str]:
    """A number in front names the conversation; without one it is the open one."""
    first, __, behind = rest.partition(" ")
    number = _NUMBER.fullmatch(first)
    return (number[1], behind.strip()) if number else (current, rest)
