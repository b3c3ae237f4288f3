"""`agentconsole help`: the manual's pages, with the reader's own keys; and the site that is built from them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from agentconsole.cli.errors import InvalidData, Misused
from agentconsole.cli.lines.columns import USUAL, columns
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.starting.setting import keymap_of
from agentconsole.tongue import _, said

if TYPE_CHECKING:
    from agentconsole.help.markdown import Block
    from agentconsole.tui.keymap import Keymap

SECTIONS = 5
"""Sections shown at most for words that name no page."""


@line_command("help", example="help chats")
@click.argument("topic", nargs=-1, metavar="[TOPIC]")
@click.option("--site", type=click.Path(path_type=Path), metavar="FOLDER", help="Build the manual as a site there.")
def command(session: Session, topic: tuple[str, ...], site: Path | None) -> None:
    """Read the manual: a page by its name, or what it says about some words. Without a topic, its contents."""
    from agentconsole.help import layout, pages

    if site is not None:
        _build(session, site)
        return
    words = " ".join(topic)
    keys = keymap_of(session.settings)
    found = _found(words, keys) if words else _contents()
    shown = layout.plain(layout.laid_out(found, keys.shown, columns(sys.stdout) or USUAL))
    session.answer({"topic": words, "pages": list(pages.PAGES), "text": shown}, shown)


def _contents() -> tuple[Block, ...]:
    from agentconsole.help import pages
    from agentconsole.help.markdown import blocks

    rows = "\n".join(f"| `{name}` | {pages.read(name).title} |" for name in pages.PAGES)
    told = f"# The manual\n\n| topic | about |\n|---|---|\n{rows}\n\n`agentconsole help TOPIC` shows a page, "
    return blocks(f"{told}`help WORDS` what the manual says about them.")


def _found(words: str, keys: Keymap) -> tuple[Block, ...]:
    """A page, or what is told of a key, or the sections that hold the words. Raises Misused when there are none."""
    from agentconsole.help import pages
    from agentconsole.help.searching import found

    of_key = () if words in pages.PAGES else _of_key(words, keys)
    name = None if of_key else pages.named(words)
    if name is not None:
        return pages.read(name).blocks
    held = found(words, keys.shown)[:SECTIONS]
    if not held and not of_key:
        raise Misused(f"The manual says nothing about {words!r}; `agentconsole help` lists its pages.")
    return (*of_key, *(block for section in held for block in section.blocks))


def _of_key(name: str, keys: Keymap) -> tuple[Block, ...]:
    """What the key of that name does, a line for each place where it does something."""
    from agentconsole.help.markdown import Block, Kind, Look, Span
    from agentconsole.help.searching import is_key
    from agentconsole.tui.commands import COMMANDS

    return tuple(
        Block(Kind.TEXT, ((Span(keys.words(each.id), Look.CODE), Span(f"  {_(each.title)}: {_(each.help)}")),))
        for each in COMMANDS
        if is_key(name, keys.words(each.id))
    )


def _build(session: Session, folder: Path) -> None:
    from agentconsole.help.site import build

    keys = keymap_of(session.settings)
    try:
        written = build(folder, keys.shown)
    except OSError as error:
        raise InvalidData(f"{folder} cannot hold the site ({error.strerror}).") from error
    session.answer(
        {"folder": str(folder), "files": written}, said(f"{len(written)} pages in {folder}; begin at index.html.")
    )
