"""What a search says that found nothing."""

from __future__ import annotations

from agentconsole.tongue import _


def nothing_found(meant: str) -> str:
    """The sentence; with words that would find something, where there are some near."""
    return _("Nothing found; did you mean {words}?").format(words=meant) if meant else _("Nothing found.")
