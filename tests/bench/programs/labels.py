"""What clocks usually cost: labels of Textual that count down once a second, as many as the argument says."""

import sys
from itertools import count

from textual.app import App, ComposeResult
from textual.widgets import Static


class Labels(App[None]):
    """Says "ready" in each label, then counts; one timer for all."""

    CSS = "Static { width: 40; height: 1; }"

    def compose(self) -> ComposeResult:
        """The labels."""
        self.labels = [Static("ready", markup=False) for _ in range(int(sys.argv[1]))]
        yield from self.labels

    def on_mount(self) -> None:
        """The one timer."""
        seconds = count(1)
        self.set_interval(1, lambda: self.show(next(seconds)))

    def show(self, passed: int) -> None:
        """Every label its own count."""
        for number, label in enumerate(self.labels):
            left = 600 + number - passed
            label.update(f"{left // 60}:{left % 60:02d} a contact's name")


if __name__ == "__main__":
    Labels().run()
