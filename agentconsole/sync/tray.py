"""What lies between the screens and the courier's thread: words and commands on their way, and what came back."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from agentconsole.domain.wording import stands_in
from agentconsole.workspace.courier import Carried, Delivery

if TYPE_CHECKING:
    from agentconsole.wire import Envelope
    from agentconsole.workspace.views import RefusalView

Where = tuple[str, str]
"""Which draft: the conversation's id, and `public` or `internal`."""


class Tray:
    """Everything may be called from either thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._carried: dict[str, Carried] = {}
        self._drafts: dict[Where, str] = {}
        self._returned: dict[str, RefusalView] = {}
        self._unseen: dict[str, tuple[Where, str]] = {}
        """Words that came back and are in no editor yet, by command: what is typed there may not overwrite them."""
        self._written_in: dict[str, Where] = {}
        """Of commands not on disk yet, the draft each was written in: until then the words are on disk there only."""
        self._saved_at: dict[str, int] = {}
        self._trouble = ""

    # The screens' side

    def put(self, envelope: Envelope, written_in: Where | None) -> None:
        """A command to carry; the draft it was written in goes with it."""
        with self._lock:
            self._carried[envelope.id] = Carried(envelope, Delivery.SAVING)
            if written_in is not None:
                self._written_in[envelope.id] = written_in
                self._drafts.pop(written_in, None)
                self._see(written_in, getattr(envelope.command, "body", ""))

    def carried(self) -> tuple[Carried, ...]:
        """Commands without a receipt yet, in the order they were put."""
        with self._lock:
            return tuple(self._carried.values())

    def returned(self) -> tuple[RefusalView, ...]:
        """What came back refused and has not been looked at."""
        with self._lock:
            return tuple(self._returned.values())

    def forget_returned(self, command_id: str) -> None:
        """The agent has seen it."""
        with self._lock:
            self._returned.pop(command_id, None)

    def put_draft(self, where: Where, body: str) -> bool:
        """The newest text of a draft; whether none waited there before."""
        with self._lock:
            is_first = where not in self._drafts
            self._drafts[where] = body
            self._see(where, body)
        return is_first

    def draft_on_its_way(self, where: Where) -> str | None:
        """As `draft`, with what came back and is in no editor yet."""
        with self._lock:
            body = self._drafts.get(where)
            return None if body is None else self._with_what_came_back(where, body)

    def draft_for_editor(self, where: Where) -> str | None:
        """The same, for an editor that shows it, or what the disk has: whatever came back is in it from now on."""
        with self._lock:
            body = self._drafts.get(where)
            whole = None if body is None else self._with_what_came_back(where, body)
            self._unseen = {i: u for i, u in self._unseen.items() if u[0] != where}
            if whole is not None:
                self._drafts[where] = whole
            return whole

    def _see(self, where: Where, body: str) -> None:
        """The editor holds, or held, these words: what they contain has come back to it, and may be deleted there."""
        self._unseen = {i: u for i, u in self._unseen.items() if u[0] != where or not stands_in(u[1], body)}

    def drafts_settled(self) -> bool:
        """Whether every text is on disk."""
        with self._lock:
            return not self._drafts

    def trouble(self) -> str:
        """What keeps the courier from its work; empty when nothing does."""
        with self._lock:
            return self._trouble

    # The courier's side

    def remember(self, envelope: Envelope) -> None:
        """A command an earlier run saved is on its way again."""
        with self._lock:
            self._carried.setdefault(envelope.id, Carried(envelope, Delivery.SAVED))

    def saved(self, envelope: Envelope, now: int) -> None:
        """The command is on disk since `now`."""
        with self._lock:
            self._saved_at[envelope.id] = now
            self._written_in.pop(envelope.id, None)
            self._carried[envelope.id] = Carried(envelope, Delivery.SAVED)

    def take_saved_at(self, command_id: str, otherwise: int) -> int:
        """When the command came to the disk in this run; `otherwise` when that was in an earlier one."""
        with self._lock:
            return self._saved_at.pop(command_id, otherwise)

    def draft_due(self, where: Where) -> str | None:
        """The text to be put on disk now; None when the disk has the newest, or when a command goes there first that
        was written in this draft: it would be on disk nowhere until then."""
        with self._lock:
            return None if where in self._written_in.values() else self._drafts.get(where)

    def accepted(self, command_id: str) -> None:
        """The command has its receipt."""
        with self._lock:
            self._carried.pop(command_id, None)

    def comes_back(self, command_id: str, where: Where, text: str) -> None:
        """The words of a command are put into their draft on disk next: from now on nobody writes that draft without
        them. Told before the disk is, and only of this console's own."""
        with self._lock:
            if command_id in self._carried and text.strip():
                self._unseen[command_id] = where, text

    def give_back(self, refusal: RefusalView) -> None:
        """The command came back refused."""
        with self._lock:
            self._written_in.pop(refusal.command_id, None)
            self._carried.pop(refusal.command_id, None)
            self._give_back(refusal)

    def give_back_own(self, refusal: RefusalView) -> None:
        """The same for one that may be another console's, on the same file: that one is told by its own tray."""
        with self._lock:
            if self._carried.pop(refusal.command_id, None) is not None:
                self._give_back(refusal)

    def _give_back(self, refusal: RefusalView) -> None:
        self._returned[refusal.command_id] = refusal
        if refusal.text_back.strip():
            self._unseen[refusal.command_id] = (refusal.conversation_id, refusal.visibility), refusal.text_back

    def whole(self, where: Where, body: str) -> str:
        """The text of a draft with what came back to it and is in no editor yet."""
        with self._lock:
            return self._with_what_came_back(where, body)

    def _with_what_came_back(self, where: Where, body: str) -> str:
        back = [text for there, text in self._unseen.values() if there == where and not stands_in(text, body)]
        return "\n\n".join([*back, body]) if body.strip() else "\n\n".join(back)

    def draft_written(self, where: Where, body: str) -> bool:
        """This text is on disk; whether it is the newest one."""
        with self._lock:
            is_newest = self._drafts.get(where) == body
            if is_newest:
                del self._drafts[where]
        return is_newest

    def set_trouble(self, words: str) -> None:
        """What keeps the courier from its work."""
        with self._lock:
            self._trouble = words
