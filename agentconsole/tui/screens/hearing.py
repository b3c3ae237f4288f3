"""What the widgets of the console say, and what is read for them: more rows, older lines, the card at rest."""

from __future__ import annotations

from textual import on

from agentconsole.tui.screens.finding.going import Going
from agentconsole.tui.widgets.queue_view import QueueView
from agentconsole.tui.widgets.transcript_view import TranscriptView
from agentconsole.workspace.queue_views import Position

PAGE = 100
"""Rows read at first; more come when the cursor nears their end."""
OLDER = 50
"""Older lines read at once."""
BEHIND_ALL = Position(2**63 - 1, 2**63 - 1, "")
"""A place behind every row."""


class Hearing(Going):
    """Answers the messages of the queue and the transcripts."""

    def read_card(self, now: int) -> None:
        """Shows who the subject's contact is."""
        raise NotImplementedError

    @on(QueueView.Opened)
    def open_row(self, event: QueueView.Opened) -> None:
        """Enter on a row."""
        self.open_conversation(event.id)

    @on(QueueView.Selected)
    def row_selected(self) -> None:
        """The card follows the cursor, and so do the hints."""
        self.read_card(self.door.now())
        self.show_hints()

    @on(QueueView.WantsMore)
    def more_rows(self, event: QueueView.WantsMore) -> None:
        """The cursor nears the end of the loaded rows."""
        if event.after is not None:
            self.queue.add_after(self.door.queue(self.chosen, event.after, PAGE).rows)
        elif event.before is not None:
            self.queue.add_before(self.door.queue_before(self.chosen, event.before, PAGE))

    @on(QueueView.WantsEdge)
    def first_or_last_rows(self, event: QueueView.WantsEdge) -> None:
        """The agent jumps to an end of the queue that is not loaded."""
        page = self.door.queue(self.chosen, limit=PAGE)
        if event.at_top:
            self.queue.set_page(page.rows, page.total, page.total_is_exact)
        else:
            rows = self.door.queue_before(self.chosen, BEHIND_ALL, PAGE)
            if not rows:
                # Still looked for: the key finds them a moment later.
                return
            self.queue.set_page(rows, page.total, page.total_is_exact, max(0, page.total - len(rows)))

    @on(TranscriptView.WantsOlder)
    def older_lines(self, event: TranscriptView.WantsOlder) -> None:
        """The agent looks at the oldest line held."""
        view = self.pane.transcript
        view.older(self.transcript_of(self.pane.conversation_id, event.before_k, OLDER))

    @on(TranscriptView.WantsNewest)
    def newest_lines(self) -> None:
        """The newest lines had given way to old ones."""
        self.pane.transcript.set_lines(self.transcript_of(self.pane.conversation_id))

    @on(TranscriptView.Finished)
    def finished_reading(self) -> None:
        """Space at the end goes on to what is due next."""
        due = self.door.next_due()
        if due is not None and due.id != self.current:
            self.open_conversation(due.id)
