"""Articles at the keyboard: `??`, a few letters, and the text or the link stands there; written while it is fresh."""

from __future__ import annotations

from agentconsole.domain.knowledge.article import Article, Standing
from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle, SaveArticle
from agentconsole.domain.promises.service_levels import DAY
from agentconsole.tui.knowledge_words import body_lines, standing_words
from agentconsole.tui.widgets.composer import Composer
from tests.support.a_shift import a_shift
from tests.support.fake_authority import START
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import Console, a_console
from tests.tui.hostile import BAD
from tests.tui.test_composer import chat

TTL = Article(
    "dns-ttl",
    "DNS changes take a while",
    "A record lives for its **TTL**.\n\n- [look it up](https://dns.example.org)\n\n```\ndig +short x\n```",
    "bo",
    START,
    "dns",
    "https://help.example.org/dns",
    "mo",
    START,
)
MX = Article("mx-records", "Mail after a move", "Set the MX record.", "dana", START)


def with_articles() -> FakeDoor:
    door = a_shift()
    door.knowledge.kept = {each.name: each for each in (TTL, MX)}
    return door


def typed(console: Console) -> str:
    assert isinstance(console.app.focused, Composer)
    return console.app.focused.text


async def test_two_question_marks_and_a_word_bring_the_text_without_its_mark_up(size: str):
    async with a_console(with_articles(), size) as console:
        await console.press("f2")
        await console.type("So: ??")
        assert "ARTICLES: the text goes in" in console.text
        await console.press(*"while")
        assert "A record lives for its TTL." in console.text
        assert "reviewed 2026-09-2" in console.text
        await console.press("enter")
        text = "A record lives for its TTL.\n\n- look it up (https://dns.example.org)\n\n    dig +short x"
        assert typed(console) == f"So: {text}"


async def test_tab_has_the_link_go_in():
    async with a_console(with_articles()) as console:
        await console.press("f2", "ctrl+r", *"while", "tab")
        assert "the link goes in" in console.text
        await console.press("enter")
        assert typed(console) == "DNS changes take a while: https://help.example.org/dns"


async def test_one_without_an_address_has_no_link_and_the_list_stays_so_that_its_text_can_go_in(size: str):
    async with a_console(with_articles(), size) as console:
        await console.press("f2", "ctrl+r", *"move", "tab", "enter")
        assert "! mx-records has no address;" in console.text
        assert "the text goes in" in console.text
        await console.press("enter")
        assert typed(console) == "Set the MX record."


async def test_leaving_the_list_leaves_the_text_as_it_was_and_undo_brings_the_letters_back():
    async with a_console(with_articles()) as console:
        await console.press("f2")
        await console.type("So ??what is this")
        await console.press("escape")
        assert typed(console) == "So "
        await console.press("ctrl+z")
        assert typed(console) == "So ??what is this"


async def test_words_that_nothing_is_found_for_stay_and_that_is_said():
    async with a_console(with_articles()) as console:
        await console.press("f2")
        await console.type("So ??qqxyz")
        await console.press("enter")
        assert typed(console) == "So ??qqxyz"
        assert "Nothing was found for ??qqxyz; it stays in the text." in console.notice


async def test_question_marks_that_end_a_word_are_question_marks():
    async with a_console(with_articles()) as console:
        await console.press("f2")
        await console.type("Really?? And https://x.org/?a=?? ok")
        assert typed(console) == "Really?? And https://x.org/?a=?? ok"


async def test_an_article_is_read_reviewed_and_put_into_the_reply(size: str):
    async with a_console(with_articles(), size) as console:
        await console.press("f2", "escape", "g", "K")
        assert "goes in" not in console.text
        await console.press(*"while", "enter")
        assert "Enter into the reply" in console.text
        assert "dig +short x" in console.text
        await console.press("r")
        assert ReviewArticle("dns-ttl", START) in console.door.performed
        assert "reviewed by you" in console.notice
        await console.press("g", "K", *"while", "enter", "enter")
        assert typed(console).startswith("A record lives")


async def test_ones_own_cannot_be_reviewed_and_that_is_said():
    async with a_console(with_articles()) as console:
        await console.press("g", "K", *"move", "enter", "r")
        assert "somebody else" in console.notice
        await console.press("g", "K", *"move", "enter", "x")
        assert RemoveArticle("mx-records") in console.door.performed


async def test_an_unusual_case_becomes_an_article_straight_from_its_wrap_up():
    async with a_console(with_articles()) as console:
        mara = chat(console.door, 1)
        await console.press("f2", "escape", "e", "1", *["tab"] * 5, "2", "enter")
        assert console.door.conversation(mara).conversation.status == "closed"
        assert "An article from this" in console.text
        assert "mail bounces since the migration" in console.text
        await console.press("tab", "tab", "tab", "2", "enter")
        saved = next(each for each in console.door.performed if isinstance(each, SaveArticle))
        assert saved.name == "mail-bounces-since-the-migration"
        assert saved.body.endswith("Good morning Mara, I am looking at the mail records now.")
        assert saved.seen_at == 0
        assert "draft" in console.notice


async def test_the_palette_writes_one_from_any_conversation_under_a_free_name():
    door = with_articles()
    door.knowledge.kept["mail-bounces-since-the-migration"] = MX
    async with a_console(door) as console:
        await console.press("f2", "ctrl+p", *"write an article", "enter")
        await console.press("tab", "tab", "tab", "2", "enter")
        assert "mail-bounces-since-the-migration-2" in console.door.knowledge.kept


async def test_one_that_cannot_be_kept_is_asked_again_with_what_was_typed():
    async with a_console(with_articles()) as console:
        await console.press("f2", "ctrl+p", *"write an article", "enter", "ctrl+u")
        await console.type("日本")
        await console.press("tab", "tab", "tab", "2", "enter")
        assert "a-z" in console.text
        assert "日本" in console.text


async def test_without_any_it_is_said_how_one_is_kept():
    async with a_console() as console:
        await console.press("f2", "ctrl+r")
        assert "article save" in console.notice


def test_who_vouches_for_it_is_said_with_the_day():
    door = with_articles()
    view = door.knowledge.article("dns-ttl")
    assert standing_words(view, 0) == "reviewed 2026-09-21 by Mo"
    door.later(180 * DAY / 1000)
    assert standing_words(door.knowledge.article("dns-ttl"), 0).endswith("to be read again")
    assert door.knowledge.article("dns-ttl").standing is Standing.STALE
    assert "draft of 2026-09-21 by Dana" in standing_words(door.knowledge.article("mx-records"), 0)


def test_a_long_item_hangs_under_its_sign():
    rows = ["".join(text for text, _ in line) for line in body_lines("- one two three four five six", 12, 9)]
    assert rows == ["- one two", "  three four", "  five six"]


async def test_hostile_articles_are_drawn_as_text_and_put_in_as_text(size: str):
    evil = "[/]\x1b]52;c;eA==\x07\x1b[2J\u202e[@click=app.quit]x[/] **[red**\x9b2J"
    door = with_articles()
    door.knowledge.kept = {
        "dns-ttl": Article("dns-ttl", evil, f"# {evil}\n\n- {evil}\n\n```\n{evil}\n```", evil, START, evil, evil)
    }
    async with a_console(door, size) as console:
        await console.press("f2", "ctrl+r")
        shown = console.drawn
        await console.press("tab")
        shown += console.drawn
        await console.press("enter")
        shown += typed(console)
        await console.press("ctrl+u", "ctrl+r", "enter")
        shown += typed(console)
        await console.press("escape", "g", "K", "enter")
        shown += console.drawn
        assert "click=app.quit" in shown
        assert not set(shown.replace("\n", "")) & set(BAD)
