"""What helps where a line says too little: what there is to choose from, and how the whole line reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from agentconsole.cli.command_line import agentconsole
from agentconsole.domain.calls.commands import PromiseCallback
from agentconsole.domain.commands import Snooze
from agentconsole.domain.conversation import Conversation
from agentconsole.domain.dispositions import Keeper
from agentconsole.domain.owing import FollowUp, is_kept, kept_by
from agentconsole.tongue import N_, _
from agentconsole.tui.dialogs.choices import Choices, default_choices
from agentconsole.tui.dialogs.fields import Pick

if TYPE_CHECKING:
    from agentconsole.cli.line_mode.typed import Asked

NAMED = {"wrap-up": "dispositions", "categorise": "categories"}
"""The verbs that take one of the team's choices, by the name of the choices."""

BEFORE = {
    PromiseCallback: N_(" (first B 20m: by when)"),
    FollowUp: N_(" (first follow-up 20m: by when)"),
    Snooze: N_(" (w 20m instead: by when)"),
}
"""How each of them is typed that can keep what an ending promises."""


def is_too_short(asked: Asked) -> bool:
    """Whether it wants a choice, and none is typed."""
    return asked.arguments[0] == "conversation" and asked.arguments[1] in (*NAMED, "tag") and len(asked.arguments) == 3


def advice(verb: str, it: Conversation, choices: Choices | None) -> list[str]:
    """What there is to choose from; for tags, those that are on."""
    if verb == "tag":
        now = _("#{id} has the tags {tags}.").format(id=it.id, tags=", ".join(it.tags))
        none = _("#{id} has no tags.").format(id=it.id)
        return [now if it.tags else none, _("# NAME puts one on, # -NAME takes it off; several at once.")]
    chosen = choices or default_choices()
    picks: tuple[Pick, ...] = getattr(chosen, NAMED[verb])
    first = _("{verb} and one of these:").format(verb=verb)
    owing = chosen.owing if verb == "wrap-up" else {}
    return [first, *(_told(each) + _before(it, owing.get(each.value)) for each in picks)]


def _before(it: Conversation, keeper: Keeper | None) -> str:
    """What puts on record what an ending promises; empty where it promises nothing, or that is kept already."""
    if keeper is None or is_kept(it, keeper):
        return ""
    return _(BEFORE[kept_by(it.channel, keeper)])


def _told(each: Pick) -> str:
    return each.value if each.value == each.words else f"{each.value}: {each.words}"


def example(asked: Asked) -> str:
    """How a whole line reads; empty where none is known."""
    found: click.Command | None = agentconsole
    for word in asked.arguments:
        if not isinstance(found, click.Group):
            break
        found = found.get_command(click.Context(found), word)
    words = getattr(found, "example", "").removeprefix("conversation ")
    return _("Such as: {line}").format(line=words) if words else ""
