"""Colour themes read from TOML files, each checked before Textual sees it: a bad colour is a sentence, not a crash.

A file holds the fields of a Textual theme and a table `variables`. The console's inks use these variables:
`foreground` (text), `text-muted` (what may be overlooked), `text-primary` (a contact's name), `text-secondary` (our
own), `text-warning` (soon), `text-error` (late, refused), `text-success` (done), `block-cursor-*` and
`block-cursor-blurred-*` (the selected row with and without the focus); and three of its own, `note-foreground` and
`note-background` (internal notes) and `rule` (lines between panes), for which a theme without them gets stand-ins.
With `rule-style = "dim"` the terminal draws those lines fainter, which sixteen colours cannot be mixed to.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from textual.color import Color, ColorParseError
from textual.theme import Theme as Theme

from agentconsole.tongue import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

DEFAULT_THEME: Final = "ac-dark"
LEAN_THEME: Final = "ac-ansi"
"""The terminal's own colours: each is named in 2 bytes, where others take up to 17."""
_FIELDS: Final = {each.name: each.type for each in fields(Theme)}
_NOT_COLOURS: Final = frozenset({"name", "dark", "ansi", "luminosity_spread", "text_alpha", "variables"})
_FLAGS: Final = frozenset({"dark", "ansi"})
_SHARES: Final = frozenset({"luminosity_spread", "text_alpha"})
_ANSI_GROUND: Final = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""What Textual's own style sheet asks of a theme of terminal colours, and does not fill in itself."""


class BadTheme(ValueError):
    """A theme that cannot be used; the message is the rest of a sentence that begins with the file's name."""


def chosen_theme(folders: Sequence[Traversable], name: str) -> tuple[Theme, str]:
    """The theme called `name`, by the file of that name alone; else the default one, and a sentence that says why.

    The last folder is ours, those before it go over it. Raises BadTheme when our default one is wanting too. The
    others are not read: the console shows one.
    """
    complaint = ""
    try:
        return theme_of(folders, name), ""
    except BadTheme as error:
        complaint = _("The theme {name} cannot be used: it {reason}.").format(name=name, reason=error)
    return theme_of(folders[-1:], DEFAULT_THEME), complaint


def theme_names(folders: Sequence[Traversable]) -> tuple[str, ...]:
    """What can be chosen from, by name."""
    files = (file.name for folder in folders if folder.is_dir() for file in folder.iterdir())
    return tuple(sorted({name.removesuffix(".toml") for name in files if name.endswith(".toml")}))


def theme_of(folders: Sequence[Traversable], name: str) -> Theme:
    """The theme in the first file of that name. Raises BadTheme."""
    files = (file for folder in folders if folder.is_dir() for file in folder.iterdir() if file.name == f"{name}.toml")
    file = next(files, None)
    if file is None:
        there = ", ".join(theme_names(folders))
        raise BadTheme(_("is not there; there are {names}").format(names=there))
    try:
        return read_theme(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadTheme(_("cannot be read")) from error


def read_theme(toml: str) -> Theme:
    """The theme a TOML text describes. Raises BadTheme when a field is unknown, missing, or not a colour."""
    try:
        values = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadTheme(_("is not TOML ({error})").format(error=error)) from error
    _check_fields(values)
    for name, value in values.items():
        if name not in _NOT_COLOURS:
            _check_colour(name, value)
    for name, value in values.get("variables", {}).items():
        if not name.endswith("-style"):
            _check_colour(name, value)
    if values.get("ansi"):
        values["variables"] = _ANSI_GROUND | values.get("variables", {})
    theme = Theme(**values)
    try:
        theme.to_color_system().generate()
    except (ColorParseError, ValueError, AttributeError) as error:
        raise BadTheme(_("cannot be mixed ({error})").format(error=error)) from error
    return theme


def _check_fields(values: dict[str, object]) -> None:
    unknown = sorted(values.keys() - _FIELDS.keys())
    if unknown:
        raise BadTheme(_("has the unknown field {field}").format(field=unknown[0]))
    for name in ("name", "primary"):
        if not isinstance(values.get(name), str) or not values[name]:
            raise BadTheme(_("has no {field}").format(field=name))
    for name in _FLAGS & values.keys():
        if not isinstance(values[name], bool):
            raise BadTheme(_("needs true or false for {field}").format(field=name))
    for name in _SHARES & values.keys():
        if not isinstance(values[name], (int, float)):
            raise BadTheme(_("needs a number for {field}").format(field=name))
    if not isinstance(values.get("variables", {}), dict):
        raise BadTheme(_("needs a table for variables"))


def _check_colour(name: str, value: object) -> None:
    colour, __, share = value.partition(" ") if isinstance(value, str) else ("", "", "")
    try:
        if colour != "auto":
            Color.parse(colour)
        if share:
            float(share.removesuffix("%"))
    except (ColorParseError, ValueError) as error:
        words = _("says {value} for {field}, which is not a colour")
        raise BadTheme(words.format(value=repr(value), field=name)) from error
