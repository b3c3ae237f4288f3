"""What the team knows, in words: how far an article can be relied on, and its text as lines to read."""

from __future__ import annotations

from agentconsole.domain.knowledge.article import Standing
from agentconsole.domain.words.markdown import Kind, plain
from agentconsole.domain.words.markdown import lines as text_lines
from agentconsole.tongue import N_, _
from agentconsole.tui import safe, times
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.tui.wrap import wrap
from agentconsole.workspace.knowledge_views import ArticleView

_INKS = {Kind.HEADING: Ink.STRONG, Kind.CODE: Ink.OWN, Kind.QUOTE: Ink.DIM}
LIMIT = 100_000
"""Characters of an article that are put into a text: all there are."""
_SIGNS = {Standing.DRAFT: N_("draft"), Standing.REVIEWED: "", Standing.STALE: N_("old")}


def standing_words(it: ArticleView, offset: int) -> str:
    """Who vouches for it, and since when."""
    if it.standing is Standing.DRAFT:
        words = _("draft of {day} by {author}, not reviewed")
        return words.format(day=times.date(it.written_at, offset), author=it.author)
    is_old = it.standing is Standing.STALE
    words = _("reviewed {day} by {reviewer}: to be read again") if is_old else _("reviewed {day} by {reviewer}")
    return words.format(day=times.date(it.reviewed_at, offset), reviewer=it.reviewer)


def sign(it: ArticleView) -> str:
    """The same as the word of a list; nothing for what is as it should be."""
    return _(_SIGNS[it.standing])


def as_text(it: ArticleView) -> str:
    """The article as it is put into a message, harmless."""
    return safe.text(plain(it.body), limit=LIMIT, lines=LIMIT)


def as_link(it: ArticleView) -> str:
    """Its title and its address, harmless."""
    return f"{safe.line(it.title)}: {safe.line(it.address)}"


def preview(it: ArticleView, width: int, height: int, offset: int) -> list[Line]:
    """What it is and how it reads, in at most `height` lines; the whole of it has `article_page`."""
    head = [
        ((safe.cells(safe.in_order(safe.line(it.title)), width), Ink.STRONG),),
        ((safe.cells(safe.line(standing_words(it, offset)), width), _ink(it)),),
        (),
    ]
    return [*head, *body_lines(it.body, width, max(0, height - len(head)))][:height]


def body_lines(body: str, width: int, most: int) -> list[Line]:
    """The first lines of the text, wrapped, what it is told by its ink as well."""
    found: list[Line] = []
    for each in text_lines(body):
        clean = safe.text(each.text)
        room = max(1, width - each.indent)
        first, *rest = wrap(safe.in_order(clean), width)
        hung = wrap(" ".join(rest), room) if rest else []
        rows = [first, *(f"{' ' * each.indent}{row}" for row in hung)]
        found += [((safe.fit(row, width), _INKS.get(each.kind, Ink.TEXT)),) if row else () for row in rows]
        if len(found) >= most:
            return found[:most]
    return found


def _ink(it: ArticleView) -> Ink:
    return Ink.GOOD if it.standing is Standing.REVIEWED else Ink.SOON
