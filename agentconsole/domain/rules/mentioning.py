"""Rules of mentions: only agents who may read the note are named, and each says for themselves what they have seen."""

from __future__ import annotations

from agentconsole.domain.events import Event
from agentconsole.domain.knowledge.mention_commands import SeeMentions, UnseeMentions
from agentconsole.domain.knowledge.mention_events import Mentioned, MentionsSeen
from agentconsole.domain.knowledge.mentions import named_in
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import first, rule, subject
from agentconsole.domain.rules.seeing import out_of_sight
from agentconsole.domain.view import Context, Decision, View


def would_not_see(view: View, body: str) -> Refusal | None:
    """The refusal of a note for somebody who does not see the conversation: they would never know."""
    return first(*(out_of_sight(view, subject(view), each) for each in named_in(body, view.agents)))


def mentions_in(view: View, body: str, actor: str) -> tuple[Event, ...]:
    """The event of a note that names colleagues; none for a note that names nobody, or only its writer."""
    named = tuple(each for each in named_in(body, view.agents) if each != actor)
    return (Mentioned(subject(view).id, named),) if named else ()


@rule(SeeMentions)
def see_mentions(view: View, command: SeeMentions, context: Context) -> Decision:
    """Where none is unseen nothing changes."""
    c = subject(view)
    has_any = any(each.agent == context.actor and not each.is_seen for each in c.mentions)
    return (MentionsSeen(c.id, context.actor),) if has_any else ()


@rule(UnseeMentions)
def unsee_mentions(view: View, command: UnseeMentions, context: Context) -> Decision:
    """Only what was seen."""
    c = subject(view)
    own = [each for each in c.mentions if each.agent == context.actor]
    if not own:
        return Refusal(Code.UNKNOWN_ENTRY, f"No note on #{c.id} names you.")
    return (MentionsSeen(c.id, context.actor, is_seen=False),) if own[-1].is_seen else ()
