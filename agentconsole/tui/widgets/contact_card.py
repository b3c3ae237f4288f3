"""Who the contact is and what went before, with the facts of the conversation in front."""

from __future__ import annotations

from agentconsole.domain.conversation import Conversation, Identity
from agentconsole.tui import present, safe, times
from agentconsole.tui.widgets.glance import Glance, Part, joined, part
from agentconsole.tui.widgets.ink import Ink
from agentconsole.tui.widgets.painted import Line
from agentconsole.workspace.views import ContactView, EarlierConversation


class ContactCard(Glance):
    """Shows a contact: in one line where there is only one, else a card with the earlier conversations."""

    _view: ContactView | None = None
    _about: Conversation | None = None

    def show(self, view: ContactView | None, now: int, about: Conversation | None = None) -> None:
        """Shows the contact as of `now`; `about` is the conversation whose facts stand below the name."""
        self._view, self._about = view, about
        self.tick(now)

    def lay_out(self, width: int, height: int) -> list[Line]:
        """One line, or as many as the height allows."""
        view = self._view
        if view is None:
            return []
        if height == 1:
            return [joined(_short(view, self._about), width)]
        lines: list[Line] = [((safe.cells(f" CONTACT {safe.line(view.name)}", width), Ink.STRONG),)]
        lines += [_plain(words, width) for words in (view.email, view.phone) if words]
        if self._about is not None:
            lines += [_plain(words, width) for words in facts(self._about)]
        if height - len(lines) > 2 and view.earlier:
            lines.append(((safe.cells(f" EARLIER {view.earlier_total:,}", width), Ink.STRONG),))
            lines += [self._earlier(each, width) for each in view.earlier]
        return lines[:height]

    def _earlier(self, earlier: EarlierConversation, width: int) -> Line:
        day = times.day(earlier.received_at, self._offset)[4:]
        front = f" {day} {present.channel_cell(earlier.channel)} {present.STATUS_WORDS[earlier.status]:<9} "
        return (front, Ink.DIM), (safe.cells(safe.line(earlier.subject), max(0, width - len(front))), Ink.TEXT)


def facts(conversation: Conversation) -> list[str]:
    """What is on record about the conversation in front, one fact a line, raw."""
    found = [f"category {conversation.category}" if conversation.category else "no category yet"]
    if conversation.tags:
        found.append(f"tags {', '.join(conversation.tags)}")
    if conversation.identity is not Identity.UNCHECKED:
        found.append(f"identity {conversation.identity.value}")
    if conversation.faults:
        found.append(f"our fault: {conversation.faults[-1].cause}")
    if conversation.reopened:
        found.append(f"reopened {conversation.reopened} times" if conversation.reopened > 1 else "reopened once")
    if conversation.links:
        found.append(f"linked to {', '.join(f'#{each}' for each in conversation.links)}")
    return found


def _short(view: ContactView, about: Conversation | None) -> list[Part]:
    earlier = f"{view.earlier_total:,} earlier" if view.earlier_total else "first contact"
    return [
        part(f" {safe.line(view.name)}", Ink.TEXT, 1),
        part(earlier, Ink.DIM, 0),
        *(part(safe.line(fact), Ink.DIM, 3) for fact in (facts(about) if about else [])),
        part(safe.line(view.email), Ink.DIM, 2),
        part(safe.line(view.phone), Ink.DIM, 4),
    ]


def _plain(words: str, width: int) -> Line:
    return ((safe.cells(f"   {safe.line(words)}", width), Ink.TEXT),)
