"""A store with a team and contacts in it, written through the engine as anybody would write it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from agentconsole.clock import Clock, SystemClock
from agentconsole.domain.commands import Claim, Command, Open, Receive
from agentconsole.domain.incoming import Attachment, IncomingContact, IncomingConversation, IncomingMessage
from agentconsole.domain.team.agent import Role
from agentconsole.domain.team.commands import AddAgent
from agentconsole.domain.terms import Author
from agentconsole.domain.view import SYSTEM
from agentconsole.engine.engine import Engine
from agentconsole.engine.receipts import Receipt
from agentconsole.engine.verify import verify
from agentconsole.ids import Ids, SystemIds
from agentconsole.store.sqlite import open_store
from agentconsole.wire import Envelope

ME = "dana"
TEAM = (("dana", "Dana Brook", Role.AGENT), ("bo", "Bo Lindgren", Role.AGENT), ("lea", "Lea Sommer", Role.LEAD))


class Shift:
    """One store file. Each deed opens it, is durable when it returns, and leaves nothing open."""

    def __init__(self, path: Path, clock: Clock | None = None, ids: Ids | None = None) -> None:
        self.path = path
        self.clock, self.ids = clock or SystemClock(), ids or SystemIds()
        self.does_all((SYSTEM, AddAgent(*mate)) for mate in TEAM)

    def does_all(self, deeds) -> list[Receipt]:
        """Everything in one transaction; raises AssertionError for a refusal."""
        now = self.clock.now()
        envelopes = [Envelope(self.ids.command_id(now), actor, "test", command, now) for actor, command in deeds]
        with closing(open_store(self.path)) as db:
            answers = Engine(db, self.clock, self.ids).submit_together(envelopes)
        for answer in answers or []:
            assert answer.receipt.is_accepted, answer.receipt.words
        return [answer.receipt for answer in answers or []]

    def does(self, actor: str, command: Command) -> Receipt:
        """One deed of somebody; refused or not is for the caller to look at."""
        now = self.clock.now()
        with closing(open_store(self.path)) as db:
            envelope = Envelope(self.ids.command_id(now), actor, "test", command, now)
            return Engine(db, self.clock, self.ids).submit(envelope).receipt

    def comes(self, channel: str, name: str, subject: str, *bodies: str, **more: object) -> str:
        """A contact rings, writes or starts a chat; the new conversation's id."""
        receipt = self.does(channel, Open(self.incoming(channel, name, subject, *bodies, **more)))
        assert receipt.is_accepted, receipt.words
        return receipt.conversation

    def holds_a_chat(self) -> str:
        """Mara's chat about her mail, in the agent's hands; its id."""
        chat = self.comes("chat", "Mara Kovač", "mail bounces", "Hi, all mail to us bounces.")
        assert self.does(ME, Claim(chat)).is_accepted
        return chat

    def incoming(self, channel: str, name: str, subject: str, *bodies: str, **more: object) -> IncomingConversation:
        """What comes in, said just now; `email`, `phone`, `category`, `files` (names) and `notes` may be given."""
        now = self.clock.now()
        files = tuple(Attachment(str(each), 1024) for each in more.get("files", ()))
        said = [IncomingMessage(Author.CONTACT, "reply", now, body, attachments=files) for body in bodies]
        said += [IncomingMessage(Author.AGENT, "note", now, str(note)) for note in more.get("notes", ())]
        contact = IncomingContact(name, str(more.get("email", "")), str(more.get("phone", "")))
        category = str(more.get("category", ""))
        return IncomingConversation("", "", channel, subject, category, contact, now, "waiting", tuple(said))

    def says(self, channel: str, conversation_id: str, body: str) -> None:
        """The contact writes again."""
        assert self.does(channel, Receive(conversation_id, body)).is_accepted

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """What the store holds."""
        with closing(open_store(self.path, read_only=True)) as db:
            return db.execute(sql, values).fetchall()

    def bodies(self, conversation_id: str) -> list[tuple[str, str, str]]:
        """(author, kind, body) of each message, oldest first."""
        return self.rows("SELECT author, kind, body FROM message WHERE conv_id = ? ORDER BY k", conversation_id)

    def drafts(self, conversation_id: str) -> dict[str, str]:
        """Saved text by visibility."""
        sql = "SELECT visibility, body FROM draft WHERE conv_id = ? AND actor = ?"
        return dict(self.rows(sql, conversation_id, ME))

    def faults(self) -> tuple[str, ...]:
        """What a verification finds wrong: nothing, if all is well."""
        with closing(open_store(self.path, read_only=True)) as db:
            return tuple(str(fault) for fault in verify(db).faults)
