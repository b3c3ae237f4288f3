"""Narrowing the board by words: rows of which any shown word holds them all. Pure."""

from __future__ import annotations

from dataclasses import replace

from agentconsole.workspace.board_views import BoardRow, BoardView


def matching(view: BoardView, words: str) -> BoardView:
    """The board with the rows that hold every one of the words; no words keep everything."""
    wanted = words.casefold().split()
    if not wanted:
        return view

    def holds(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in wanted)

    def shown(each: BoardRow) -> bool:
        row = each.row
        return holds(row.id, row.contact_name, row.subject, row.last_line, each.holder, row.channel)

    return replace(
        view,
        called=tuple(each for each in view.called if shown(each.about) or holds(each.reason, each.by)),
        late=tuple(filter(shown, view.late)),
        team=tuple(row for row in view.team if holds(row.agent.id, row.agent.full_name, row.agent.presence)),
    )
