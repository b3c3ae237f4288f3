"""Views of the queue as line commands: kept, listed, used by `queue --view`, and what is wrong said in a sentence."""

from __future__ import annotations

from agentconsole.cli.errors import Exit
from tests.cli.line import Desk, run


def ids(desk: Desk, *arguments: str) -> list[str]:
    return [row["id"] for row in desk.done("queue", *arguments)]


def test_a_view_is_kept_listed_used_and_removed(desk: Desk):
    everything = ids(desk)
    first, *_ = everything
    desk.done("conversation", "tag", first, "--add", "dns")
    desk.done("view", "save", "dns", "tag:dns")
    kept = {"id": "dns", "shared": False, "filter": "tag:dns"}
    assert desk.done("view", "list") == [kept]
    assert ids(desk, "--view", "dns") == [first]
    assert ids(desk, "--view", "dns", "--filter", "channel:phone") == (
        [first] if first in ids(desk, "--channel", "phone") else []
    )
    assert ids(desk, "--filter", "whose:all") == everything
    desk.done("view", "remove", "dns")
    assert desk.done("view", "list") == []


def test_what_cannot_be_is_said_and_nothing_is_kept(desk: Desk):
    for own, name in (("kim1", "Kim Berg"), ("kim2", "Kim Holm")):
        assert run("--store", str(desk.store), "--as", "lea", "agent", "add", own, "--full-name", name).code == 0
    for arguments, words in (
        (("view", "save", "x", "channel:fax"), "phone, ticket, chat"),
        (("view", "save", "x", "by:kim"), "several are called so"),
        (("queue", "--filter", "is:closed"), "the search finds"),
        (("queue", "--view", "never"), "view list"),
    ):
        ran = desk.run(*arguments)
        assert (ran.code, words in ran.err) == (Exit.USAGE, True), ran.err
    refused = desk.run("view", "save", "x", "tag:x", "--team")
    assert refused.code == Exit.REFUSED
    assert "lead" in refused.err
    assert desk.done("view", "list") == []
