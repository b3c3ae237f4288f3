"""What is asked for around articles: to keep one, to have read one, to take one out."""

from __future__ import annotations

from typing import ClassVar

from agentconsole.domain.commands import Command
from agentconsole.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class SaveArticle(Command):
    """Keep an article under a name, as a draft until somebody else has reviewed it. `seen_at` is when the one it
    replaces was written, 0 for none: where another one stands there by now it is not replaced."""

    kind: ClassVar[str] = "article.save"
    name: str
    title: str
    body: str
    category: str = ""
    address: str = ""
    seen_at: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewArticle(Command):
    """Say that you have read an article and that it is right; its author cannot. `seen_at` is when the one you have
    read was written."""

    kind: ClassVar[str] = "article.review"
    name: str
    seen_at: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveArticle(Command):
    """Take an article out: your own draft, or as a lead any."""

    kind: ClassVar[str] = "article.remove"
    name: str
