"""`agentconsole search TEXT`: contacts, conversations and messages with the words in them."""

from __future__ import annotations

import msgspec
import rich_click as click

from agentconsole.cli import output
from agentconsole.cli.errors import Misused
from agentconsole.cli.lines import times
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command
from agentconsole.cli.team.own_copy import seen
from agentconsole.clock import local_offset
from agentconsole.store.searching.filters import read
from agentconsole.workspace.nothing_found import nothing_found
from agentconsole.workspace.proofs import find_hits
from agentconsole.workspace.search_views import SearchHit


@line_command("search", example="search 'mx record' --limit 10")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Hits at most.")
def command(session: Session, text: str, limit: int) -> None:
    """Find words, newest messages first; the last word may be only begun.

    Filters stand among the words: from:mara channel:chat category:dns tag:later by:bo is:open breached:yes after:3d
    before:2026-11-03. Filters alone list conversations, the newest first.
    """
    complaint = read(text, session.now, local_offset(session.now)).complaint
    if complaint:
        raise Misused(f"{complaint}.")
    with seen(session) as db:
        page = find_hits(db, text, limit, session.now)
    if page.hits and page.hits[0].kind == "hint":
        raise Misused(f"{page.hits[0].contact_name}.")
    hits = page.hits[:limit]
    session.answer([_fields(hit) for hit in hits], "\n".join(map(_line, hits)) or nothing_found(page.meant))


def _fields(hit: SearchHit) -> dict[str, object]:
    """`id` is the conversation's; `spans` are the (start, end) of what was found in `snippet`."""
    found: dict[str, object] = msgspec.to_builtins(hit)
    return {"id": found.pop("conversation_id"), **found}


def _line(hit: SearchHit) -> str:
    at = times.told(hit.at) if hit.at else ""
    return output.row(
        [(f"#{hit.conversation_id}", 7), (at, 19), (hit.kind, 12), (hit.contact_name, 20), (hit.snippet, 0)]
    )
