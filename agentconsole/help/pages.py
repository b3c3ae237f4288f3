"""The pages of the manual in their order: for the agent at the keyboard, then for whoever keeps the server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from agentconsole import paths, tongue
from agentconsole.domain.values import dataclass
from agentconsole.help.markdown import Block, Kind, blocks

FOR_AGENTS = (
    "first-steps",
    "queue",
    "chats",
    "tickets",
    "phone",
    "contact",
    "finding",
    "knowledge",
    "leads",
    "offline",
    "settings",
    "plain",
    "trouble",
)
"""What F1 opens; each has its place in the console, at the prompt, or before either."""
FOR_OPERATORS = ("importing", "operating", "scaling", "how-we-test")
PAGES = (*FOR_AGENTS, *FOR_OPERATORS)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name is its file's and its address; the title is its first heading."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return self.blocks[0].words


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page with all that stands under it; `at` is the heading's place among the blocks."""

    page: Page
    at: int
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading."""
        return self.blocks[0].words

    @property
    def words(self) -> str:
        """All that it says."""
        return " ".join(block.words for block in self.blocks)


def read(name: str) -> Page:
    """A page by its name, in the language of the interface where it stands in that. Raises KeyError when there is none.

    Operators' pages are in English alone.
    """
    if name not in PAGES:
        raise KeyError(name)
    return _read(name, tongue.spoken())


@cache
def _read(name: str, language: str) -> Page:
    folder = paths.data("help")
    own = folder / language / f"{name}.md"
    file = own if own.is_file() else folder / f"{name}.md"
    return Page(name, blocks(file.read_text(encoding="utf-8")))


def place_of(name: str, heading: str) -> int:
    """Where the block with this English heading stands on the page, in any language: its blocks are the same ones."""
    found = (n for n, block in enumerate(_read(name, tongue.ENGLISH).blocks) if block.kind is Kind.HEADING)
    return next(n for n in found if _read(name, tongue.ENGLISH).blocks[n].words == heading)


def named(words: str) -> str | None:
    """The one page the words name, by its name or the beginning of it; None when none does, or several."""
    wanted = "-".join(words.casefold().split())
    found = [name for name in PAGES if name == wanted] or [name for name in PAGES if wanted and name.startswith(wanted)]
    return found[0] if len(found) == 1 else None


def sections() -> tuple[Section, ...]:
    """Every heading of every page, in the manual's order."""
    return _sections_in(tongue.spoken())


@cache
def _sections_in(_language: str) -> tuple[Section, ...]:
    return tuple(each for name in PAGES for each in _sections(read(name)))


def _sections(page: Page) -> Iterator[Section]:
    places = [n for n, block in enumerate(page.blocks) if block.kind is Kind.HEADING]
    for at, end in zip(places, [*places[1:], len(page.blocks)], strict=True):
        yield Section(page, at, page.blocks[at:end])
