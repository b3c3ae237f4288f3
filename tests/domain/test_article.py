"""Articles: four eyes, nobody's newer words written over, and a file that is read back as it was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.decide import decide
from agentconsole.domain.knowledge.article import Article, Standing, fault_in, name_for, read_article, write_article
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.knowledge.article_events import ArticleRemoved, ArticleReviewed, ArticleSaved
from agentconsole.domain.promises.service_levels import DAY, DEFAULT_LEVELS, LevelsError
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.writing import MOST_ARTICLES
from tests.support.builders import NOW, a_context, a_view

TTL = Article("dns-ttl", "DNS takes a while", "Up to an hour.", "ana", NOW - DAY, "dns", "https://help.example.org/dns")
SAVE = SaveArticle(TTL.name, *TTL.words)


def refused(view, command, actor: str = "ana") -> Code:
    decision = decide(view, command, a_context(actor))
    assert isinstance(decision, Refusal)
    return decision.code


def test_everybody_writes_and_it_is_a_draft():
    (event,) = decide(a_view(), SAVE, a_context("ana"))
    assert isinstance(event, ArticleSaved)
    assert event.article == replace(TTL, written_at=NOW)
    assert event.article.standing(NOW, DAY) is Standing.DRAFT


def test_the_same_words_again_leave_a_review_as_it_is():
    reviewed = replace(TTL, reviewer="bo", reviewed_at=NOW - 1)
    assert decide(a_view(article=reviewed), SAVE, a_context("bo")) == ()
    (event,) = decide(a_view(article=reviewed), replace(SAVE, body="Two hours."), a_context("bo"))
    assert (event.article.author, event.article.reviewer) == ("bo", "")


def test_only_somebody_else_reviews():
    assert refused(a_view(article=TTL), ReviewArticle("dns-ttl"), "ana") is Code.NOT_ALLOWED
    assert decide(a_view(article=TTL), ReviewArticle("dns-ttl"), a_context("bo")) == (ArticleReviewed("dns-ttl", "bo"),)
    assert refused(a_view(), ReviewArticle("dns-ttl"), "bo") is Code.UNKNOWN_ENTRY


def test_words_that_came_meanwhile_are_neither_written_over_nor_reviewed_unread():
    view = a_view(article=TTL)
    anew = replace(SAVE, body="Two hours.")
    assert refused(view, replace(anew, seen_at=TTL.written_at - 1), "bo") is Code.STALE
    assert refused(view, replace(anew, seen_at=0), "bo") is Code.ALREADY_EXISTS
    assert refused(a_view(), replace(anew, seen_at=TTL.written_at), "bo") is Code.STALE
    assert refused(view, ReviewArticle("dns-ttl", TTL.written_at - 1), "bo") is Code.STALE
    for seen_at in (TTL.written_at, None):
        assert not isinstance(decide(view, replace(anew, seen_at=seen_at), a_context("bo")), Refusal)


def test_a_draft_goes_with_its_author_and_all_else_with_a_lead():
    reviewed = replace(TTL, reviewer="bo")
    gone = (ArticleRemoved("dns-ttl"),)
    assert decide(a_view(article=TTL), RemoveArticle("dns-ttl"), a_context("ana")) == gone
    assert refused(a_view(article=TTL), RemoveArticle("dns-ttl"), "bo") is Code.NOT_ALLOWED
    assert refused(a_view(article=reviewed), RemoveArticle("dns-ttl"), "ana") is Code.NOT_ALLOWED
    assert decide(a_view(article=reviewed), RemoveArticle("dns-ttl"), a_context("lea")) == gone
    assert decide(a_view(), RemoveArticle("dns-ttl"), a_context("ana")) == ()


def test_a_review_holds_as_long_as_the_team_says():
    reviewed = replace(TTL, reviewer="bo", reviewed_at=NOW)
    assert reviewed.standing(NOW + 89 * DAY, 90 * DAY) is Standing.REVIEWED
    assert reviewed.standing(NOW + 90 * DAY, 90 * DAY) is Standing.STALE
    assert replace(DEFAULT_LEVELS, review_after=90 * DAY).review_after == 90 * DAY
    with pytest.raises(LevelsError, match="review_after"):
        replace(DEFAULT_LEVELS, review_after=0)


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"name": "No Good"}, "a-z"),
        ({"title": ""}, "title"),
        ({"title": "a\x1b[2J"}, "printable"),
        ({"body": ""}, "without words"),
        ({"body": "x" * 50_001}, "50,000"),
        ({"body": "\n" * 2_000 + "x"}, "lines"),
        ({"category": "\x07"}, "category"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"address": "https://x.org/a b"}, "blanks"),
        ({"address": "https://x.org/\u202e"}, "https://"),
    ],
)
def test_what_cannot_be_kept_is_said(changed: dict[str, str], because: str):
    assert because in fault_in(replace(TTL, **changed))
    assert fault_in(TTL) == ""


def test_there_is_an_end_to_articles():
    assert refused(a_view(articles=MOST_ARTICLES), SAVE) is Code.TOO_LONG


words = st.text(alphabet=st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=20)


@given(title=words, body=words, category=words)
def test_the_file_of_an_article_is_read_back_as_it_was_written(title: str, body: str, category: str):
    it = Article("x", title, f"{body}\n\nmore", category=category, address="https://x.org/y")
    assert read_article("x", write_article(it)) == it


def test_a_file_without_a_heading_has_no_title_and_loses_nothing():
    assert read_article("x", "category: dns\nwords") == Article("x", "", "category: dns\nwords")


@pytest.mark.parametrize(
    ("title", "name"),
    [("DNS takes a while", "dns-takes-a-while"), ("Größe: 5 €!", "groe-5"), ("日本", ""), ("x" * 60, "x" * 40),
     ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight")],
)  # fmt: skip
def test_a_name_is_made_of_the_title(title: str, name: str):
    assert name_for(title) == name
