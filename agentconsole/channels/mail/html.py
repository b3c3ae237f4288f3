"""HTML mail to plain text with light Markdown marks; a hostile page costs a bounded time."""

from __future__ import annotations

import html as entities
import re

LARGEST_PAGE = 200_000
"""Characters beyond which a page is stripped by the simple rule only."""

DEEPEST = 100
"""Open elements beyond which a page is stripped by the simple rule: the cleaner's time grows with the square."""

MOST_TAGS = 2_500
"""Tags beyond which a page is stripped by the simple rule: the converter needs about 0.15 ms for each."""

LONGEST_TAG = 20_000
"""Characters of one tag beyond which a page is stripped by the simple rule: attributes cost the square too."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_UNREAD = re.compile(r"<(script|style|title|head)\b", re.IGNORECASE)
_BREAKS = re.compile(r"<(?:br|/?p|/?div|/tr|/?li|/h[1-6]|/?table|/?blockquote)\b[^<>]*>", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")

_NEVER_OPEN = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"}
    | {"wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option"}
)
"""Elements that hold nothing, or end by themselves when the next one of their kind begins."""


def to_text(page: str) -> str:
    """What a reader would see of the page, without scripts, styles and pictures."""
    text = _converted(page) if is_tame(page) else _stripped(page)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip()


def is_tame(page: str) -> bool:
    """Whether the page is small and flat enough for the real parser."""
    if len(page) > LARGEST_PAGE:
        return False
    if page.count("<") > MOST_TAGS or any(len(piece) > LONGEST_TAG for piece in _ANY_TAG.findall(page)):
        return False
    depth = 0
    for closing, name, rest in _TAG.findall(page):
        if name.lower() in _NEVER_OPEN or rest.endswith("/"):
            continue
        depth += -1 if closing else 1
        if depth > DEEPEST:
            return False
    return True


def _converted(page: str) -> str:
    import nh3
    from markdownify import markdownify

    unread = {"script", "style", "title"}
    clean = nh3.clean(page, tags=nh3.ALLOWED_TAGS - {"img"} - unread, clean_content_tags=unread)
    text: str = markdownify(clean, heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False)
    return text


def _stripped(page: str) -> str:
    """The page without tags, in linear time."""
    broken = _BREAKS.sub("\n", _without_unread(page))
    return entities.unescape(_ANY_TAG.sub("", broken))


def _without_unread(page: str) -> str:
    kept: list[str] = []
    position = 0
    lowered = page.lower() if len(page.lower()) == len(page) else page
    while opening := _UNREAD.search(page, position):
        kept.append(page[position : opening.start()])
        end = lowered.find("</" + opening[1].lower(), opening.end())
        if end < 0:
            return "".join(kept)
        position = end
    kept.append(page[position:])
    return "".join(kept)
