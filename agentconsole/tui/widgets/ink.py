"""The few inks everything is written with, mixed from the theme's variables once per theme and widget.

A fixed palette instead of style sheet classes per widget: a screen of panes starts with no style work to do, and
two neighbours of the same ink go to the terminal as one run. Each ink stands for a meaning; the word beside it
always says the same without colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from rich.style import Style
from textual.color import Color

from agentconsole.domain.values import dataclass


class Ink(StrEnum):
    """What a run of text is, rather than how it looks."""

    TEXT = "text"
    STRONG = "strong"
    DIM = "dim"
    RULE = "rule"
    SOON = "soon"
    LATE = "late"
    GOOD = "good"
    CONTACT = "contact"
    OWN = "own"
    NOTE = "note"
    LINK = "link"
    CURSOR = "cursor"
    CARET = "caret"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The theme variables an ink is mixed from, the first known one of each; empty keeps the widget's own."""

    foreground: tuple[str, ...] = ("foreground",)
    background: tuple[str, ...] = ()
    is_bold: bool = False
    is_underlined: bool = False
    is_reversed: bool = False


RECIPES: Final = {
    Ink.TEXT: Recipe(),
    Ink.STRONG: Recipe(is_bold=True),
    Ink.DIM: Recipe(("text-muted",)),
    Ink.RULE: Recipe(("rule", "text-disabled")),
    Ink.SOON: Recipe(("text-warning",)),
    Ink.LATE: Recipe(("text-error",), is_bold=True),
    Ink.GOOD: Recipe(("text-success",)),
    Ink.CONTACT: Recipe(("text-primary",), is_bold=True),
    Ink.OWN: Recipe(("text-secondary",)),
    Ink.NOTE: Recipe(("note-foreground", "text-warning"), ("note-background",)),
    Ink.LINK: Recipe(is_underlined=True),
    Ink.CURSOR: Recipe(("block-cursor-foreground",), ("block-cursor-background",), is_bold=True),
    Ink.CARET: Recipe(is_reversed=True),
    Ink.RESTING: Recipe(("block-cursor-blurred-foreground",), ("block-cursor-blurred-background",), is_bold=True),
}

DIMMED: Final = "dim"
"""What a theme may say of an ink in a variable of its name and `-style`: the terminal draws it fainter."""


def mix(ink: Ink, variables: Mapping[str, str], background: Color) -> Style:
    """The style of an ink on a widget's background, in a theme's variables. An ink that would be written on a ground of
    its own colour is shown reversed: so a theme of the terminal's own two colours has a cursor."""
    recipe = RECIPES[ink]
    paper = _colour(recipe.background, variables, background) if recipe.background else background
    foreground = _colour(recipe.foreground, variables, paper)
    is_dim = variables.get(f"{recipe.foreground[0]}-style") == DIMMED
    return Style(
        color=foreground.rich_color,
        bgcolor=paper.rich_color,
        bold=recipe.is_bold or None,
        dim=is_dim or None,
        underline=recipe.is_underlined or None,
        reverse=recipe.is_reversed or (bool(recipe.background) and foreground == paper) or None,
    )


def two_colours(ink: Ink) -> Style:
    """The style of an ink where nothing but the terminal's own two colours is wanted: what other terminals tell by a
    ground of its own is reversed, and what rests while the focus is elsewhere is underlined."""
    recipe = RECIPES[ink]
    return Style(
        bold=recipe.is_bold or None,
        underline=recipe.is_underlined or ink is Ink.RESTING or None,
        reverse=recipe.is_reversed or (bool(recipe.background) and ink is not Ink.RESTING) or None,
    )


def _colour(names: tuple[str, ...], variables: Mapping[str, str], on: Color) -> Color:
    for name in names:
        if name in variables:
            return on + _parsed(variables[name])
    return on


def _parsed(value: str) -> Color:
    name, _, share = value.partition(" ")
    percent = float(share.rstrip("%")) if share else 100.0
    return Color.automatic(percent) if name == "auto" else Color.parse(name).multiply_alpha(percent / 100)
