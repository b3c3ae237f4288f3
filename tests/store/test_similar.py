"""Similar conversations: what telling words and the category bring, in which order, and what never comes up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from agentconsole.domain.knowledge.likeness import WORDS, likeness, telling_words
from agentconsole.store.searching.similar import NEWEST, find_similar, find_solution
from agentconsole.store.sqlite import MEMORY, open_store
from tests.store.builders import NOW


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(open_store(MEMORY)) as made:
        yield made


def a_case(
    db: sqlite3.Connection, own: str, subject: str, words: str = "", category: str = "dns", *, is_open: bool = False
) -> None:
    n = int(own)
    db.execute(
        "INSERT INTO conversation(id, channel, status, open, queue, subject, category, tags, contact_id, contact_name, "
        "assignee, place_ms, waiting_ms, due_ms, due_kind, next_breach_ms, source, external_id, last_line, messages, "
        "received_ms, facts, rev, updated_seq) VALUES (?, 'ticket', ?, ?, 'front', ?, ?, '', 'p-1', 'Mara', '', 0, 0, "
        "0, '', 253402300799999, '', '', '', 0, ?, '{}', 1, 1)",
        (own, "waiting" if is_open else "resolved", is_open, subject, category, NOW + n),
    )
    if words:
        said(db, own, 0, words, "contact")


def said(db: sqlite3.Connection, own: str, k: int, body: str, author: str = "agent", kind: str = "reply") -> None:
    db.execute(
        "INSERT INTO message(conv_id, k, seq, kind, author_kind, author, at_ms, body, external_id, attachments, voice) "
        "VALUES (?, ?, ?, ?, ?, 'x', ?, ?, '', '', '')",
        (own, k, int(own) * 100 + k, kind, author, NOW + k, body),
    )


def found(db: sqlite3.Connection, own: str = "1") -> dict[str, str]:
    return {each.id: each.likeness.why for each in find_similar(db, own)}


def test_the_more_rare_words_are_the_same_the_further_up_and_the_words_are_named(db: sqlite3.Connection):
    a_case(db, "1", "DNS propagation is stuck", "our nameserver glue record", is_open=True)
    a_case(db, "2", "propagation of a glue record", category="domain")
    a_case(db, "3", "DNS propagation", category="domain")
    a_case(db, "4", "invoice twice", category="billing")
    assert list(found(db)) == ["2", "3"]
    assert found(db)["3"] == "same words: dns, propagation"


def test_the_same_category_comes_first_and_is_said(db: sqlite3.Connection):
    a_case(db, "1", "propagation of dns", is_open=True)
    a_case(db, "2", "propagation of dns", category="domain")
    a_case(db, "3", "propagation of dns")
    assert list(found(db).items()) == [
        ("3", "same words: dns, propagation; same category"),
        ("2", "same words: dns, propagation"),
    ]


def test_the_contacts_first_words_count_on_both_sides(db: sqlite3.Connection):
    a_case(db, "1", "Help!", "The autodiscover certificate is wrong", is_open=True)
    a_case(db, "2", "A question", "Outlook says the AUTODISCOVER certificate expired")
    said(db, "2", 1, "Use the new host.")
    a_case(db, "3", "Something else", "hello")
    said(db, "3", 1, "autodiscover certificate", "contact")
    assert list(found(db)) == ["2"]


def test_only_what_is_resolved_and_is_not_itself_comes_up(db: sqlite3.Connection):
    a_case(db, "1", "glue record missing")
    a_case(db, "2", "glue record missing", is_open=True)
    assert found(db) == {}


@pytest.mark.parametrize(
    "words", ["", "the and for you", "!!! ???", "12 3456 2026", "\x00\ud83d"[:1], '" OR "x" NEAR(', "*"]
)
def test_without_a_telling_word_there_is_nothing(db: sqlite3.Connection, words: str):
    a_case(db, "1", words, is_open=True)
    a_case(db, "2", "the and for you OR 3456 2026")
    assert found(db) == {}
    assert find_similar(db, "9") == ()


def test_one_word_is_enough_only_where_it_is_rare_and_the_category_the_same(db: sqlite3.Connection):
    a_case(db, "1", "autodiscover", is_open=True)
    a_case(db, "2", "autodiscover again")
    a_case(db, "3", "autodiscover again", category="billing")
    assert list(found(db)) == ["2"]
    assert likeness({"site": 90}, 100, is_same_category=True) is None


def test_words_that_are_everywhere_still_find_what_has_both_and_is_old(db: sqlite3.Connection):
    a_case(db, "1", "mail bounces", category="mail", is_open=True)
    a_case(db, "2", "mail bounces", category="mail")
    for n in range(NEWEST + 20):
        a_case(db, str(1000 + n), "mail arrives", category="mail")
        a_case(db, str(2000 + n), "bounces around", category="other")
    assert next(iter(found(db))) == "2"


def test_no_more_words_are_looked_for_than_a_bound():
    words = telling_words("SSL ssl certificate", " ".join(f"word{chr(97 + n)}" for n in range(25)) * 100)
    assert len(words) == WORDS
    assert words[:2] == ("ssl", "certificate")
    assert telling_words("x" * 41 + " 2026 _ ok __", "") == ()
    assert telling_words("Error 404 on wp-login, 2fa asks", "") == ("error", "404", "wp-login", "2fa", "asks")


def test_the_solution_is_the_last_public_reply_and_not_the_farewell(db: sqlite3.Connection):
    a_case(db, "1", "glue", "hello")
    said(db, "1", 1, "Please set the glue record at the registrar, then it will be seen everywhere in an hour.")
    said(db, "1", 2, "secret", kind="note")
    said(db, "1", 3, "You are welcome!")
    assert find_solution(db, "1").startswith("Please set")
    a_case(db, "2", "glue")
    assert find_solution(db, "2") == ""
    said(db, "2", 0, "Done.")
    assert find_solution(db, "2") == "Done."
