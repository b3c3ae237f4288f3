"""`agentconsole mention …`: the notes that name you, and what you have seen of them."""

from __future__ import annotations

from agentconsole.cli import output
from agentconsole.cli.lines import times
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import own_record
from agentconsole.domain.knowledge.mention_commands import SeeMentions, UnseeMentions
from agentconsole.store.knowing.mentions import mentioning, message_body
from agentconsole.tongue import said


@noun("mention")
def command() -> None:
    """Notes that name you by `@`: list, seen, unseen."""


@line_command("list", example="mention list")
def show(session: Session) -> None:
    """The notes that name you and that you have not seen, the newest first."""
    with own_record(session) as own:
        found = sorted(
            (
                (m.at, m.by, c.id, message_body(own.db, c.id, m.k))
                for c in mentioning(own.db, own.actor)
                for m in c.mentions
                if m.agent == own.actor and not m.is_seen
            ),
            reverse=True,
        )
    rows = [
        output.row([(times.told(at), 19), (by, 10), (f"#{number}", 7), (body, 0)]) for at, by, number, body in found
    ]
    fields = [{"id": number, "by": by, "at_ms": at, "body": body} for at, by, number, body in found]
    session.answer(fields, "\n".join(rows) or said("No note names you."))


command.add_command(show)
for _kind, _example in ((SeeMentions, "mention seen 4502"), (UnseeMentions, "mention unseen 4502")):
    command.add_command(from_domain(_kind, _example))
