"""`agentconsole conversation …`: look at one conversation, and everything an agent can do with it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import rich_click as click

from agentconsole.cli.lines import not_sent
from agentconsole.cli.lines.customer_words import similar_in_words
from agentconsole.cli.lines.from_domain import from_domain
from agentconsole.cli.lines.kinds import ConversationId
from agentconsole.cli.lines.transcript import find, in_words, shown
from agentconsole.cli.session import Session
from agentconsole.cli.shape import line_command, noun
from agentconsole.cli.team.own_copy import seen, team_of
from agentconsole.domain.commands import Command, WrapUp
from agentconsole.domain.queue import why as why_there
from agentconsole.domain.vocabulary import COMMANDS
from agentconsole.store.team.policy import find_dispositions
from agentconsole.store.team.rows import find_agents, find_levels
from agentconsole.tui.dialogs.choices import choices_of
from agentconsole.workspace.alike import find_views
from agentconsole.workspace.customer_views import SimilarView

EXAMPLES = {
    "claim": "claim 4502",
    "release": "release 4502",
    "reply": "reply 4502 'The record is in place; it will be seen everywhere within the hour.'",
    "note": "note 4502 'Asked the network team at 14:10.'",
    "update": "update 4502 'Still on it: the restore runs, about ten minutes to go.'",
    "acknowledge": "acknowledge 4502 'We have read it and are looking into it.'",
    "no-answer": "no-answer 4502 --seen 12",
    "start": "start 4502",
    "progress": "progress 4502 'The backup is found.' --promised-at 16:30",
    "hold": "hold 4502",
    "resume": "resume 4502",
    "transfer": "transfer 4502 --to-agent bo --note 'knows the migration'",
    "pend": "pend 4502 --waits-on others --reason 'the registry answers on Monday'",
    "snooze": "snooze 4502 'tomorrow 9:00'",
    "resolve": "resolve 4502",
    "reopen": "reopen 4502",
    "categorise": "categorise 4502 dns",
    "tag": "tag 4502 --add vip-domain --remove later",
    "wrap-up": "wrap-up 4502 solved --category dns",
    "follow-up": "follow-up 4502 'tomorrow 9:00' --reason 'the registry answers by then'",
    "close-request": "close-request 4502",
    "identity": "identity 4502 'callback to the number on file' passed",
    "fault": "fault 4502 'failed disk in the mail cluster' --compensation 'one month free'",
    "merge": "merge 4502 4490",
    "link": "link 4502 4490",
    "link-incident": "link-incident 4502 3",
    "unlink-incident": "unlink-incident 4502",
    "inform": "inform 4502 'Your mail is on its way again, Mara.'",
    "undo": "undo 4502",
    "escalate": "escalate 4502 beyond_limit 'wants the full 480 EUR back'",
    "ask-help": "ask-help 4502 --line 'which clause covers this?'",
    "monitor": "monitor 4502",
    "stop-monitoring": "stop-monitoring 4502",
    "whisper": "whisper 4502 'Offer the month free.'",
    "barge": "barge 4502",
    "leave": "leave 4502",
    "take-over": "take-over 4502",
    "hand-back": "hand-back 4502 'A month free is agreed; please check the DNS once more.'",
    "offer": "offer 4502 bo",
    "looked-at": "looked-at 4502",
}
"""One for each command; it is shown in the command's help."""

PANELS = {
    "Look": ("show", "why", "similar"),
    "Take and hand on": ("claim", "release", "transfer"),
    "Talk": ("reply", "note", "update", "acknowledge", "no-answer", "progress", "inform"),
    "Work": ("start", "hold", "resume", "pend", "snooze"),
    "End": ("resolve", "follow-up", "wrap-up", "close-request", "reopen", "undo"),
    "Call a lead": ("escalate", "ask-help"),
    "Lead": ("monitor", "stop-monitoring", "whisper", "barge", "leave", "take-over", "hand-back", "offer", "looked-at"),
    "Put on record": ("categorise", "tag", "identity", "fault", "link", "merge", "link-incident", "unlink-incident"),
}
"""The parts of the help, in the order of a conversation's life."""


@noun("conversation", PANELS)
def command() -> None:
    """Look at one conversation, and work on it."""


@line_command("show", example="conversation show 4502")
@click.argument("conversation_id", type=ConversationId(), metavar="ID")
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="Newest messages shown.")
def show(session: Session, conversation_id: str, limit: int) -> None:
    """The conversation with its clocks, stamps and messages, and in a team what you wrote that is not sent yet."""
    team = team_of(session)
    with seen(session) as db:
        found = shown(db, conversation_id, limit)
        kept = not_sent.not_sent(db, team, conversation_id) if team else []
        choices = choices_of(find_dispositions(db), None)
    fields = found | {"not_sent": msgspec.to_builtins(kept)}
    session.answer(fields, in_words(found, choices) + not_sent.in_words(kept))


@line_command("why", example="conversation why 4502")
@click.argument("conversation_id", type=ConversationId(), metavar="ID")
def why(session: Session, conversation_id: str) -> None:
    """Why it stands where it stands in the queue, in one sentence."""
    with seen(session) as db:
        conversation, levels = find(db, conversation_id), find_levels(db)
        former = find_agents(db).get(conversation.assignee_before)
    words = why_there(conversation, levels, session.now, former.short_name if former else "")
    session.answer({"id": conversation_id, "why": words}, words)


@line_command("similar", example="conversation similar 4502")
@click.argument("conversation_id", type=ConversationId(), metavar="ID")
def similar(session: Session, conversation_id: str) -> None:
    """Resolved conversations like this one, why they are like it, and the answer that helped."""
    with seen(session) as db:
        find(db, conversation_id)
        found = find_views(db, conversation_id)
    session.answer([_similar_fields(each) for each in found], similar_in_words(found))


def _similar_fields(each: SimilarView) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(each)
    return {"id": fields.pop("conversation_id"), **fields}


def _as_worded(session: Session, typed: Command) -> Command:
    """A wrap-up whose disposition promises something by its words says so itself."""
    from agentconsole.tui.dialogs.choices import DEFAULT_CHOICES

    if isinstance(typed, WrapUp) and typed.disposition.strip() in (session.choices or DEFAULT_CHOICES).owing:
        return replace(typed, owes=True)
    return typed


command.add_command(show)
command.add_command(why)
command.add_command(similar)
for _name, _example in EXAMPLES.items():
    command.add_command(
        from_domain(COMMANDS[f"conversation.{_name.replace('-', '_')}"], f"conversation {_example}", _as_worded),
    )
