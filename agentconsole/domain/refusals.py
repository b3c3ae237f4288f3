"""What the rules say no with: a code for programs and a sentence for the agent."""

from __future__ import annotations

from enum import StrEnum

from agentconsole.domain.values import dataclass


class Code(StrEnum):
    """Every reason a command can be refused for."""

    UNKNOWN_CONVERSATION = "unknown_conversation"
    ERASED = "erased"
    UNKNOWN_AGENT = "unknown_agent"
    ALREADY_TAKEN = "already_taken"
    ALREADY_YOURS = "already_yours"
    AT_CAPACITY = "at_capacity"
    ON_A_CALL = "on_a_call"
    TARGET_AT_CAPACITY = "target_at_capacity"
    TARGET_ON_A_CALL = "target_on_a_call"
    TARGET_NOT_ON_SHIFT = "target_not_on_shift"
    TARGET_CANNOT_SEE = "target_cannot_see"
    STILL_HOLDS = "still_holds"
    NOT_ASSIGNEE = "not_assignee"
    OFFLINE = "offline"
    WRONG_STATUS = "wrong_status"
    WRONG_CHANNEL = "wrong_channel"
    STALE = "stale"
    NEWER_MESSAGE = "newer_message"
    EMPTY = "empty"
    UNFILLED = "unfilled"
    TOO_LONG = "too_long"
    BAD_TIME = "bad_time"
    NOT_ALLOWED = "not_allowed"
    TOO_LATE = "too_late"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ALREADY_EXISTS = "already_exists"
    DUPLICATE = "duplicate"
    ALREADY_SENT = "already_sent"
    SAME_CONVERSATION = "same_conversation"
    NO_CALLBACK = "no_callback"
    NEEDS_REASON = "needs_reason"
    NEEDS_TIME = "needs_time"
    UNSUPPORTED = "unsupported"
    TAKEN_OVER = "taken_over"
    SUMMARY_UNSEEN = "summary_unseen"
    NOT_ESCALATED = "not_escalated"
    UNKNOWN_RUNG = "unknown_rung"
    TOP_RUNG = "top_rung"
    NOT_TAKEN_OVER = "not_taken_over"
    NOT_OFFERED = "not_offered"
    ALREADY_OFFERED = "already_offered"
    TOO_SOON = "too_soon"
    LAST_LEAD = "last_lead"
    UNKNOWN_ENTRY = "unknown_entry"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule said no. `words` is one sentence an agent understands; nothing was written. `on_record` is what a receipt
    says in its place where the words name a contact: receipts outlive contacts who are erased."""

    code: Code
    words: str
    on_record: str = ""
