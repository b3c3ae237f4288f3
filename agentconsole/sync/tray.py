"""What lies between the screens and the courier's thread: words and commands on their way, and what came back."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from agentconsole.domain.values import dataclass
from agentconsole.domain.words.wording import is_besides, put_beside, stands_in, text_of
from agentconsole.workspace.carried import Carried, Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentconsole.wire import Envelope
    from agentconsole.workspace.views import RefusalView

Where = tuple[str, str]
"""Which draft: the conversation's id, and `public` or `internal`."""


@dataclass(frozen=True, slots=True)
class Due:
    """A text that goes to the disk in place of what its console knows to be there."""

    body: str
    known: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Words in no editor yet: a command's that came back, or another console's on the file, which has no `command_id`
    here."""

    where: Where
    text: str
    command_id: str = ""


class Tray:
    """Everything may be called from either thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._carried: dict[str, Carried] = {}
        self._drafts: dict[Where, str] = {}
        self._returned: dict[str, RefusalView] = {}
        self._unseen: tuple[Unseen, ...] = ()
        """What is typed may not overwrite them."""
        self._known: dict[Where, str] = {}
        """Of each draft, what an editor here held when it was last written or read: whatever else is on disk was put
        there by somebody else, and no agent has decided to delete it."""
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
        """The text not yet on disk, with what came back and is in no editor yet; None when the disk has the newest."""
        with self._lock:
            body = self._drafts.get(where)
            return None if body is None else self._with_what_came_back(where, body)

    def draft_for_editor(self, where: Where) -> str | None:
        """The same, for an editor that shows it, or what the disk has: whatever came back is in it from now on."""
        with self._lock:
            body = self._drafts.get(where)
            whole = None if body is None else self._with_what_came_back(where, body)
            self._unseen = tuple(each for each in self._unseen if each.where != where)
            if whole is not None:
                self._drafts[where] = whole
            return whole

    def shown(self, where: Where, saved: str) -> None:
        """An editor shows the draft as the disk has it."""
        with self._lock:
            self._known[where] = saved

    def is_held(self, where: Where, held: str) -> bool:
        """Whether the editor holds what was last written or read here, with nothing on its way or to be shown."""
        with self._lock:
            is_moving = where in self._drafts or where in self._written_in.values()
            is_owed = any(each.where == where for each in self._unseen)
            return not is_moving and not is_owed and self._known.get(where) == held

    def changed_beside(self, saved: Mapping[Where, str]) -> frozenset[tuple[Where, str]]:
        """Drafts on disk that are others than what an editor here has last held, as they are there."""
        with self._lock:
            at_rest = ((where, known) for where, known in self._known.items() if where not in self._drafts)
            texts = ((where, known, saved.get(where, "")) for where, known in at_rest)
            return frozenset((where, text) for where, known, text in texts if text.strip() != known.strip())

    def take_beside(self, where: Where) -> str:
        """What somebody else put into the draft, for the editor that shows it from now on; empty when there is none."""
        with self._lock:
            taken = [each for each in self._unseen if each.where == where and not each.command_id]
            self._unseen = tuple(each for each in self._unseen if each not in taken)
            words = "\n\n".join(each.text for each in taken)
            if words:
                self._known[where] = f"{words}\n\n{self._known.get(where, '')}"
            return words

    def has_beside(self, where: Where) -> bool:
        """Whether somebody else has put something into the draft that no editor shows yet."""
        with self._lock:
            return any(each.where == where and not each.command_id for each in self._unseen)

    def _see(self, where: Where, body: str) -> None:
        """The editor holds, or held, these words: what they contain has come back to it, and may be deleted there."""
        self._unseen = tuple(each for each in self._unseen if each.where != where or not stands_in(each.text, body))

    def drafts_settled(self) -> bool:
        """Whether every text is on disk."""
        with self._lock:
            return not self._drafts

    def trouble(self) -> str:
        """What keeps the courier from its work; empty when nothing does."""
        with self._lock:
            return self._trouble

    # The courier's side

    def remember(self, envelope: Envelope, where: Where | None) -> None:
        """A command that was saved before is on its way again; its words may be in that draft no more."""
        with self._lock:
            self._carried.setdefault(envelope.id, Carried(envelope, Delivery.SAVED))
            self._goes_out(envelope, where)

    def saved(self, envelope: Envelope, now: int) -> None:
        """The command is on disk since `now`."""
        with self._lock:
            self._saved_at[envelope.id] = now
            self._goes_out(envelope, self._written_in.pop(envelope.id, None))
            self._carried[envelope.id] = Carried(envelope, Delivery.SAVED)

    def _goes_out(self, envelope: Envelope, where: Where | None) -> None:
        """The words have left the disk's draft with the command: if they are there again, they have come back."""
        words: str = getattr(envelope.command, "body", "")
        if where is not None and self._known.get(where, "").strip() == words.strip():
            self._known.pop(where, None)

    def take_saved_at(self, command_id: str, otherwise: int) -> int:
        """When the command came to the disk in this run; `otherwise` when that was in an earlier one."""
        with self._lock:
            return self._saved_at.pop(command_id, otherwise)

    def draft_due(self, where: Where) -> Due | None:
        """The text to be put on disk now; None when the disk has the newest, or when a command goes there first that
        was written in this draft: it would be on disk nowhere until then."""
        with self._lock:
            body = self._drafts.get(where)
            # What a reply does is kept, and dropped, with its text.
            is_due = body is not None and (text_of(where[0]), where[1]) not in self._written_in.values()
            return Due(body or "", self._known.get(where, "")) if is_due else None

    def accepted(self, command_id: str) -> None:
        """The command has its receipt."""
        with self._lock:
            self._carried.pop(command_id, None)

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
        where = refusal.conversation_id, refusal.visibility
        is_shown = where not in self._drafts and stands_in(refusal.text_back, self._known.get(where, ""))
        if refusal.text_back.strip() and not is_shown:
            others = tuple(each for each in self._unseen if (each.where, each.text) != (where, refusal.text_back))
            self._unseen = (*others, Unseen(where, refusal.text_back, refusal.command_id))

    def whole(self, where: Where, due: Due, saved: str) -> str:
        """What goes to the disk in place of `saved`: the text, what came back to it and is in no editor yet, and what
        another console on the file has put there since."""
        if is_besides(where[0]):
            # What a reply does is no text to be put together with another.
            return due.body
        with self._lock:
            beside = put_beside(saved, due.known, self._with_what_came_back(where, due.body))
            if beside:
                self._unseen = (Unseen(where, beside), *self._unseen)
            return self._with_what_came_back(where, due.body)

    def _with_what_came_back(self, where: Where, body: str) -> str:
        back: list[str] = []
        for each in self._unseen:
            if each.where == where and not stands_in(each.text, "\n\n".join([*back, body])):
                back.append(each.text)
        return "\n\n".join([*back, body]) if body.strip() else "\n\n".join(back)

    def draft_written(self, where: Where, body: str) -> bool:
        """This text is on disk; whether it is the newest one."""
        with self._lock:
            self._known[where] = body
            is_newest = self._drafts.get(where) == body
            if is_newest:
                del self._drafts[where]
        return is_newest

    def set_trouble(self, words: str) -> None:
        """What keeps the courier from its work."""
        with self._lock:
            self._trouble = words
