"""A poke says when to pull and of what it is a trace; a stream of any kind is read without a fault."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from agentconsole.backends.poke import MOST_TOLD, TRACES, Poke, read, trace, written


def lines(told: bytes) -> list[str]:
    return told.decode().split("\n")


def test_what_is_written_is_read():
    told = written("e", 7, 40, {3, 200}) + written("e", 8, 0, ())
    assert list(read(lines(told))) == [Poke(40, frozenset({3, 200})), Poke()]


def test_a_poke_about_very_many_is_about_nobody_in_particular():
    assert list(read(lines(written("e", 7, 40, set(range(MOST_TOLD + 1)))))) == [Poke(40)]


def test_an_older_server_says_no_traces_and_an_older_console_finds_its_data_where_it_was():
    assert list(read(["id: e:7", "data: 40", "", ": here", "data:", "data: soon"])) == [Poke(40), Poke(), Poke()]
    assert [each for each in lines(written("e", 7, 40, {3})) if each.startswith("data:")] == ["data: 40"]


def test_a_trace_is_of_many_conversations_and_hardly_of_two_at_once():
    found = Counter(trace(str(number)) for number in range(1001, 6121))
    assert set(found) == set(range(TRACES))
    assert max(found.values()) < 3 * 5120 / TRACES


@given(st.lists(st.text()))
def test_whatever_a_stream_says_is_read_to_its_end(told: list[str]):
    for each in read([f"about:{words}" for words in told] + [f"data:{words}" for words in told]):
        assert 0 <= each.spread_ms < 10**6
        assert len(each.about) <= MOST_TOLD
