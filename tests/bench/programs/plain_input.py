"""The floor of typing: one Input of Textual and nothing that listens to it."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class PlainInput(App[None]):
    """An Input whose placeholder says "ready"; ctrl+q ends it."""

    def compose(self) -> ComposeResult:
        """The one field, its cursor still, so that only keys paint."""
        field = Input(placeholder="ready")
        field.cursor_blink = False
        yield field


if __name__ == "__main__":
    PlainInput().run()
