"""What the words behind a command fill: whoever types at a prompt quotes little and names few options."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rich_click as click

from agentconsole.cli.lines.kinds import Instant
from agentconsole.domain.values import dataclass
from agentconsole.tongue import _
from agentconsole.tui.dialogs.when import is_a_time

FOLLOWING = {
    "conversation transfer": ("to_agent", "note"),
    "conversation pend": ("waits_on", "reason"),
    "conversation ask-help": ("line",),
    "presence set": ("aux",),
}
"""Options that may be typed without their names, in this order; the last takes all the words that are left."""
OTHER_IDS = ("other", "into", "incident_id")
"""What a number alone names, while a conversation is open."""
_OPTION = re.compile(r"(?:^|\s)--([a-z][a-z-]*)(?:=|\s+)")
_WORD = re.compile(r"""((?:--[a-z-]+=)?)(?:"([^"]*)"|'([^']*)')(?=\s|$)|(\S+)""")
_VALUE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")
_HALF = re.compile(r"""(?:--[a-z-]+=)?(["'])""")


class NotUnderstood(ValueError):
    """A line that means nothing; the message says what would."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is meant, and where it stands; several within quotation marks are one."""

    meant: str
    start: int
    end: int

    @property
    def is_option(self) -> bool:
        """Whether it names what another fills, or says yes by being there."""
        return self.meant.startswith("--")


def words_in(rest: str) -> Iterator[Word]:
    """The words; a mark within one is an apostrophe. Raises NotUnderstood for a quotation without its end."""
    for found in _WORD.finditer(rest):
        option, double, single, bare = found.groups()
        begun = _HALF.match(bare or "")
        if begun and rest.count(begun[1], found.start()) == 1:
            raise NotUnderstood(_("A quotation mark is missing its other half."))
        quoted = double if double is not None else single
        yield Word(f"{option}{quoted}" if bare is None else bare, *found.span())


def arguments_of(command: click.Command, *, behind_id: bool) -> list[click.Argument]:
    """What it takes in the order in which it is typed, without the conversation's number."""
    return [each for each in command.params if isinstance(each, click.Argument)][1 if behind_id else 0 :]


def names_another(rest: str, command: click.Command) -> bool:
    """Whether a number in front is what the command is to be done with, and not the conversation it is about."""
    wanted = arguments_of(command, behind_id=True)
    if not wanted or wanted[0].name not in OTHER_IDS:
        return False
    return len([each for each in words_in(rest) if not each.is_option]) == 1


def filled(path: str, rest: str, command: click.Command, *, behind_id: bool) -> list[str]:
    """The words as the parser takes them: what is typed bare fills arguments, then options, and the last of them holds
    all the words that are left. Raises NotUnderstood."""
    options, left = options_in(rest, command)
    every = list(words_in(left))
    flags, bare = [each.meant for each in every if each.is_option], [each for each in every if not each.is_option]
    wanted = arguments_of(command, behind_id=behind_id)
    over = len(bare) - len(wanted)
    if over <= 0 or any(each.nargs != 1 for each in wanted):
        return [*(each.meant for each in bare), *flags, *options]
    if path in FOLLOWING:
        names = FOLLOWING[path][-1:] if options else FOLLOWING[path]
        at = len(wanted)
        options += _named(names, bare[at:], left)
        return [*(each.meant for each in bare[:at]), *flags, *options]
    free = [at for at, each in enumerate(wanted) if each.type is click.STRING or isinstance(each.type, Instant)]
    meant = [each.meant for each in bare]
    if free:
        at = free[-1]
        meant[at : at + over + 1] = [left[bare[at].start : bare[at + over].end]]
    return [*meant, *flags, *options]


def _named(names: tuple[str, ...], words: list[Word], left: str) -> list[str]:
    made = []
    for at, (name, word) in enumerate(zip(names, words, strict=False)):
        is_last = at == len(names) - 1 and len(words) > len(names)
        value = left[word.start : words[-1].end] if is_last else word.meant
        made += [f"--{name.replace('_', '-')}", value]
    return made


def options_in(rest: str, command: click.Command) -> tuple[list[str], str]:
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


def flag_in(rest: str, command: click.Command) -> tuple[list[str], str]:
    """The flag of the command in front of a text, and the text without it."""
    first, __, behind = rest.partition(" ")
    flags = {each.opts[0] for each in command.params if isinstance(each, click.Option) and each.is_flag}
    return ([first], behind.strip()) if first in flags else ([], rest)


def _value(rest: str, start: int) -> tuple[str, int]:
    """One word behind an option, or several within quotes; where it ends."""
    quoted = _VALUE.match(rest, start)
    if quoted is None:
        raise NotUnderstood(_("There is an option without a value at the end."))
    return next(part for part in quoted.groups() if part is not None), quoted.end()


def with_time(verb: str, options: list[str], text: str, command: click.Command) -> tuple[list[str], str]:
    """The options and the text of a command that has to know by when: the time may stand in front of the text.

    Raises NotUnderstood when there is none, before the text is typed in vain.
    """
    when = next((each for each in command.params if each.required and isinstance(each.type, Instant)), None)
    if when is None or when.opts[0] in options:
        return options, text
    words = text.split()
    for many in (2, 1):
        time = " ".join(words[:many])
        if len(words) >= many and not time.isdigit() and not is_a_time(time):
            return [*options, when.opts[0], time], text.split(maxsplit=many)[many] if len(words) > many else ""
    wanted = _("By when? Write {verb} 20m and the words, or {verb} 20m alone for several lines.")
    raise NotUnderstood(wanted.format(verb=verb))


def tags(rest: str) -> str:
    """`dns -mail` as the options of the command; what is typed as options stays."""
    words = rest.split()
    if not words or any(word.startswith("--") for word in words):
        return rest
    return " ".join(f"--remove {word[1:]}" if word.startswith("-") else f"--add {word}" for word in words)
