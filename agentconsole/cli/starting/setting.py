"""The agent's settings in the words of the screens: how they are called, how it is drawn, laid out and keyed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agentconsole import paths
from agentconsole.clock import local_offset
from agentconsole.settings import Settings, SettingsError
from agentconsole.tongue import _

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from agentconsole.cli.starting.start import Start
    from agentconsole.tui.calling import Manners
    from agentconsole.tui.keymap import Keymap
    from agentconsole.tui.looks import Looks
    from agentconsole.tui.screens.layout.arrangement import Shape
    from agentconsole.tui.screens.setting import Setting, Tastes


def setting_of(settings: Settings, start: Start, tastes: Tastes, now: int) -> Setting:
    """What does not change while the console runs. Raises SettingsError for what the screens cannot use."""
    from agentconsole.tui.screens.setting import Keys, Setting

    return Setting(
        Keys(keymap_of(settings)),
        start.choices,
        local_offset(now),
        start.speed,
        settings.composer.enter,
        manners(settings, os.environ),
        start.notices,
        tastes=tastes,
        looks=looks(settings, os.environ),
        tutorial=start.tutorial,
        shape=shape(settings),
    )


def manners(settings: Settings, environment: Mapping[str, str]) -> Manners:
    """How this agent is called in this terminal. Raises SettingsError for a span of the day that is none."""
    from agentconsole.tui.calling import BadSpan, Manners, minutes_of, sequence_kind_of

    told = settings.notify
    try:
        minutes_of(told.quiet)
    except BadSpan as error:
        raise SettingsError(f"notify.quiet: {error}") from error
    sequence_kind, is_in_tmux = sequence_kind_of(environment, told.desktop, tmux_passthrough=told.tmux_passthrough)
    return Manners(settings.bell, sequence_kind, is_in_tmux, told.command, told.detail == "name", told.quiet)


def looks(settings: Settings, environment: Mapping[str, str]) -> Looks:
    """How this agent wants the console drawn, and this terminal has it."""
    from agentconsole.tui.calling import KITTY
    from agentconsole.tui.looks import Looks

    told = settings.display
    is_low = told.bandwidth == "low"
    return Looks(
        counts_seconds=not (is_low or told.reduced_motion),
        shows_cursor=told.show_cursor,
        is_plain=told.plain_borders,
        has_mouse=not is_low,
        joins_emoji=told.emoji == "joined",
        counts_vowel_signs=told.emoji != "joined" and environment.get("TERM") != KITTY,
    )


def shape(settings: Settings) -> Shape:
    """How this agent wants the console laid out. Raises SettingsError for a width that is none."""
    from agentconsole.tui.screens.layout.arrangement import Shape, width_of

    told = settings.layout
    try:
        width = width_of(str(told.queue_width))
    except ValueError as error:
        raise SettingsError(f"layout.queue_width is {told.queue_width}: write {error}.") from error
    return Shape(told.rows, told.side, width, told.zoom)


def theme_name(settings: Settings) -> str:
    """The theme the agent named; else the usual one, on a slow line the one whose colours take the fewest bytes."""
    from agentconsole.tui.theme import DEFAULT_THEME, LEAN_THEME

    return settings.theme or (LEAN_THEME if settings.display.bandwidth == "low" else DEFAULT_THEME)


def keymap_of(settings: Settings, changes: Mapping[str, str] | None = None) -> Keymap:
    """The agent's keys over those of their preset, with `changes` over them."""
    from agentconsole.tui.keymap import read_keymap

    own = {**settings.keymap, **(changes or {})}
    return read_keymap(own, settings.keys.preset, letters=settings.keys.letters)


def unusable(settings: Settings, complaint: str) -> str:
    """One line about the keys and the theme that the console goes without, as long as a line may be: which they are
    takes more words. Empty where there are none."""
    count = len(keymap_of(settings).problems) + bool(complaint)
    if count > 1:
        words = _("{count} of your settings cannot be used: `agentconsole config validate` names them.")
        return words.format(count=count)
    return _("One of your settings cannot be used: `agentconsole config validate` names it.") if count else ""


def theme_folders() -> tuple[Traversable, ...]:
    """Where themes lie: the agent's own go over ours."""
    return (paths.own_themes(), paths.data("themes"))
