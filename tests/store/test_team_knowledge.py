"""Articles, incidents and mentions in the store: rows follow the log, copies get them, searches find them."""

from __future__ import annotations

from contextlib import closing

import pytest

from agentconsole.domain.commands import Claim, Note, Open
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.incident import IncidentState
from agentconsole.domain.knowledge.incident_commands import (
    ChangeIncident,
    DraftUpdate,
    Inform,
    LinkIncident,
    OpenIncident,
)
from agentconsole.domain.knowledge.mention_commands import SeeMentions
from agentconsole.engine import mirror
from agentconsole.engine.log import window
from agentconsole.engine.verify import verify
from agentconsole.store.knowing.articles import every_article, find_article, search_articles
from agentconsole.store.knowing.incidents import (
    every_incident,
    find_incident,
    incidents,
    linked_counts,
    linked_to,
    untold_of,
)
from agentconsole.store.knowing.mentions import mentioning, message_body
from agentconsole.store.knowing.news import is_asked_for
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.test_knowledge import a_team, does
from tests.support.builders import an_incoming
from tests.support.full_text import index_agrees, rebuild_index


@pytest.fixture
def db():
    with closing(open_store(MEMORY)) as opened:
        a_team(opened)
        yield opened


def knows_much(db) -> str:
    """Articles, a fault with a linked and told ticket, a mention; the ticket's number."""
    does(db, "ana", SaveArticle("dns-ttl", "DNS changes take a while", "Look at the **TTL**.", "dns"))
    does(db, "lea", ReviewArticle("dns-ttl"))
    does(db, "ana", SaveArticle("spf", "Mail lands in spam", "SPF comes first, DNS last.", "mail"))
    ticket = does(db, "ticket", Open(an_incoming("ticket"))).conversation
    does(db, "ana", Claim(ticket))
    does(db, "lea", OpenIncident("Mail is delayed", "a long queue", about=ticket))
    does(db, "lea", DraftUpdate("1", "Hello {{first}}, soon."))
    does(db, "lea", Note(ticket, "@ana please tell them"))
    return ticket


def found(db, text: str) -> list[str]:
    return [each.name for each in search_articles(db, text, 10)]


def test_articles_are_found_by_words_begun_words_and_letters_of_the_title(db):
    knows_much(db)
    assert found(db, "") == ["dns-ttl", "spf"]
    assert found(db, "dns") == ["dns-ttl", "spf"], "the title counts most"
    assert found(db, "TTL") == ["dns-ttl"]
    assert found(db, "look at") == ["dns-ttl"]
    assert found(db, "mlspm") == ["spf"]
    assert found(db, "nothing like it") == []
    assert found(db, '" OR * NEAR(') == []
    does(db, "ana", SaveArticle("spf", "Mail lands in spam", "Only DKIM."))
    assert found(db, "SPF") == []
    does(db, "lea", RemoveArticle("spf"))
    assert found(db, "DKIM") == []
    assert index_agrees(db)


def test_the_index_of_articles_can_be_made_anew(db):
    knows_much(db)
    db.execute("DELETE FROM article_fts")
    with unit_of_work(db):
        rebuild_index(db)
    assert index_agrees(db)
    assert found(db, "TTL") == ["dns-ttl"]


def test_the_rows_are_what_the_log_says(db):
    ticket = knows_much(db)
    it = find_article(db, "dns-ttl")
    assert (it.author, it.reviewer) == ("ana", "lea")
    assert it.reviewed_at >= it.written_at > 0
    fault = find_incident(db, "1")
    assert (fault.title, fault.updates, fault.update) == ("Mail is delayed", 1, "Hello {{first}}, soon.")
    assert linked_counts(db) == {"1": 1}
    assert [each.id for each in untold_of(db, "ana")] == [ticket]
    assert does(db, "ana", Inform(ticket, "Soon, Mara.")).is_accepted
    assert untold_of(db, "ana") == []
    assert [each.informed for each in linked_to(db, "1")] == [1]
    does(db, "lea", OpenIncident("DNS is slow"))
    does(db, "lea", ChangeIncident("2", IncidentState.SOLVED))
    assert [each.id for each in incidents(db, 9)] == ["1", "2"], "what is not solved comes first"
    assert verify(db).is_clean


def test_who_is_named_has_it_until_it_is_seen(db):
    ticket = knows_much(db)
    (named,) = mentioning(db, "ana")
    assert named.id == ticket
    assert message_body(db, ticket, named.mentions[0].k) == "@ana please tell them"
    assert mentioning(db, "an") == mentioning(db, "a_a") == []
    assert is_asked_for(db, "ana")
    assert not is_asked_for(db, "lea")
    does(db, "ana", SeeMentions(ticket))
    assert mentioning(db, "ana") == []
    assert verify(db).is_clean


def test_a_copy_of_the_log_has_all_of_it_and_a_new_copy_too(db):
    ticket = knows_much(db)
    with closing(open_store(MEMORY)) as copy:
        for _ in range(2):
            mirror.follow(copy, window(db, "", 0))
            assert every_article(copy) == every_article(db) != []
            assert every_incident(copy) == every_incident(db) != []
            assert [each.id for each in mentioning(copy, "ana")] == [ticket]
            assert found(copy, "TTL") == ["dns-ttl"]
            mirror.forget(copy)
            assert every_article(copy) == every_incident(copy) == []
            assert found(copy, "TTL") == []


@pytest.mark.parametrize(
    ("planted", "where"),
    [
        ("UPDATE article SET body = 'Pay again'", "articles"),
        ("UPDATE incident SET update_body = 'Pay again'", "incidents"),
        ("UPDATE conversation SET incident = '2'", "conversation"),
        ("UPDATE conversation SET mentioned = ' bo '", "conversation"),
    ],
)
def test_a_row_that_says_something_else_than_the_log_is_found(db, planted: str, where: str):
    knows_much(db)
    db.execute(planted)
    assert any(fault.where.startswith(where) for fault in verify(db).faults)


def test_two_on_the_same_article_at_once_do_not_write_over_each_other(db):
    knows_much(db)
    seen_at = find_article(db, "spf").written_at
    mine = SaveArticle("spf", "Mail lands in spam", "SPF first.", seen_at=seen_at)
    assert does(db, "ana", mine).is_accepted
    late = does(db, "lea", SaveArticle("spf", "Mail lands in spam", "DKIM first.", seen_at=seen_at - 1))
    assert not late.is_accepted
    assert "anew" in late.words
    assert does(db, "lea", LinkIncident("9", "1")).code == "unknown_conversation"
