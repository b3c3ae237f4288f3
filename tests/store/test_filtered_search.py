"""Filters in a search: what may be typed, what it narrows, and that nothing of it is ever an operator."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.store.searching.filtered_search import search_filtered
from agentconsole.store.searching.filters import DAY, FILTERS, HOUR, Filters, conditions, read
from agentconsole.store.searching.search import TOP, Found
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import NOW

WIDE = "INSERT INTO conversation({}) VALUES ({})"
CHANNELS, NAMES, CATEGORIES = (
    ("phone", "ticket", "chat"),
    ("Mara Kovač", "Li Wei", "mara b", "O'Neil_%"),
    ("dns", "mail"),
)


def fill(db: sqlite3.Connection, seed: int, count: int = 120, first: int = 0) -> list[dict[str, object]]:
    """Conversations of every kind with one message each; what each is like."""
    luck = random.Random(seed)
    made = []
    with unit_of_work(db):
        for n in range(first, first + count):
            row = {
                "id": str(n), "channel": luck.choice(CHANNELS), "status": "active", "open": luck.randint(0, 1),
                "queue": "support", "subject": f"s{n}", "category": luck.choice(CATEGORIES),
                "tags": luck.choice(['[]', '["later"]', '["later","vip"]']), "contact_id": "p", "rev": 1,
                "contact_name": luck.choice(NAMES), "assignee": luck.choice(("", "ana", "bo")), "place_ms": 0,
                "waiting_ms": 0, "due_ms": 0, "due_kind": "", "next_breach_ms": 253402300799999, "source": "",
                "external_id": "", "last_line": "", "messages": 1, "received_ms": NOW - luck.randrange(9 * DAY),
                "facts": luck.choice(["{}", '{"broken":["reply@1"]}', '{"note":"\\"broken\\":["}']), "updated_seq": 1,
            }  # fmt: skip
            db.execute(WIDE.format(", ".join(row), ", ".join("?" * len(row))), tuple(row.values()))
            words = luck.choice(("the domain is down", "mail bounces", "domain and mail"))
            at = NOW - luck.randrange(9 * DAY)
            db.execute(
                "INSERT INTO message(conv_id, k, seq, kind, author_kind, author, at_ms, body, external_id, "
                "attachments) VALUES (?, 0, ?, 'reply', 'contact', 'x', ?, ?, '', '')",
                (row["id"], n + 1, at, words),
            )
            made.append({**row, "words": words, "at": at})
    return made


def fits(row: dict[str, object], filters: Filters, at: str) -> bool:
    """The same, said plainly."""
    return all(
        (
            filters.who.lower() in str(row["contact_name"]).lower(),
            filters.channel in ("", row["channel"]),
            filters.category.lower() in ("", str(row["category"])),
            not filters.tag or f'"{filters.tag}"' in str(row["tags"]),
            filters.holder in ("", row["assignee"]),
            filters.is_open is None or filters.is_open == bool(row["open"]),
            filters.is_breached is None or filters.is_breached == str(row["facts"]).startswith('{"broken"'),
            filters.after <= int(str(row[at])) < filters.before,
        )
    )


FILTERED = st.builds(
    Filters,
    who=st.sampled_from(["", "mara", "LI", "o'neil_%", "nobody", "%"]),
    channel=st.sampled_from(["", *CHANNELS]),
    category=st.sampled_from(["", "DNS", "mail"]),
    tag=st.sampled_from(["", "later", "vip", "%"]),
    holder=st.sampled_from(["", "ana"]),
    is_open=st.sampled_from([None, True, False]),
    is_breached=st.sampled_from([None, True, False]),
    after=st.sampled_from([0, NOW - 5 * DAY]),
    before=st.sampled_from([253_402_300_799_999, NOW - DAY]),
)


@pytest.fixture(scope="module")
def store() -> tuple[sqlite3.Connection, list[dict[str, object]]]:
    db = open_store(MEMORY)
    return db, fill(db, 7)


@given(FILTERED)
def test_what_is_found_is_what_fits_and_nothing_else(store, filters: Filters):
    db, made = store
    wanted = [str(row["id"]) for row in reversed(made) if fits(row, filters, "received_ms")]
    assert [each.id for each in search_filtered(db, "", filters, 1_000).conversations] == wanted
    words = [str(row["id"]) for row in reversed(made) if "domain" in str(row["words"]) and fits(row, filters, "at")]
    assert [each.conversation_id for each in search_filtered(db, "domain", filters, 1_000).messages] == words
    assert [each.conversation_id for each in search_filtered(db, "domain", filters, 3).messages] == words[:3]


def test_a_search_looks_on_behind_many_that_do_not_fit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("agentconsole.store.searching.filtered_search.LOOKED_AT", 10)
    db = open_store(MEMORY)
    made = fill(db, 3)
    filters = Filters(channel="phone", who="li")
    wanted = [str(row["id"]) for row in reversed(made) if "mail" in str(row["words"]) and fits(row, filters, "at")]
    assert [each.conversation_id for each in search_filtered(db, "mail", filters, 1_000).messages] == wanted
    monkeypatch.setattr("agentconsole.store.searching.filtered_search.MOST_LOOKED_AT", 20)
    assert [each.conversation_id for each in search_filtered(db, "mail", filters, 1_000).messages] == [
        each
        for each in wanted
        if each in {str(row["id"]) for row in [r for r in made if "mail" in str(r["words"])][-20:]}
    ]


def pages_of(db: sqlite3.Connection, words: str, filters: Filters, limit: int) -> list[Found]:
    """Every page there is, while what fits goes on coming in."""
    pages, after = [], TOP
    while True:
        found = search_filtered(db, words, filters, limit, after)
        pages.append(found)
        if found.after is None:
            return pages
        after = found.after
        fill(db, len(pages), 5, first=1_000 * len(pages))


@given(FILTERED, st.integers(1, 40), st.integers(1, 50))
def test_filtered_pages_follow_without_gap_or_repetition_though_more_comes(filters: Filters, limit: int, most: int):
    db = open_store(MEMORY)
    made = fill(db, 9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agentconsole.store.searching.filtered_search.LOOKED_AT", 7)
        patch.setattr("agentconsole.store.searching.filtered_search.MOST_LOOKED_AT", most)
        pages = pages_of(db, "domain", filters, limit)
    assert all(len(page.messages) <= limit for page in pages)
    words = [str(row["id"]) for row in reversed(made) if "domain" in str(row["words"]) and fits(row, filters, "at")]
    assert [each.conversation_id for page in pages for each in page.messages] == words
    db.close()


def test_filters_alone_are_paged_the_same_way():
    db = open_store(MEMORY)
    made = fill(db, 9)
    filters = Filters(channel="chat")
    pages = pages_of(db, "", filters, 4)
    assert {len(page.conversations) for page in pages[:-1]} == {4}
    wanted = [str(row["id"]) for row in reversed(made) if fits(row, filters, "received_ms")]
    assert [each.id for page in pages for each in page.conversations] == wanted


@pytest.mark.parametrize(
    ("typed", "words", "filters"),
    [
        ("domain", "domain", Filters()),
        ("body:domain", "body:domain", Filters()),
        ("http://x.example", "http://x.example", Filters()),
        ("from:mara domain", " domain", Filters(who="mara")),
        ('domain from:"Mara K" down', "domain  down", Filters(who="Mara K")),
        ("channel:ch", "", Filters(channel="chat")),
        ("is:open breached:yes", "", Filters(is_open=True, is_breached=True)),
        ("after:2h", "", Filters(after=NOW - 2 * HOUR)),
        ("before:", "", Filters()),
        ("tag:later by:ana category:dns", "", Filters(tag="later", holder="ana", category="dns")),
    ],
)
def test_filters_stand_among_the_words(typed: str, words: str, filters: Filters):
    asked = read(typed, NOW, 0)
    assert (asked.words, asked.filters, asked.complaint) == (words, filters, "")


def test_days_begin_at_local_midnight():
    east = 2 * HOUR
    asked = read("after:yesterday before:today", NOW, east)
    assert (asked.filters.before + east) % DAY == 0
    assert asked.filters.before - asked.filters.after == DAY
    assert read("after:1970-01-02", NOW, east).filters.after == DAY - east


@pytest.mark.parametrize("typed", ["channel:fax", "is:maybe", "breached:perhaps", "before:soon", "after:2026-13-40"])
def test_a_value_that_means_nothing_is_said(typed: str):
    asked = read(typed, NOW, 0)
    assert asked.complaint.startswith(typed.partition(":")[0])


@given(st.text(max_size=60), st.sampled_from(sorted(FILTERS)), st.text(max_size=40))
def test_no_text_fails(store, words: str, name: str, value: str):
    db, _ = store
    asked = read(f"{words} {name}:{value}", NOW, 0)
    search_filtered(db, asked.words, asked.filters, 5)
    search_filtered(db, "", asked.filters, 5)
    assert conditions(asked.filters, "c.received_ms")[0].count("?") == len(conditions(asked.filters, "x")[1])
