"""A command done on a console as a hand does it."""

from __future__ import annotations

from textual import events

from agentconsole.tui.commands import BY_ID
from agentconsole.tui.stray_letters import AT_ONCE
from tests.tui.conftest import Console


async def do(console: Console, command_id: str, own: str) -> None:
    """By its key on the opened conversation; without a key as the palette does it."""
    console.screen.open_conversation(own)
    await console.settle()
    key = BY_ID[command_id].key.split(",")[0]
    if key:
        character = {"exclamation_mark": "!", "at": "@"}.get(key, key)
        await console.press("escape" if console.screen.is_typing else "f24")
        pressed = events.Key(key, character if len(character) == 1 else None)
        # A form that opens has been read by the time it is answered.
        pressed.time -= AT_ONCE
        console.app.post_message(pressed)
        await console.settle()
    else:
        console.screen.run_command(command_id)
    await console.settle()
