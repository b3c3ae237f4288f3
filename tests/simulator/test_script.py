"""Scripts of the simulator: the fixtures are complete, fictional and branch as written; broken ones are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from agentconsole.domain.team.agent import Role
from agentconsole.domain.terms import Channel
from agentconsole.simulator.reading import ScriptError
from agentconsole.simulator.script import (
    Part,
    Persona,
    Script,
    Turn,
    answer,
    cue,
    load_agent_lines,
    load_hostile,
    load_scripts,
    load_team,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
SCRIPTS = (*load_scripts(FIXTURES), *load_scripts(FIXTURES, "affected"))
TEAM = load_team(FIXTURES)
LINES = load_agent_lines(FIXTURES)
HOSTILE = load_hostile(FIXTURES)

LANGUAGES = {"en", "de", "fr", "es", "cs", "pt", "it", "pl", "ja", "zh", "ar", "he", "hi"}

RESERVED_NAMES = {"example", "test", "invalid"}

REAL_ENDINGS = re.compile(
    r"\b[\w-]+\.(com|net|org|info|biz|io|eu|de|fr|es|cz|pt|it|pl|jp|cn|tw|ae|il|in|uk|ie|nl|se|no|ua|us|mx|dev|app)\b"
)

HOST_IN_TEXT = re.compile(r"(?:@|https?://(?:[\w.]+@)?)([\w.-]*\w\.[\w-]*[^\W\d_])")

RESERVED_NUMBERS = re.compile(
    r"\+44 7700 900\d{3}|\+44 20 7946 0\d{3}"  # kept free for drama by the British regulator
    r"|\+1 \d{3} 555 01\d{2}"  # 555-0100 to 555-0199, kept free in the North American plan
    r"|\+49 30 23125 \d{3}|\+49 69 90009 \d{3}"  # kept free for drama by the German regulator
    r"|\+33 1 99 00 \d{2} \d{2}|\+33 6 39 98 \d{2} \d{2}"  # the same in France
    r"|\+353 20 91\d \d{4}"  # the same in Ireland
    r"|\+\d{2,3} 00 555 \d{4}"  # no area code is 00: dials nowhere
)

ADDRESSES = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")

DOCUMENTATION = ("192.0.2.", "198.51.100.", "203.0.113.")


def conversation(**changes: object) -> str:
    """The TOML of one small conversation, with some of its words replaced or, when None, left out."""
    words: dict[str, object] = {
        "id": '"a"',
        "channel": '"chat"',
        "language": '"en"',
        "subject": '"s"',
        "category": '"dns"',
        "mood": '"calm"',
        "patience": 60,
        "contact": '{name = "N"}',
        "opening": '["hello"]',
        "turn": '[{when = ["dns"], says = ["ah"], otherwise = ["what?"]}]',
        "impatient": '["still there?"]',
        "leaves": '["bye"]',
        "thanks": '["thanks"]',
    } | changes
    body = "\n".join(f"{word} = {value}" for word, value in words.items() if value is not None)
    return f"[[conversation]]\n{body}\n"


def load_one(folder: Path, text: str) -> tuple[Script, ...]:
    """The scripts of a folder with one file, `theme.toml`."""
    (folder / "conversations").mkdir()
    (folder / "conversations" / "theme.toml").write_text(text, encoding="utf-8")
    return load_scripts(folder)


def texts(script: Script) -> Iterator[str]:
    """Everything the contact might say."""
    yield from (script.subject, script.contact.email, *script.opening, *script.impatient, *script.leaves)
    yield from (*script.thanks, *script.returns)
    for turn in script.turns:
        for burst in (*turn.says, *turn.otherwise):
            yield from (burst,) if isinstance(burst, str) else burst


def test_there_are_enough_conversations_on_every_channel() -> None:
    count = Counter(script.channel for script in SCRIPTS)
    assert count[Channel.CHAT] >= 30
    assert count[Channel.TICKET] >= 22
    assert count[Channel.PHONE] >= 14


def test_every_language_is_spoken_and_every_mood_felt() -> None:
    assert {script.language for script in SCRIPTS} >= LANGUAGES
    assert len({script.mood for script in SCRIPTS}) == 7


def test_every_category_of_the_team_has_conversations_and_no_other_is_used() -> None:
    assert {script.category for script in SCRIPTS} == {category.id for category in TEAM.categories}


def test_every_conversation_has_two_turns_and_patience_that_fits_its_channel() -> None:
    longest = {Channel.PHONE: 60, Channel.CHAT: 300, Channel.TICKET: 2400}
    for script in SCRIPTS:
        assert 2 <= len(script.turns) <= 5, script.id
        assert 20 <= script.patience <= longest[script.channel], script.id


def test_a_word_of_every_turn_leads_to_its_branch_and_anything_else_to_the_other() -> None:
    for script in SCRIPTS:
        for index, turn in enumerate(script.turns):
            for word in turn.when:
                said = answer(script, index, f"well, {word.upper()}!", Random(1))
                assert said in spoken(turn.says), (script.id, index, word)
            assert answer(script, index, "…", Random(1)) in spoken(turn.otherwise), (script.id, index)


def test_both_branches_of_every_turn_are_reachable_by_what_our_agents_say() -> None:
    for script in SCRIPTS:
        heard = [text.casefold() for text in sayable(script)]
        for index, turn in enumerate(script.turns):
            hits = [any(word.casefold() in text for word in turn.when) for text in heard]
            assert any(hits), f"{script.id}: nobody says what turn {index + 1} waits for"
            assert not all(hits), f"{script.id}: turn {index + 1} never says its `otherwise`"


def spoken(bursts: tuple[str | tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """The branch as `answer` gives it."""
    return [(burst,) if isinstance(burst, str) else burst for burst in bursts]


def sayable(script: Script) -> list[str]:
    """Every line an agent may choose in this conversation."""
    return [text for part in Part for text in LINES.variants(part, script.channel, script.category, script.language)]


def test_the_same_seed_gives_the_same_answers() -> None:
    def walk(seed: int) -> list[tuple[str, ...]]:
        pick = Random(seed)
        return [answer(script, index, "now", pick) for script in SCRIPTS for index in range(len(script.turns) + 1)]

    assert walk(7) == walk(7)
    assert walk(7) != walk(8)


def test_after_the_last_turn_the_contact_says_thanks() -> None:
    script = SCRIPTS[0]
    assert answer(script, len(script.turns), "anything", Random(1))[0] in script.thanks


def test_a_good_agent_finds_the_words_every_turn_waits_for() -> None:
    pick = Random(3)
    for script in SCRIPTS:
        for index, turn in enumerate(script.turns):
            assert turn.hears(cue(script, index, LINES, pick)), (script.id, index)


def test_a_good_agent_does_not_repeat_a_line_while_another_fits() -> None:
    script = next(script for script in SCRIPTS if script.id == "backup-deleted-folder")
    first = cue(script, 1, LINES, Random(1))
    assert cue(script, 1, LINES, Random(1), {first}) != first


def test_a_good_agent_closes_when_all_turns_are_used() -> None:
    for script in SCRIPTS:
        closing = LINES.variants(Part.CLOSING, script.channel, script.category, script.language)
        assert cue(script, len(script.turns), LINES, Random(1)) in closing


def test_several_short_messages_come_as_one_burst() -> None:
    turn = Turn(otherwise=(("wait", "YES"),))
    script = Script(
        "a",
        Channel.CHAT,
        "en",
        "s",
        "dns",
        SCRIPTS[0].mood,
        60,
        Persona("N"),
        ("hi",),
        (turn,),
        ("?",),
        ("bye",),
        ("ta",),
    )
    assert answer(script, 0, "now?", Random(1)) == ("wait", "YES")


def test_contacts_live_at_addresses_and_numbers_kept_free_for_fiction() -> None:
    for script in SCRIPTS:
        email, phone = script.contact.email, script.contact.phone
        assert not email or email.endswith(".example"), script.id
        assert not phone or RESERVED_NUMBERS.fullmatch(phone), (script.id, phone)


def test_no_real_host_is_named_anywhere() -> None:
    for script in SCRIPTS:
        for text in texts(script):
            assert not REAL_ENDINGS.search(text), (script.id, REAL_ENDINGS.search(text))
            for host in HOST_IN_TEXT.findall(text):
                assert host.rsplit(".", 1)[-1] in RESERVED_NAMES, (script.id, host)


def test_no_host_in_a_link_of_the_hostile_inputs_is_real() -> None:
    for payload in HOSTILE:
        if payload.repeat > 1000:
            continue
        for host in HOST_IN_TEXT.findall(payload.text()):
            assert host.rsplit(".", 1)[-1] in RESERVED_NAMES, (payload.name, host)


def test_addresses_of_machines_are_the_ones_kept_for_documentation() -> None:
    for script in SCRIPTS:
        for text in texts(script):
            for address in ADDRESSES.findall(text):
                assert address.startswith(DOCUMENTATION), (script.id, address)


def test_the_team_is_six_agents_and_a_lead() -> None:
    roles = Counter(agent.role for agent in TEAM.agents)
    assert roles == {Role.AGENT: 6, Role.LEAD: 1}
    assert len({agent.extension for agent in TEAM.agents}) == 7
    assert all(len(agent.full_name.split()) >= 2 for agent in TEAM.agents)
    assert len(TEAM.dispositions) >= 10


def test_agents_have_at_least_eight_general_lines_for_every_part_of_the_talk_and_channel() -> None:
    for part in Part:
        for channel in Channel:
            general = [line for line in LINES.lines if line.fits(part, channel, "", "en") and not line.category]
            assert sum(len(line.say) for line in general) >= 8, (part, channel)


def test_agents_have_at_least_three_lines_for_every_part_and_category() -> None:
    for category in TEAM.categories:
        for part in (Part.QUESTION, Part.EXPLANATION, Part.UPDATE, Part.SOLUTION):
            own = [line for line in LINES.lines if line.category == category.id and line.part is part]
            assert sum(len(line.say) for line in own) >= 3, (part, category.id)


def test_agents_answer_in_the_language_of_the_contact_when_they_know_it() -> None:
    for language in {script.language for script in SCRIPTS}:
        for part in Part:
            assert any(line.language == language and line.part is part for line in LINES.lines), (language, part)
    english = LINES.variants(Part.UPDATE, Channel.CHAT, "dns")
    assert LINES.variants(Part.UPDATE, Channel.CHAT, "dns", "tlh") == english


def test_the_most_specific_lines_win() -> None:
    about_mail = LINES.variants(Part.UPDATE, Channel.PHONE, "mail")
    on_the_phone = LINES.variants(Part.UPDATE, Channel.PHONE)
    anywhere = LINES.variants(Part.UPDATE, Channel.CHAT)
    assert len({about_mail, on_the_phone, anywhere}) == 3
    assert "on the line" in on_the_phone[0]


def test_every_group_of_hostile_inputs_has_several_payloads() -> None:
    count = Counter(payload.item for payload in HOSTILE)
    assert set(count) == set(range(1, 33))
    assert min(count.values()) >= 3
    assert len(HOSTILE) >= 110


def test_every_hostile_input_expands_to_text_and_back_to_its_bytes() -> None:
    for payload in HOSTILE:
        if len(payload.unit) * payload.repeat > 200_000:
            continue
        assert payload.text(), payload.name
        if payload.bytes_hex:
            assert payload.raw().hex() == payload.bytes_hex, payload.name


def test_the_huge_ones_are_as_huge_as_they_say() -> None:
    by_name = {payload.name: payload for payload in HOSTILE}
    assert by_name["bell-ten-thousand"].text() == "\a" * 10_000
    assert by_name["million-newlines"].text().count("\n") == 1_000_000
    assert by_name["table-20000-rows"].text().endswith("| 19999 | x |\n")
    assert by_name["surrogate-high-alone"].text() == "a\ud800b"


def test_a_conversation_written_as_documented_is_read(tmp_path: Path) -> None:
    (script,) = load_one(tmp_path, conversation(asks_to_close="true", returns='["again"]'))
    assert script.contact == Persona("N")
    assert script.turns == (Turn(otherwise=("what?",), when=("dns",), says=("ah",)),)
    assert script.asks_to_close
    assert script.returns == ("again",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (conversation(chanel='"chat"'), "theme.toml: conversation a: nobody reads `chanel`"),
        (conversation(turn='[{wen = ["x"], otherwise = ["y"]}]'), "nobody reads `wen`"),
        (conversation(contact='{nmae = "N"}'), "nobody reads `nmae`"),
        (conversation(mood='"merry"'), "merry"),
        (conversation(patience='"long"'), "conversation a: Expected `int`"),
        (conversation(subject=None), "missing required field `subject`"),
        (conversation(contact='"N"'), "conversation a: "),
        (conversation(turn='["x"]'), "conversation a: "),
        (conversation(opening="[]"), "`opening` is empty"),
        (conversation(turn="[]"), "`turns` is empty"),
        (conversation(turn="[{otherwise = []}]"), "turn 1 needs `otherwise`"),
        (conversation(turn='[{when = ["x"], otherwise = ["y"]}]'), "turn 1 needs"),
        (conversation() + conversation(), "`a` is there twice"),
        ("[conversation]\n", "write [[conversation]]"),
        ("conversation = [1]\n", "conversation 1 is no table"),
        ("[[conversation]\n", "theme.toml: "),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_entry(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ScriptError, match=re.escape(words)):
        load_one(tmp_path, text)


def test_bytes_that_are_no_text_are_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ScriptError, match=r"team\.toml"):
        load_team(tmp_path)
