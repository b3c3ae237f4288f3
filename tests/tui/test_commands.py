"""The one table of commands: nothing clashes, everything acts, and everybody may change their keys."""

from __future__ import annotations

import pytest

from agentconsole.tui.commands import BY_ID, COMMANDS, Scope, clashes, keys_in_words
from agentconsole.tui.dialogs.form import FormView
from agentconsole.tui.keymap import UNREACHABLE, bindings, read_keymap, textual_keymap
from agentconsole.tui.screens.console import AgentScreen
from agentconsole.tui.screens.finding.going import SAME_PLACE, VIEWS
from agentconsole.tui.widgets.board_lists import BoardLists
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.queue_view import QueueView
from agentconsole.tui.widgets.transcript_view import TranscriptView

HOMES = {
    Scope.EVERYWHERE: AgentScreen,
    Scope.READING: AgentScreen,
    Scope.QUEUE: QueueView,
    Scope.TRANSCRIPT: TranscriptView,
    Scope.COMPOSER: Composer,
    Scope.DIALOG: FormView,
    Scope.BOARD: BoardLists,
}


def test_no_two_commands_that_are_live_together_share_a_key() -> None:
    assert clashes({each.id: each.key for each in COMMANDS}) == ()


def test_no_command_has_a_key_that_a_plain_terminal_cannot_send() -> None:
    assert not [c.id for c in COMMANDS if UNREACHABLE.keys() & set(c.keys)]


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.scope in HOMES], ids=lambda c: c.id)
def test_each_command_has_an_action_where_its_scope_lives(command) -> None:
    assert callable(getattr(HOMES[command.scope], f"action_{command.action}", None))


def test_each_place_of_the_go_to_list_leads_somewhere() -> None:
    places = {c.id for c in COMMANDS if c.scope is Scope.GOTO}
    assert places == set(VIEWS) | set(SAME_PLACE) | {"goto.top"}
    assert set(SAME_PLACE.values()) <= set(BY_ID)


def test_every_command_has_words_for_the_help_and_asks_with_an_ellipsis() -> None:
    assert all(c.title and c.help and c.group for c in COMMANDS)


@pytest.mark.parametrize(
    ("key", "words"),
    [("ctrl+p", "Ctrl+P"), ("question_mark", "?"), ("shift+f6", "Shift+F6"), ("A", "A"), ("plus", "+"), ("f1", "F1")],
)
def test_keys_are_written_as_people_read_them(key: str, words: str) -> None:
    assert keys_in_words(key) == words


def test_a_user_key_replaces_the_default() -> None:
    keymap = read_keymap({"conversation.claim": "%"})
    assert keymap.problems == ()
    assert keymap.of("conversation.claim") == "percent_sign"
    assert textual_keymap(keymap) == {"conversation.claim": "percent_sign"}


def test_two_users_keys_can_change_places() -> None:
    keymap = read_keymap({"conversation.claim": "r", "conversation.reply": "a"})
    assert keymap.problems == ()
    assert keymap.of("conversation.reply") == "a"


@pytest.mark.parametrize(
    ("name", "key", "because"),
    [
        ("conversation.claim", "r", "already belongs"),
        ("conversation.claim", "notakey", "no key called"),
        ("conversation.claim", "ctrl+m", "arrives as Enter"),
        ("conversation.claim", "", "name a key"),
        ("conversation.conquer", "x", "no such command"),
        ("composer.send", "f1", "already belongs"),
    ],
)
def test_a_bad_user_key_is_told_and_the_default_kept(name: str, key: str, because: str) -> None:
    keymap = read_keymap({name: key})
    assert len(keymap.problems) == 1
    assert because in keymap.problems[0]
    assert dict(keymap.keys) == {}


def test_a_key_that_is_taken_is_told_with_the_words_of_the_command_that_has_it() -> None:
    assert read_keymap({"composer.send": "ctrl+t"}).problems == (
        'composer.send: Ctrl+T already belongs to "Response ..." (composer.canned)',
    )


def test_an_unbound_command_has_no_key_at_all() -> None:
    keymap = read_keymap({"conversation.release": "none"})
    assert keymap.words("conversation.release") == ""
    assert textual_keymap(keymap)["conversation.release"] == "f24"


def test_bindings_carry_the_ids_that_a_keymap_names() -> None:
    assert {b.id for b in bindings(Scope.READING) if not isinstance(b, tuple)} <= set(BY_ID)
