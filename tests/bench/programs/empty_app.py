"""The floor of every Textual program: one line of text that says which key came."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """Says "ready", then the last key; "q" ends it."""

    def compose(self) -> ComposeResult:
        """The one line."""
        self.line = Static("ready", markup=False)
        yield self.line

    def on_key(self, event: events.Key) -> None:
        """Show the key, so that each one paints."""
        if event.key == "q":
            self.exit()
        self.line.update(f"key {event.key} {len(str(self.line.content)) % 10}")


if __name__ == "__main__":
    EmptyApp().run()
