"""What the demo's team knows when the shift begins: responses, articles with their dates, and the fault of the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from typing import Final

from agentconsole.domain.knowledge.article import fault_in, read_article
from agentconsole.domain.knowledge.article_commands import ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.canned_commands import SaveCanned
from agentconsole.domain.knowledge.incident_commands import DraftUpdate, Inform, LinkIncident, OpenIncident
from agentconsole.domain.promises.service_levels import DAY, MINUTE, SECOND
from agentconsole.domain.values import dataclass
from agentconsole.simulator.press import Press
from agentconsole.simulator.reading import ScriptError, entries, read, unique

BEFORE: Final = 400 * DAY
"""How long the team has been there: long enough for an article that is to be read again."""
DRAFTED: Final = 6 * MINUTE
"""How long ago somebody wrote the update on the incident."""
LINKED: Final = 20 * SECOND
"""How long ago the conversations were linked to it: the last of them has just begun."""
FIRST: Final = "1"
"""The number of the first incident of a store."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A response of the team's."""

    name: str
    body: str
    deeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """An article, who wrote it, and who reviewed it how many days ago; without a reviewer it is a draft of that day."""

    name: str
    author: str
    days: int
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The fault of the day."""

    title: str
    minutes: int
    details: str
    update: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A conversation that is about the fault, and the agent who holds it, empty for nobody."""

    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of it; `articles` are commands by name."""

    canned: tuple[Ready, ...]
    written: tuple[Written, ...]
    articles: dict[str, SaveArticle]
    trouble: Trouble

    def kept(self, now: int, lead: str) -> Iterator[tuple[int, Press]]:
        """What was kept before the shift that begins at `now`, each at its own instant."""
        for n, each in enumerate(self.canned):
            yield now - BEFORE + MINUTE + n, Press(lead, SaveCanned(each.name, each.body, True, each.deeds))
        for n, one in enumerate(self.written):
            at = now - one.days * DAY + n
            yield at - DAY, Press(one.author, self.articles[one.name])
            if one.reviewer:
                yield at, Press(one.reviewer, ReviewArticle(one.name))

    def fault_of_the_day(self, now: int, visitor: str, lead: str, hit: Sequence[Hit]) -> Iterator[tuple[int, Press]]:
        """The incident, the conversations about it, an update for all, and the colleague who has sent it already."""
        trouble = self.trouble
        yield now - trouble.minutes * MINUTE, Press(lead, OpenIncident(trouble.title, trouble.details))
        for n, each in enumerate(hit):
            yield now - LINKED + n, Press(each.holder or lead, LinkIncident(each.number, FIRST))
        yield now - DRAFTED, Press(lead, DraftUpdate(FIRST, trouble.update))
        told = next((each for each in hit if each.holder not in ("", visitor)), None)
        if told is not None:
            words = trouble.update.replace(" {{first}}", "")
            yield now - LINKED // 2, Press(told.holder, Inform(told.number, words))


def load_knowledge(folder: Traversable) -> Knowledge:
    """The knowledge of `folder/knowledge.toml`, with the articles of `folder/knowledge/`.

    Raises:
        ScriptError: as for scripts, and for an article that could not be kept.
    """
    file = folder.joinpath("knowledge.toml")
    canned = tuple(read(Ready, row, where) for row, where in entries(file, "canned"))
    written = tuple(read(Written, row, where) for row, where in entries(file, "article"))
    (trouble,) = (read(Trouble, row, where) for row, where in entries(file, "incident"))
    for names in ([each.name for each in canned], [each.name for each in written]):
        unique(names, file.name)
    articles = {each.name: _article(folder, each.name) for each in written}
    return Knowledge(canned, written, articles, trouble)


def _article(folder: Traversable, name: str) -> SaveArticle:
    it = read_article(name, folder.joinpath("knowledge", f"{name}.md").read_text(encoding="utf-8"))
    if fault := fault_in(it):
        raise ScriptError(f"{name}.md: {fault}")
    return SaveArticle(it.name, *it.words)
