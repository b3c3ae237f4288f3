"""What was taken back, in words: of each event that has an inverse, how a remark and a receipt name it.

The remark that is kept in the rows does not say it: a console one version older keeps the same rows of the same log.
"""

TAKEN_BACK = {
    "conversation.claimed": "claimed",
    "conversation.released": "released",
    "call.held": "on hold",
    "conversation.resumed": "resumed",
    "conversation.pended": "set to pending",
    "conversation.snoozed": "the follow-up",
    "answer.waived": "no answer needed",
    "conversation.resolved": "resolved",
    "conversation.reopened": "reopened",
    "conversation.categorised": "the category",
    "conversation.tagged": "the tags",
}
"""By the type of the event."""


def step_of(event_type: str) -> str:
    """The step in a word or two; empty where it is not told, as in older logs."""
    return TAKEN_BACK.get(event_type, "")


def remark_of(actor: str, event_type: str) -> str:
    """The remark that names the step; empty where it is not told."""
    what = step_of(event_type)
    return f"{actor} took back: {what}" if what else ""
