"""What the prompt tells of the server: that it is away and back, and not that a command is on its way."""

from __future__ import annotations

from typing import Self

import pytest

from agentconsole.cli.line_mode.news import News
from agentconsole.cli.line_mode.words import VOICES
from agentconsole.domain.terms import Voice
from agentconsole.workspace.signed import Signed
from tests.support.fake_door import FakeDoor


class Standing(FakeDoor):
    """A door whose server says one thing after the other."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.signed = Signed("https://desk.example.org")
        self._words = iter(words)

    def next(self) -> Self:
        self.sync_words = next(self._words)
        return self


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sync ok", "1 to send", "sync ok", "2 to send", "sync ok"], []),
        (["sync ok", "1 to save", "sync ok"], []),
        (["connecting", "sync ok", "connecting"], ["connecting"]),
        (["connecting", "offline 0:02"], ["offline 0:02"]),
        (["sync ok", "offline 0:02, 1 to send", "offline 0:09", "sync ok"], ["offline 0:02, 1 to send", "sync ok"]),
        (["sync ok", "session ends in 15 min", "session ends in 14 min"], ["session ends in 15 min"]),
    ],
)
def test_what_is_on_its_way_is_no_news_and_what_stands_is_told_once(words: list[str], told: list[str]):
    door = Standing(*words)
    news = News(door)
    heard = []
    for _ in words:
        door.next()
        heard += news.lines()
    assert heard == told


def test_every_voice_has_a_name_at_the_prompt():
    assert VOICES.keys() == set(Voice) - {Voice.OWN}
