"""One line cut from a found text, and which parts of it were found."""

from collections.abc import Sequence

from agentconsole.domain.values import dataclass
from agentconsole.store.searching.words import ASCII_LOWER

SNIPPET_CHARS = 200
BEFORE = SNIPPET_CHARS // 4
"""Characters of a line in front of what was found, where there are so many."""
# Two of Unicode's non-characters: if foreign text holds them after all, a highlight is off, nothing else.
BEGIN, END = "\ufdd0", "\ufdd1"
_ONE_LINE = str.maketrans("\r\n\t\v\f\x85\u2028\u2029", "        ")


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line cut from a text, and which parts of it were found, as (start, end) offsets into `text`."""

    text: str
    found: tuple[tuple[int, int], ...]


def cut_around(text: str, spans: Sequence[tuple[int, int]]) -> Snippet:
    """The plain line around the longest of `spans`, which are offsets into `text` in their order."""
    longest = max(spans, key=lambda span: span[1] - span[0])
    return _line(text, max(0, longest[0] - BEFORE), longest[0], spans)


def mark(cut: str, word: str) -> str:
    """`cut` with the first `word` in it marked, where FTS5 has marked nothing."""
    at = -1 if BEGIN in cut else cut.translate(ASCII_LOWER).find(word)
    return cut if at < 0 else f"{cut[:at]}{BEGIN}{cut[at : at + len(word)]}{END}{cut[at + len(word) :]}"


def snippet_of(marked: str) -> Snippet:
    """The plain line of a marked one, cut to SNIPPET_CHARS around the first part found."""
    text, found = _without_marks(marked)
    first = found[0][0] if found else 0
    return _line(text, max(0, min(first - BEFORE, len(text) - SNIPPET_CHARS)), first, found)


def _line(text: str, start: int, find: int, spans: Sequence[tuple[int, int]]) -> Snippet:
    """The line from about `start` on; cut off in front, it says so and begins with a whole word, where one begins
    before the `find`."""
    if start:
        before = text[start - 1 : find].translate(_ONE_LINE)
        start += max(0, before.find(" "))
    front = "…" if start else ""
    line = front + text[start : start + SNIPPET_CHARS - len(front)].translate(_ONE_LINE)
    moved = start - len(front)
    inside = ((max(len(front), a - moved), min(len(line), b - moved)) for a, b in spans)
    return Snippet(line, tuple((a, b) for a, b in inside if a < b))


def _without_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    found: list[tuple[int, int]] = []
    length, began = 0, -1
    for part in marked.replace(BEGIN, "\0" + BEGIN).replace(END, "\0" + END).split("\0"):
        if part[:1] == END and began >= 0:
            found.append((began, length))
        began = length if part[:1] == BEGIN else -1
        plain = part[1:] if part[:1] in (BEGIN, END) else part
        parts.append(plain)
        length += len(plain)
    return "".join(parts), found
