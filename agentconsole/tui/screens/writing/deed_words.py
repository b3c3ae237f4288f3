"""What somebody did, in words: a command's kind as the receipts name it, and as a refusal does."""

from __future__ import annotations

from agentconsole.tongue import N_, _

WORDS = (
    N_("agent add"),
    N_("agent queues"),
    N_("agent reassign_all"),
    N_("agent remind"),
    N_("agent role"),
    N_("article remove"),
    N_("article review"),
    N_("article save"),
    N_("call log"),
    N_("callback complete"),
    N_("callback promise"),
    N_("canned remove"),
    N_("canned save"),
    N_("command unreadable"),
    N_("contact describe"),
    N_("contact left"),
    N_("conversation acknowledge"),
    N_("conversation ask_help"),
    N_("conversation barge"),
    N_("conversation categorise"),
    N_("conversation claim"),
    N_("conversation close_request"),
    N_("conversation escalate"),
    N_("conversation fault"),
    N_("conversation follow_up"),
    N_("conversation hand_back"),
    N_("conversation hold"),
    N_("conversation identity"),
    N_("conversation inform"),
    N_("conversation leave"),
    N_("conversation link"),
    N_("conversation link_incident"),
    N_("conversation looked_at"),
    N_("conversation merge"),
    N_("conversation monitor"),
    N_("conversation no_answer"),
    N_("conversation note"),
    N_("conversation offer"),
    N_("conversation open"),
    N_("conversation pend"),
    N_("conversation progress"),
    N_("conversation release"),
    N_("conversation reopen"),
    N_("conversation reply"),
    N_("conversation resolve"),
    N_("conversation resume"),
    N_("conversation snooze"),
    N_("conversation start"),
    N_("conversation stop_monitoring"),
    N_("conversation tag"),
    N_("conversation take_over"),
    N_("conversation transfer"),
    N_("conversation undo"),
    N_("conversation unlink_incident"),
    N_("conversation update"),
    N_("conversation whisper"),
    N_("conversation wrap_up"),
    N_("escalation acknowledge"),
    N_("escalation pass_on"),
    N_("escalation withdraw"),
    N_("handback cancel"),
    N_("handback complete"),
    N_("incident change"),
    N_("incident open"),
    N_("incident update"),
    N_("levels set"),
    N_("mention seen"),
    N_("mention unseen"),
    N_("message receive"),
    N_("offer accept"),
    N_("offer decline"),
    N_("outage report"),
    N_("presence set"),
    N_("promise record"),
    N_("store export"),
    N_("summary seen"),
    N_("team broadcast"),
    N_("team dispositions"),
    N_("team identity"),
    N_("team ladder"),
    N_("team supervision"),
    N_("unsent hand_in"),
    N_("view remove"),
    N_("view save"),
    N_("whisper decline"),
)
"""The English of every kind; a translation is one short word, which stands for both."""


def whole_deed(kind: str) -> str:
    """`conversation reply`."""
    return _(kind.replace(".", " "))


def deed_on(kind: str, conversation_id: str) -> str:
    """The deed alone where the number beside it tells what it was done to."""
    return deed(kind) if conversation_id else whole_deed(kind).replace("_", " ")


def deed(kind: str) -> str:
    """`reply`: without what it is done to, where a language does not have one word for both."""
    told = whole_deed(kind)
    return told if told != kind.replace(".", " ") else kind.partition(".")[2].replace("_", " ")
