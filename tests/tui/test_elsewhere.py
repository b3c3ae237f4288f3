"""A text typed on the agent's other computer stands over the composer until a key puts it there; nothing is merged."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.workspace.views import ConversationView, DraftElsewhere
from tests.support.fake_door import FakeDoor
from tests.tui.conftest import a_console
from tests.tui.hostile import BAD, payloads
from tests.tui.lead_scenes import a_door

TEXT = "The certificate has run out, and"


def with_a_draft(own: str, door: FakeDoor, **more: str) -> None:
    """Offers it as long as it is not in the draft here, as the workspace does."""
    plain = door.conversation
    told = {"label": "ana@sofa", "visibility": "public", "body": TEXT, **more}
    draft = DraftElsewhere(told["label"], told["visibility"], told["body"], door.now() - 60_000)

    def conversation(conversation_id: str) -> ConversationView:
        view = plain(conversation_id)
        is_here = draft.body in door.drafts.text(conversation_id, draft.visibility)
        return replace(view, elsewhere=draft) if conversation_id == own and not is_here else view

    door.conversation = conversation


async def test_it_is_offered_with_where_and_when_and_a_key_puts_it_into_the_reply(size: str):
    door, own = a_door("dana")
    with_a_draft(own, door)
    async with a_console(door, size) as console:
        console.screen.open_conversation(own)
        await console.shows("typed on ana@sofa at")
        assert TEXT not in console.screen.pane.composer.text
        console.screen.open_conversation(own, into="composer")
        await console.shows("Esc D puts it")
        await console.press("escape")
        assert "Esc D" not in console.text
        await console.press("D")
        assert console.screen.pane.composer.text == TEXT
        assert "typed on ana@sofa at" not in console.text
        await console.press("!")
        assert door.drafts.text(own, "public") == f"{TEXT}!"
        console.screen.open_conversation(own)
        await console.settle()
        assert "typed on ana@sofa" not in console.text


async def test_a_note_goes_into_the_note_and_what_is_typed_here_stays():
    door, own = a_door("dana")
    with_a_draft(own, door, visibility="internal")
    async with a_console(door) as console:
        console.screen.open_conversation(own, into="composer")
        await console.settle()
        await console.type("Hello")
        await console.press("escape", "D")
        pane = console.screen.pane
        assert pane.composer.letter is not None
        assert (pane.composer.letter.visibility, pane.composer.text) == ("internal", TEXT)
        assert door.drafts.text(own, "public") == "Hello"


async def test_words_and_names_of_another_computer_are_clean():
    door, own = a_door("dana")
    plain = door.conversation
    async with a_console(door) as console:
        console.screen.open_conversation(own)
        for name, text in payloads().items():
            door.conversation = plain
            with_a_draft(own, door, label=text, body=text)
            console.screen.read_again()
            await console.settle()
            assert console.screen.pane.view.elsewhere.body == text
            assert " at " in console.text
            assert not set(console.text.replace("\n", "")) & set(BAD), name
