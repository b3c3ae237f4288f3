"""Putting an outage on record: by the console that lived through it, or by the server that saw it."""

from __future__ import annotations

from agentconsole.domain.promises.outages import LONGEST, SEEN_BY_THE_SERVER
from agentconsole.domain.refusals import Code, Refusal
from agentconsole.domain.rules.book import rule
from agentconsole.domain.team.commands import ReportOutage
from agentconsole.domain.team.events import OutageReported
from agentconsole.domain.view import SYSTEM, Context, Decision, View

LONGEST_NAME = 64


@rule(ReportOutage)
def report_outage(view: View, command: ReportOutage, context: Context) -> Decision:
    """An agent reports their own console's; what only the server can see, the house reports for everybody. An end
    that lies ahead is a clock a little fast, and taken as now."""
    is_house = context.actor == SYSTEM
    if (command.outage in SEEN_BY_THE_SERVER) is not is_house:
        return Refusal(
            Code.NOT_ALLOWED, "A console reports its own line; what the server lacked only the server knows."
        )
    if len(command.console) > LONGEST_NAME:
        return Refusal(Code.TOO_LONG, f"A console's name has at most {LONGEST_NAME} characters.")
    ended_at = min(command.ended_at, context.now)
    if not 0 < ended_at - command.began_at <= LONGEST:
        return Refusal(Code.BAD_TIME, "An outage ends after it began, and within 30 days.")
    agent = "" if is_house else context.actor
    return (OutageReported(command.outage, agent, command.console, command.began_at, ended_at),)
