"""Articles: what the team has found out, in Markdown, kept by name, dated, and reviewed by somebody else; pure.

One is written and kept as a text file: its first heading is the title, lines such as `category: dns` and
`address: https://…` may follow it, and all the rest is the article.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from agentconsole.domain.knowledge.canned import NAME
from agentconsole.domain.values import dataclass

LONGEST_NAME = 40
LONGEST_TITLE = 200
LONGEST_BODY = 50_000
MOST_LINES = 2_000
LONGEST_ADDRESS = 500
_ADDRESS = re.compile(r"https?://[!-~]+")
_TITLE = re.compile(r"#\s+(.*)")
_HEADER = re.compile(r"(category|address):[ \t]*(.*)", re.IGNORECASE)


class Standing(StrEnum):
    """How far an article can be relied on: nobody else has read it, somebody has, or that was long ago."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was last kept. `author` wrote these words, `reviewer` read them; instants are epoch ms."""

    name: str
    title: str
    body: str
    author: str = ""
    written_at: int = 0
    category: str = ""
    address: str = ""
    reviewer: str = ""
    reviewed_at: int = 0

    @property
    def words(self) -> tuple[str, str, str, str]:
        """What was written: two with the same words are the same article."""
        return self.title, self.body, self.category, self.address

    def standing(self, now: int, review_after: int) -> Standing:
        """How it stands at `now`, where a review holds for `review_after` milliseconds."""
        if not self.reviewer:
            return Standing.DRAFT
        return Standing.STALE if now - self.reviewed_at >= review_after else Standing.REVIEWED


def fault_in(article: Article) -> str:
    """Why it cannot be kept, in one sentence; empty when it can."""
    if not NAME.fullmatch(article.name):
        return f"An article is called by at most {LONGEST_NAME} of a-z, 0-9 and dash, such as dns-ttl."
    if not article.title or len(article.title) > LONGEST_TITLE or not article.title.isprintable():
        return f"An article has a title of 1 to {LONGEST_TITLE} printable characters: begin it with `# Title`."
    if not article.body:
        return "An article without words is none."
    if len(article.body) > LONGEST_BODY or article.body.count("\n") >= MOST_LINES:
        return f"An article may have {LONGEST_BODY:,} characters and {MOST_LINES:,} lines; two are found sooner."
    if len(article.category) > LONGEST_NAME or not (article.category.isprintable()):
        return f"A category has at most {LONGEST_NAME} printable characters."
    if article.address and not (_ADDRESS.fullmatch(article.address) and len(article.address) <= LONGEST_ADDRESS):
        return "The address under which contacts read it begins with https:// and has no blanks."
    return ""


def read_article(name: str, text: str) -> Article:
    """The article a text file holds; nothing is left off but the blanks around its parts."""
    lines = text.strip().split("\n")
    title = _TITLE.fullmatch(lines[0].strip())
    header: dict[str, str] = {}
    rest = 1 if title else 0
    while title and rest < len(lines) and (found := _HEADER.fullmatch(lines[rest].strip())):
        header[found[1].lower()] = found[2].strip()
        rest += 1
    body = "\n".join(lines[rest:]).strip()
    return Article(
        name,
        title[1].strip() if title else "",
        body,
        category=header.get("category", ""),
        address=header.get("address", ""),
    )


def write_article(article: Article) -> str:
    """The text file of an article, which `read_article` reads back."""
    header = [f"{each}: {value}" for each, value in (("category", article.category), ("address", article.address))]
    told = [each for each in header if not each.endswith(": ")]
    return "\n".join((f"# {article.title}", *told, "", article.body, ""))


def name_for(title: str) -> str:
    """A name made of a title: its letters and digits, joined by dashes; empty when there are none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = "-".join(words)[:LONGEST_NAME]
    return name.rpartition("-")[0] if len("-".join(words)) > LONGEST_NAME and "-" in name else name
