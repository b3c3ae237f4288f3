"""What the agent's other console has put into the draft on the screen turns up in the editor, before what is typed."""

from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.letter import Letter
from tests.tui.conftest import Console, a_console


async def begun(console: Console) -> tuple[Composer, Letter]:
    """A reply of one word: its editor, and whose it is."""
    await console.press("f2", *"soon")
    editor = console.screen.left.composer
    assert editor.letter is not None
    return editor, editor.letter


async def test_the_editor_follows_the_draft_and_says_so_when_its_words_are_gone() -> None:
    async with a_console() as console:
        editor, letter = await begun(console)
        door = console.door
        where = letter.conversation_id, letter.visibility
        door.drafts.edited[where] = "soon, Mara"
        console.screen.store_changed()
        await console.settle()
        assert editor.text == "soon, Mara"
        assert door.drafts.text(*where) == "soon", "the disk has it: it is not written again"
        door.drafts.edited[where] = ""
        console.screen.store_changed()
        await console.settle()
        assert editor.text == ""
        assert "Your other console has sent or deleted what stood here." in console.notice
        await console.press("ctrl+z")
        assert (editor.text, door.drafts.text(*where)) == ("soon, Mara", "soon, Mara")


async def test_words_from_the_other_console_stand_before_what_is_typed() -> None:
    async with a_console() as console:
        editor, letter = await begun(console)
        door = console.door
        door.drafts.beside[letter.conversation_id, letter.visibility] = "I have renewed it."
        door.drafts.beside["1", "public"] = "another one's"
        console.screen.store_changed()
        await console.settle()
        assert editor.text == "I have renewed it.\nsoon"
        assert door.drafts.text(letter.conversation_id, letter.visibility) == editor.text
        console.screen.store_changed()
        assert editor.text == "I have renewed it.\nsoon", "told once"
