"""The queue narrowed by what is typed: over everything that is open, page by page, in words that can be kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection
from threading import Event, get_ident
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentconsole.domain.commands import Categorise, Claim, Note, Tag
from agentconsole.domain.promises.service_levels import MINUTE
from agentconsole.domain.saved_views import SavedView
from agentconsole.domain.team.agent import Agent
from agentconsole.domain.terms import Channel
from agentconsole.store import queries
from agentconsole.store.queue_rows import Narrow
from agentconsole.store.sqlite import open_store
from agentconsole.workspace.filtered_queue import Asked, FilteredQueue, Found
from agentconsole.workspace.queue_text import complaint, opened, typed, written
from agentconsole.workspace.queue_views import QueueFilter, Scope
from tests.sync.consoles import PATIENCE, Console, a_console, until

T = TypeVar("T")

EVERYTHING = QueueFilter(Scope.ALL)


def read(console: Console, look: Callable[[], T]) -> T:
    """What a screen has read once the page is found: the first look only asks."""
    look()
    filtered = console.workspace._filtered
    until(lambda: filtered._coming is None or filtered._coming[1].done())
    return look()


def shown(console: Console, text: str, base: QueueFilter = EVERYTHING) -> list[str]:
    page = read(console, lambda: console.workspace.queue(typed(text, base)))
    assert page.total == len(page.rows)
    return [row.id for row in page.rows]


def test_tags_categories_names_channels_and_holders_narrow_the_queue(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        everything = shown(console, "")
        console.workspace.perform(Tag("1002", add=("dns",)))
        console.workspace.perform(Categorise("1001", "mail"))
        console.workspace.perform(Claim("1003"))
        console.settle()
        assert shown(console, "tag:dns") == ["1002"]
        assert shown(console, "category:MAIL") == ["1001"]
        assert shown(console, "channel:chat") == everything
        assert shown(console, "channel:ticket") == []
        assert shown(console, "by:dana") == ["1003"]
        assert shown(console, "whose:mine") == ["1003"]
        assert shown(console, "tag:dns category:mail") == []
        name = console.workspace.row("1002").contact_name
        assert "1002" in shown(console, f'from:"{name}"')
        assert shown(console, "#1002 tag:dns") == ["1002"]
        assert shown(console, "#1002 tag:mx") == []


def test_a_holder_is_named_as_people_name_a_colleague_and_one_of_several_is_asked_for():
    team = (
        Agent("dana", "Dana Brook"),
        Agent("dm", "Dana Møller"),
        Agent("bo", "Bo"),
    )
    for words in ("by:dm", "by:DM", "by:møller", "by:Dana Møller", 'by:"dana møller"'):
        assert typed(f"{words} dns", EVERYTHING, team).text == "by:dm dns"
    assert typed("by:dana", EVERYTHING, team).text == "by:dana", "an id is nobody else's name"
    assert typed("dns by:Bo", EVERYTHING, team).text == "dns by:bo"
    assert typed("by:noor", EVERYTHING, team).text == "by:noor"
    others = (*team[1:], Agent("d", "Dana Brook"))
    assert complaint("by:Dana", others) == "by: several are called so: Dana Møller (by:dm), Dana Brook (by:d)."


def test_filters_find_beyond_the_loaded_page_and_are_paged_by_key(tmp_path: Path):
    with a_console(tmp_path / "s.db", chats=30) as console:
        tagged = [row.id for row in console.workspace.queue(EVERYTHING).rows][1::2]
        for each in tagged:
            console.workspace.perform(Tag(each, add=("dns",)))
        console.settle()
        chosen, found, after = typed("tag:dns", EVERYTHING), list[str](), None
        while True:
            behind = after
            page = read(console, lambda: console.workspace.queue(chosen, behind, limit=4))  # noqa: B023 (read at once)
            found += [row.id for row in page.rows]
            if not page.has_more:
                break
            after = page.rows[-1].position
        assert found == tagged
        last = console.workspace.row(found[-1]).position
        before = read(console, lambda: console.workspace.queue_before(chosen, last, limit=3))
        assert [row.id for row in before] == tagged[-4:-1]


@pytest.mark.parametrize(
    "chosen",
    [
        typed("channel:chat", EVERYTHING),
        QueueFilter(channel=Channel.CHAT),
        replace(EVERYTHING, channel=Channel.CHAT),
    ],
)
def test_a_filtered_view_keeps_no_key_waiting_and_what_is_found_is_told_like_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: QueueFilter
):
    found, may_answer = queries.queue_page, Event()

    def slow(*asked: Any, **more: Any) -> list[queries.QueueEntry]:
        assert may_answer.wait(PATIENCE)
        return found(*asked, **more)

    monkeypatch.setattr("agentconsole.workspace.filtered_queue.queries.queue_page", slow)
    with a_console(tmp_path / "s.db") as console:
        told = Event()
        stop = console.workspace.subscribe(told.set)
        first = console.workspace.queue(chosen)
        assert (first.rows, first.is_looked_for) == ((), True)
        may_answer.set()
        assert told.wait(PATIENCE)
        until(lambda: not console.workspace.queue(chosen).is_looked_for)
        assert len(console.workspace.queue(chosen).rows) == 3
        console.workspace.perform(Tag("1001", add=("late",)))
        console.settle()
        may_answer.clear()
        told.clear()
        assert len(console.workspace.queue(chosen).rows) == 3, "what was found last, at once"
        may_answer.set()
        assert told.wait(PATIENCE)
        stop()


@pytest.mark.parametrize("scope", list(Scope))
def test_no_view_but_whose_it_is_and_what_breaks_soon_is_read_in_the_screens_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: Scope
):
    here, asked = get_ident(), list[str]()
    found = queries.queue_page

    def noted(db: Connection, narrow: Narrow, *more: Any, **named: Any) -> list[queries.QueueEntry]:
        asked.append("here" if get_ident() == here else "beside")
        return found(db, narrow, *more, **named)

    monkeypatch.setattr(queries, "queue_page", noted)
    narrowed = {"channel": Channel.PHONE, "category": "dns", "contact_id": "1", "text": "mail"}
    with a_console(tmp_path / "s.db") as console:
        for name, value in narrowed.items():
            for at_risk in (False, True):
                read(console, lambda: console.workspace.queue(QueueFilter(scope, at_risk=at_risk, **{name: value})))  # noqa: B023 (read at once)
        assert set(asked) == {"beside"}
        asked.clear()
        console.workspace.queue(QueueFilter(scope))
        console.workspace.queue(QueueFilter(scope, at_risk=True))
        console.workspace.queue(QueueFilter(scope, text="#1002"))
        assert set(asked) == {"here"}


def test_a_store_that_changes_all_the_time_does_not_starve_the_view(tmp_path: Path):
    asked = list[Future[Found]]()

    class Slow:
        def put(self, _look: Callable[[Connection], Found]) -> Future[Found]:
            asked.append(Future())
            return asked[-1]

    filtered, page = FilteredQueue(Slow(), lambda: None), Asked(EVERYTHING, 10, None, None)  # type: ignore[arg-type]  # all it needs
    for version in range(5):
        assert filtered.page(page, Narrow(), version, 0) is None
    assert len(asked) == 1
    asked[0].set_result(Found((), 7, True, 0, 0))
    found = filtered.page(page, Narrow(), 5, 0)
    assert found is not None
    assert found.total == 7
    assert len(asked) == 2
    asked[1].set_result(Found((), 8, True, 5, 0))
    assert filtered.page(page, Narrow(), 5, 0) == Found((), 8, True, 5, 0)
    assert len(asked) == 2, "an unchanged store is not asked again"
    filtered.page(page, Narrow(), 5, MINUTE)
    assert len(asked) == 3, "but what is counted from now is"


def test_a_breach_is_found_once_it_is_on_record(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        assert shown(console, "breached:yes") == []
        assert shown(console, "breached:no") == shown(console, "")
        with closing(open_store(console.store)) as db:
            db.execute("UPDATE conversation SET facts = json_set(facts, '$.broken', json('[1]')) WHERE id = '1002'")
        assert shown(console, "breached:yes") == ["1002"]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("chanel:chat", "write channel:chat"),
        ("form:mara", "write from:mara"),
        ("held:bo", "no such filter: held: there are after, before, breached, by,"),
        ("agent:bo mail", "no such filter: agent:"),
        ("channel:fax", "phone, ticket, chat"),
        ("whose:bo", "both, mine, waiting, all"),
        ("risk:maybe", "yes, no"),
        ("is:closed", "the search finds"),
        ("before:someday", "3d, 2h"),
        ("breached:perhaps", "yes or no"),
    ],
)
def test_what_means_nothing_is_said_in_a_sentence(text: str, because: str):
    assert because in complaint(text)
    assert complaint(text).endswith(".")
    with pytest.raises(ValueError, match=because.split(",", maxsplit=1)[0]):
        typed(text, QueueFilter())


def test_a_word_with_a_colon_and_an_address_are_no_filter():
    assert complaint("error: 403 https://example.org/a re:") == ""


def test_a_channel_that_is_typed_where_one_is_shown_is_kept_once():
    words = "channel:ticket breached:yes"
    assert written(typed(words, QueueFilter(channel=Channel.TICKET))) == words


FILTERS = st.builds(
    QueueFilter,
    scope=st.sampled_from(Scope),
    channel=st.none() | st.sampled_from(Channel),
    at_risk=st.booleans(),
    text=st.sampled_from(["", "tag:dns", "mx record", "from:mara breached:yes", "#4502", "café: né"]),
)


@given(FILTERS)
def test_a_view_that_is_written_down_means_the_same_again(chosen: QueueFilter):
    again = typed(written(chosen), QueueFilter())
    assert (again.scope, again.at_risk) == (chosen.scope, chosen.at_risk)
    assert written(again) == written(chosen)
    text = written(chosen)
    if text:
        assert opened(SavedView("x", text)).name == "x"


@given(st.text(max_size=60))
def test_no_words_break_the_filter(text: str):
    said = complaint(text)
    assert said == "" or said.endswith(".")


def test_notes_and_replies_do_not_count_as_words_of_the_queue(tmp_path: Path):
    with a_console(tmp_path / "s.db") as console:
        console.workspace.perform(Note("1001", "zebra"))
        console.settle()
        assert shown(console, "zebra") == []
