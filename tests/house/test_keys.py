"""README's table of keys is what the table of commands says."""

from agentconsole.tui.commands import BY_ID, keys_in_words
from tests.house.readme_keys import BEGIN, END, GROUPS, readme_keys
from tests.house.source import ROOT


def test_the_keys_in_readme_are_those_of_the_console():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    between = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert between == readme_keys(), "remake it with: .venv/bin/python -m tests.house.readme_keys"


def test_every_key_the_first_ten_minutes_mention_is_in_the_table():
    table = readme_keys()
    for command in ("chat.take_next", "conversation.claim", "reminder.update", "conversation.resolve", "composer.send"):
        assert keys_in_words(BY_ID[command].key) in table
        assert f"`{command}`" in table


def test_every_group_has_its_row():
    assert readme_keys().count("\n") >= len(GROUPS)
