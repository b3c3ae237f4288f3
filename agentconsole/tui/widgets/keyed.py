"""What answers keys itself, within the key: the next key of a fast hand must find what this one did."""

from __future__ import annotations

from textual import events

from agentconsole.tui import safe


class Keyed:
    """A widget the app gives each key to before it passes it on; what came the ordinary way ends here, too."""

    def press(self, event: events.Key) -> bool:
        """Answers a key; whether it was one of the widget's."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """Answers a key that came the ordinary way."""
        if self.press(event):
            event.stop()
            event.prevent_default()


def is_typed(character: str | None) -> bool:
    """Whether a key with this character types something that is seen, or that joins what is."""
    return character is not None and (character.isprintable() or character in safe.JOINERS)


def typed(event: events.Key) -> str:
    """The harmless character a key types; empty for one that types none."""
    character = event.character if is_typed(event.character) else None
    # A family comes as its people and what joins them, one key each.
    return safe.clipped(character)[0] or (character if character in safe.JOINERS else "") if character else ""
