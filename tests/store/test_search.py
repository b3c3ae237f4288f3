"""Search: what agents type finds what they mean, and no text is ever an operator."""

import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.store.searching import vocabulary
from agentconsole.store.searching.filtered_search import search_filtered
from agentconsole.store.searching.filters import Filters
from agentconsole.store.searching.newest_messages import LOOKED_THROUGH, look_through
from agentconsole.store.searching.search import NEWEST, NONE_LEFT, TOP, Found, Place, from_index, search
from agentconsole.store.searching.snippets import SNIPPET_CHARS, Snippet, snippet_of
from agentconsole.store.searching.spellings import MOST
from agentconsole.store.searching.vocabulary import FEW, spelled_out
from agentconsole.store.searching.words import WORDS_USED, expression
from agentconsole.store.sqlite import MEMORY, open_store, unit_of_work
from tests.store.builders import contact, conversation, message
from tests.support.full_text import index_agrees, rebuild_index


@pytest.fixture(scope="module")
def store() -> sqlite3.Connection:
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        message(connection, 1, "My domain foo-bar.example is down since Monday")
        message(connection, 2, "Žluťoučký kůň žádá o přenos domény")
        message(connection, 3, 'She said "AND" OR NOT NEAR(x y) and left')
        message(connection, 4, "mail an info@müller.example kommt zurück, 550 5.1.1")
        message(connection, 5, "the DOMAIN again")
        contact(connection, "p-1", "Mara Žitná", "mara@example.org", "+420 601 234 567")
        conversation(connection, "c-1", "Domain transfer")
    return connection


def bodies(found: Found) -> list[int]:
    return [each.n for each in found.messages]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("domain", [5, 1]),
        ("domai", [5, 1]),
        ("domai ", []),
        ("DOMAIN monday", [1]),
        ("domain nowhere", []),
        ("zlutoucky", [2]),
        ("ŽLUŤ", [2]),
        ("foo-bar", [1]),
        ("foo-bar.example", [1]),
        ("info@muller.example", [4]),
        ("5.1.1", [4]),
        ("AND", [3]),
        ("NOT", [3]),
        ("NEAR(x", [3]),
        ('"AND"', [3]),
        ('said "AND', [3]),
        ("body:domain", []),
        ("^domain", [5, 1]),
        ("-domain", [5, 1]),
        ("domain*", [5, 1]),
        ("{domain}", [5, 1]),
    ],
)
def test_what_is_typed_is_looked_for_word_by_word(store: sqlite3.Connection, typed: str, found: list[int]):
    assert bodies(search(store, typed, 10)) == found


@pytest.mark.parametrize("typed", ["", " ", "\0", "---", '"', '""', "*", "()", "…", "🙂", "‮", "\ud800", "́", "\n\n"])
def test_text_without_a_word_finds_nothing(store: sqlite3.Connection, typed: str):
    assert search(store, typed, 10) == Found()


def test_contacts_are_found_by_name_address_and_number(store: sqlite3.Connection):
    for typed in ("zitna", "mara@example.org", "mara@exam", "+420 601", "601 234 567"):
        assert [each.id for each in search(store, typed, 5).contacts] == ["p-1"], typed
    assert [each.id for each in search(store, "transf", 5).conversations] == ["c-1"]


PIECES = [*"\"'*^:(){}+-.,;\\ \0\n\t%_", "AND", " OR ", "NOT ", "NEAR(", "a", "ž", "漢", chr(0xD800)]
NASTY = st.lists(st.sampled_from(PIECES)).map("".join)


@given(st.one_of(st.text(), NASTY), st.integers(1, 5))
def test_no_text_is_an_error_and_none_brings_more_than_asked(store: sqlite3.Connection, typed: str, limit: int):
    found = search(store, typed, limit)
    assert len(found.messages) <= limit
    assert bodies(found) == sorted(bodies(found), reverse=True)
    for each in found.messages:
        for start, end in each.snippet.found:
            assert 0 <= start < end <= len(each.snippet.text)


@given(st.text(min_size=1))
def test_an_expression_is_nothing_but_quoted_words(typed: str):
    without_words = re.sub(r'"(?:[^"]|"")*"\*?', "w", expression(typed))
    assert re.fullmatch(r"|(?:w|\(w(?: OR w)+\))(?: AND (?:w|\(w(?: OR w)+\)))*", without_words)


@given(st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=30))
def test_a_word_of_a_message_is_found_by_itself(word: str):
    connection = open_store(MEMORY)
    message(connection, 1, f"before {word} after")
    assert bodies(search(connection, word, 1)) == [1]
    connection.close()


LETTERS = ["a", "ab", "B", "é", "E\u0301", "ß", "1", "_", "-", ".", "'", " ", " ", "\n", "漢", "İ", "ﬁ"]
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=30).map("".join)


@given(st.lists(TEXTS, max_size=8), st.lists(st.sampled_from(["ab", "é", "a-b", "1"]), max_size=2), st.integers(1, 5))
def test_reading_the_newest_finds_what_the_index_finds(texts: list[str], whole: list[str], limit: int):
    connection = open_store(MEMORY)
    for n, text in enumerate(texts, 1):
        message(connection, n, text)
    for begun in ("a", "ab", "e", "1"):
        words = [*whole, begun]
        newest = look_through(connection, " ".join(whole), begun, limit, NEWEST)
        indexed = from_index(connection, expression(" ".join(words)), begun, limit, NEWEST)
        assert newest.is_all
        assert [each.n for each in newest.found] == [each.n for each in indexed], words
    connection.close()


def test_a_begun_word_that_the_newest_do_not_hold_is_left_to_the_index():
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        message(connection, 1, f"the zebra {' '.join(f'z{n}' for n in range(FEW))}")
        message(connection, 2, "x" * 5_000 + " zoo")
        for n in range(3, LOOKED_THROUGH + 3):
            message(connection, n, "nothing")
    assert bodies(search(connection, "the z", 5)) == [1]
    assert bodies(search(connection, "z", 5)) == [2, 1]
    assert bodies(search(connection, "zo", 5)) == [2]


@given(
    st.lists(TEXTS, max_size=8),
    st.sampled_from(["", "ab ", "é ", "a-b ", "1 é "]),
    st.integers(1, 5),
    st.integers(0, 3),
)
def test_the_words_spelled_out_find_what_the_begun_one_finds(texts: list[str], whole: str, limit: int, few: int):
    connection = open_store(MEMORY)
    for n, text in enumerate(texts, 1):
        message(connection, n, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "FEW", few)
        for begun in ("a", "AB", "e", "1", "xy"):
            named = spelled_out(connection, whole + begun)
            indexed = from_index(connection, expression(whole + begun), begun, limit, NEWEST)
            found = from_index(connection, named, begun, limit, NEWEST) if named else indexed
            assert [each.n for each in found] == [each.n for each in indexed], (whole, begun)
            assert bodies(search(connection, whole + begun, limit)) == [each.n for each in indexed], (whole, begun)
    connection.close()


def test_words_are_spelled_out_where_few_begin_so_on_a_reader_that_stays_one(tmp_path: Path):
    path = tmp_path / "store.db"
    with closing(open_store(path)) as writer:
        message(writer, 1, "invoice invoices " + " ".join(f"in{n}" for n in range(FEW)))
    with closing(open_store(path, read_only=True)) as reader:
        assert spelled_out(reader, "the invo") == '("the") AND ("invoice" OR "invoices")'
        assert spelled_out(reader, "in") == ""
        assert spelled_out(reader, "invoice ") == ""
        with pytest.raises(sqlite3.OperationalError):
            reader.execute("CREATE TEMP TABLE t(x)")


def test_a_begun_word_is_marked_where_it_begins():
    connection = open_store(MEMORY)
    message(connection, 1, "Help, the Pläne of the mail\nserver")
    (found,) = search(connection, "mail p", 1).messages
    assert found.snippet.text == "Help, the Pläne of the mail server"
    assert [found.snippet.text[start:end] for start, end in found.snippet.found] == ["P", "mail"]


def test_a_pasted_mail_is_not_a_query(store: sqlite3.Connection):
    assert expression("paper " * 100_000).count('"') == 2 * WORDS_USED
    assert expression("goldosslaeue " * 100_000).count('"') <= 2 * WORDS_USED * MOST
    assert search(store, "x" * 1_000_000, 5) == Found()


def pages_of(connection: sqlite3.Connection, typed: str, limit: int, comes: Callable[[int], None]) -> list[Found]:
    """Every page there is; `comes` is called between them."""
    pages, after = [], TOP
    while True:
        found = search(connection, typed, limit, after)
        pages.append(found)
        if found.after is None:
            return pages
        after = found.after
        assert len(pages) < 100, "it turns in a circle"
        comes(len(pages))


@pytest.mark.parametrize("typed", ["again", "again ", "aga", "a"])
def test_pages_follow_without_gap_or_repetition_though_more_comes(typed: str):
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        for n in range(1, 26):
            message(connection, n, "again and again" if n % 2 else "nothing")
            contact(connection, f"p-{n}", "Again " * (1 + n % 3))
            conversation(connection, f"c-{n}", "again")

    def comes(n: int) -> None:
        message(connection, 100 + n, "again, newer than the search")
        contact(connection, f"new-{n}", "Again Again Again")
        conversation(connection, f"new-{n}", "again")

    pages = pages_of(connection, typed, 8, comes)
    assert all(len(page.messages) + len(page.contacts) + len(page.conversations) <= 8 for page in pages)
    assert [each.n for page in pages for each in page.messages] == list(range(25, 0, -2))
    others = [] if typed == "a" else list(range(25, 0, -1))
    talks = [each.id for page in pages for each in page.conversations]
    assert [id for id in talks if id.startswith("c-")] == [f"c-{n}" for n in others]
    people = [each.id for page in pages for each in page.contacts]
    assert len(people) == len(set(people))
    assert {id for id in people if id.startswith("p-")} == {f"p-{n}" for n in others}
    connection.close()


@given(st.integers(1, 9), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_every_page_brings_something_and_together_they_bring_all(limit: int, messages: int, people: int, talks: int):
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        for n in range(messages):
            message(connection, n + 1, "the domain")
        for n in range(people):
            contact(connection, f"p-{n}", "Domain")
        for n in range(talks):
            conversation(connection, f"c-{n}", "domain")
    pages = pages_of(connection, "domain", limit, lambda _: None)
    sizes = [len(page.messages) + len(page.contacts) + len(page.conversations) for page in pages]
    assert sum(sizes) == messages + people + talks
    assert max(sizes) <= limit
    assert 0 not in sizes[:-1]
    connection.close()


def test_a_long_body_shows_the_find_in_one_pass():
    connection = open_store(MEMORY)
    with unit_of_work(connection):
        message(connection, 1, "| a | x |\n" * 20_000 + "the Needle is here " + "| a | x |\n" * 20_000)
        message(connection, 2, "Ž" * 3_000 + " and no needle word of ours: nádoba")
    snippet = search(connection, "needle a x", 9).messages[-1].snippet
    assert [snippet.text[a:b] for a, b in snippet.found] == ["Needle"]
    assert search(connection, "a x", 9).messages[-1].snippet.found[:3] == ((2, 3), (6, 7), (12, 13))
    assert bodies(search(connection, "nadoba", 9)) == [2]


def test_a_snippet_is_one_plain_line_and_says_where():
    connection = open_store(MEMORY)
    message(connection, 1, "first line\nsecond [b]line[/b] with the needle\tand\x85 more")
    (found,) = search(connection, "needle second", 1).messages
    text = found.snippet.text
    assert text == "first line second [b]line[/b] with the needle and  more"
    assert [text[start:end] for start, end in found.snippet.found] == ["second", "needle"]


@pytest.mark.parametrize("more", [40, 4_000])
@pytest.mark.parametrize("typed", ["needle", "needl", "needle "])
def test_a_snippet_cut_off_in_front_says_so_and_begins_with_a_whole_word(typed: str, more: int):
    connection = open_store(MEMORY)
    message(connection, 1, f"{'word ' * 100}one needle in it {'rest ' * more}")
    (found,) = search(connection, typed, 1).messages
    text = found.snippet.text
    assert text.removeprefix("…").startswith("word word ")
    assert text.startswith("…")
    assert [text[start:end] for start, end in found.snippet.found] == [typed.strip()]


def test_a_snippet_of_a_giant_word_is_short_and_holds_the_find():
    connection = open_store(MEMORY)
    message(connection, 1, "start" + "x" * 1_000_000)
    (found,) = search(connection, "startx", 1).messages
    assert len(found.snippet.text) == SNIPPET_CHARS
    assert found.snippet.found == ((0, len("startx")),)


@given(st.text(st.sampled_from(["a", " ", "\ufdd0", "\ufdd1", "\0", "\n"])))
def test_text_with_our_own_marks_does_no_harm(text: str):
    snippet = snippet_of(text)
    assert isinstance(snippet, Snippet)
    assert set(snippet.text) <= set("a …")
    assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.found)


def test_the_index_follows_every_change_and_can_be_rebuilt(first_seed: int):
    chance = random.Random(first_seed)
    connection = open_store(MEMORY)
    words = ["alpha", "beta", "gamma", "delta"]
    for step in range(400):
        n, text = chance.randrange(1, 30), " ".join(chance.choices(words, k=3))
        match chance.randrange(5):
            case 0:
                connection.execute("DELETE FROM message WHERE n = ?", (n,))
            case 1:
                connection.execute("UPDATE message SET body = ? WHERE n = ?", (text, n))
            case 2:
                connection.execute("INSERT OR REPLACE INTO contact VALUES (?, ?, '', '')", (f"p-{n}", text))
            case 3:
                connection.execute("DELETE FROM conversation WHERE id = ?", (f"c-{n}",))
                conversation(connection, f"c-{n}", text)
            case _:
                connection.execute("DELETE FROM message WHERE n = ?", (n,))
                message(connection, n, text)
        if step % 50 == 0:
            assert index_agrees(connection), f"step {step}"
    assert index_agrees(connection)
    connection.execute("INSERT INTO message_fts(message_fts) VALUES ('delete-all')")
    assert not index_agrees(connection)
    with unit_of_work(connection):
        rebuild_index(connection)
    assert index_agrees(connection)


def test_an_update_that_leaves_the_words_alone_does_not_touch_the_index():
    connection = open_store(MEMORY)
    conversation(connection, "c-1", "Domain transfer")
    before = connection.execute("SELECT id, block FROM conversation_fts_data ORDER BY id").fetchall()
    connection.execute("UPDATE conversation SET subject = subject, rev = rev + 1, assignee = 'ana'")
    assert connection.execute("SELECT id, block FROM conversation_fts_data ORDER BY id").fetchall() == before


def asked_of(connection: sqlite3.Connection, typed: str, after: Place = TOP) -> set[str]:
    """The indexes that a search asks."""
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    search(connection, typed, 20, after)
    connection.set_trace_callback(None)
    return {name for name in ("contact_fts", "conversation_fts", "message_fts") for sql in asked if name in sql}


def test_an_index_in_which_nothing_is_left_is_not_asked(store: sqlite3.Connection):
    everything = {"contact_fts", "conversation_fts", "message_fts"}
    assert asked_of(store, "domain ") == everything
    assert asked_of(store, "d") <= {"message_fts"}
    assert asked_of(store, "domain ", Place(message=NONE_LEFT)) == everything - {"message_fts"}
    assert asked_of(store, "domain ", Place(contact=NONE_LEFT)) == everything - {"contact_fts"}
    assert asked_of(store, "domain ", Place(conversation=NONE_LEFT)) == everything - {"conversation_fts"}


@pytest.mark.parametrize("bulk", [0, 300], ids=["read through", "by the index"])
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("sussmuth", "Süßmuth"),
        ("suessmuth", "Süßmuth"),
        ("Süßmuth", "Suessmuth"),
        ("strauss", "Strauß"),
        ("Weiß", "Weiss"),
        ("orsted", "Ørsted"),
        ("oersted", "Ørsted"),
        ("lukasz", "Łukasz"),
        ("mueller", "Müller"),
        ("aero", "Ærø"),
    ],
)
def test_a_name_is_found_however_its_letters_are_spelt(typed: str, written: str, bulk: int):
    with closing(open_store(MEMORY)) as connection:
        with unit_of_work(connection):
            message(connection, 1, f"Regards, {written} of Bergen")
            for n in range(2, 2 + bulk):
                message(connection, n, "of something else in Bergen")
            contact(connection, "p-1", f"Ana {written}", "ana@example.org", "")
            conversation(connection, "c-1", f"For {written}")
        for text in (typed, f"{typed} ", f"{typed} berg"):
            assert bodies(search(connection, text, 10)) == [1], text
            assert bodies(search_filtered(connection, text, Filters(), 10)) == [1], text
        found = search(connection, typed, 10)
        assert ([each.id for each in found.contacts], [each.id for each in found.conversations]) == (["p-1"], ["c-1"])
