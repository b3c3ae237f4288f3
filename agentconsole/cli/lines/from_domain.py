"""Line commands made from the domain's own commands, so that help, arguments and rules cannot drift apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import rich_click as click

from agentconsole.cli.errors import Misused
from agentconsole.cli.lines.kinds import ConversationId, Instant, whole_text
from agentconsole.cli.session import Session
from agentconsole.cli.shape import TEXT, Command
from agentconsole.domain import commands as ask

IDS = frozenset({"conversation_id", "into", "other", "about"})
PAST = frozenset({"started_at", "ended_at", "began_at"})
BY_NAME = frozenset({"name", "phone"})
"""Required fields that are options all the same: either of them will do."""
WORDS = {"conversation_id": "ID", "agent_id": "AGENT", "to_agent": "AGENT", "incident_id": "INCIDENT"}
FIRST = frozenset({"conversation_id", "incident_id"})
"""Fields that stand in front of a text."""
"""Arguments that are called otherwise than their fields."""
HELP = {
    "rung": "The rung of the ladder; the first, or the next one up, unless said.",
    "only": "See this queue and no other; again for each other one. Without it every queue is seen.",
    "line": "One line on what it is about.",
    "to_queue": "To the queue instead of the agent it came from.",
    "seen": "How many messages you have read; a newer one refuses it.",
    "waits_on": "Who speaks next.",
    "blocked_by": "What blocks; the third update in a row asks for it.",
    "promised_at": "By when there will be more: a promise with its own clock.",
    "command_id": "Take back this command, and not the last one.",
    "next_at": "When we try again.",
    "add": "Put this tag on; may be given again.",
    "remove": "Take this tag off; may be given again.",
    "file": "Read the text from this file.",
    "began_at": "When it began; now, unless said.",
    "details": "What the team should know about it.",
    "about": "The conversation it was seen in, which is linked to it.",
    "update": "Which update it is; the newest, unless said.",
    "promised": "What was promised: it stands before the subject.",
    "owes": "It promises something, as `callback` does by itself: a time for it has to be on record.",
    "knows": "They have heard it another way: nothing is sent.",
}


def from_domain(
    kind: type[ask.Command],
    example: str,
    meant: Callable[[Session, ask.Command], ask.Command] = lambda _session, typed: typed,
) -> click.Command:
    """The line command that gives a command of this kind; `meant` is what it stands for as it was typed."""

    @click.pass_obj
    def give(session: Session, /, **values: Any) -> None:
        # What was not said is as the domain has it.
        typed = kind(**{name: value for name, value in _with_text(values).items() if value is not None})
        session.perform(meant(session, typed))

    return Command(
        name_of(kind),
        params=parameters(kind),
        callback=give,
        help=help_of(kind),
        example=example,
    )


def help_of(kind: type[ask.Command]) -> str:
    """The domain's own words; the fields they name are called as the options and arguments are."""
    words = " ".join((kind.__doc__ or "").split())
    typed = {each.name: each.metavar or each.opts[0] for each in parameters(kind) if each.name}
    return re.sub(r"`(\w+)`", lambda name: f"`{typed.get(name[1], name[1])}`", words)


def name_of(kind: type[ask.Command]) -> str:
    """The verb of `noun.verb`, as it is typed."""
    return kind.kind.partition(".")[2].replace("_", "-")


def parameters(kind: type[ask.Command]) -> list[click.Parameter]:
    """One argument or option per field: what must be said is an argument, what may be said an option."""
    types = get_type_hints(kind)
    has_text = TEXT in types
    made: list[click.Parameter] = []
    for each in fields(kind):
        if each.name == TEXT:
            made += _text(each)
        elif _is_argument(each, types[each.name], has_text=has_text):
            made.append(click.Argument([each.name], type=_type(each.name, types[each.name]), metavar=_word(each.name)))
        else:
            made.append(_option(each, types[each.name]))
    return made


def _is_argument(each: Field[Any], kind: Any, *, has_text: bool) -> bool:
    if each.default is not MISSING or each.name in BY_NAME or kind is bool:
        return False
    return each.name in FIRST or not has_text


def _text(each: Field[Any]) -> list[click.Parameter]:
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    return [
        click.Argument([TEXT], required=False, metavar="TEXT|-" if each.default is MISSING else "[TEXT|-]"),
        click.Option(["--file"], type=file, help=HELP["file"]),
        click.Option(["--text-may-be-missing"], hidden=True, default=each.default is not MISSING, is_flag=True),
    ]


def _option(each: Field[Any], kind: Any) -> click.Option:
    flag = f"--{each.name.replace('_', '-')}"
    words = HELP.get(each.name)
    if kind is bool and each.default is False:
        return click.Option([flag], is_flag=True, help=words)
    if kind is bool:
        return click.Option([f"{flag}/--not-{flag[2:]}"], required=True, help=words)
    if get_origin(kind) is tuple:
        return click.Option([flag], multiple=True, help=words)
    if each.default is MISSING and each.name not in BY_NAME:
        return click.Option([flag], type=_type(each.name, kind), required=True, help=words)
    default = "" if each.default is MISSING else None
    return click.Option([flag], type=_type(each.name, kind), default=default, help=words)


def _type(name: str, kind: Any) -> click.ParamType[Any]:
    plain = next((part for part in get_args(kind) if part is not NoneType), kind)
    if name in IDS:
        return ConversationId()
    if name.endswith("_at") or name == "until":
        return Instant(past=name in PAST)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return Choice(plain)
    return click.INT if plain is int else click.STRING


class Choice(click.Choice[str]):
    """One of a closed set of words; a dash will do for an underscore."""

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__([each.value for each in kind])
        self._kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The member of the set."""
        return self._kind(super().convert(str(value).replace("-", "_"), param, ctx))


def _word(name: str) -> str:
    return WORDS.get(name, name.removesuffix("_at").upper())


def _with_text(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the text read from where it was said to be. Raises Misused when there is none."""
    plain = dict(values)
    if TEXT not in plain:
        return plain
    may_be_missing = plain.pop("text_may_be_missing")
    text = whole_text(plain.pop(TEXT), plain.pop("file"))
    if text is None and not may_be_missing:
        raise Misused("There is no text: give it as the last argument, as - for the standard input, or with --file.")
    return {**plain, TEXT: text or ""}
