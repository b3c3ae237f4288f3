"""Where the walk goes: every screen, page and dialog by a name, and what leads there.

A step is `!id` (a command of the table), `>words` (typed), `@chat`, `@ticket`, `@call` (opened), `dana:` or `mo:` with
the name of a deed below (done elsewhere while the console is open), `~name` (a state of `states`), or keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from agentconsole.domain import commands as ask
from agentconsole.domain import lead_commands as lead
from agentconsole.domain.identity import Identity
from agentconsole.domain.oversight import EscalationReason
from agentconsole.domain.team_commands import Broadcast

DRAFT: Final = "The MX record now points to the new host. Mail should flow within"

AGENT: Final[dict[str, tuple[str, ...]]] = {
    "queue": (),
    "chat": ("@chat", f">{DRAFT}"),
    "chat-reading": ("@chat", "escape"),
    "note": ("@chat", "ctrl+n", ">MX still names the old host"),
    "ticket": ("@ticket",),
    "callback-owed": ("@call",),
    "rings": ("~rings",),
    "call": ("~rings", "!goto.phone"),
    "call-note": ("~rings", "!goto.phone", ">Wants her invoices by post"),
    "call-on-hold": ("~rings", "!goto.phone", "escape", "!conversation.hold"),
    "call-ended": ("~rings", "!goto.phone", "escape", "!conversation.resolve"),
    "zoomed": ("@chat", "escape", "!pane.zoom"),
    "zoomed-queue": ("@chat", "escape", "!pane.zoom", "!pane.zoom"),
    "marked": ("!goto.views", "escape", "v", "v", "v"),
    "why": ("!conversation.why",),
    "holding-update": ("!reminder.update",),
    "ownership-card": ("@chat", "!ownership.card"),
    "full": ("@chat", "escape", "!goto.menu", "w", "!chat.take_next"),
    "undo": ("@ticket", "escape", "!conversation.tag", ">mail urgent", "enter"),
    "goto": ("!goto.menu",),
    "palette": ("!app.palette",),
    "palette-found": ("!app.palette", ">chat"),
    "help": ("!app.help",),
    "help-composer": ("@chat", "!app.help"),
    "search": ("!goto.search",),
    "search-found": ("!goto.search", ">mail"),
    "search-filtered": ("!goto.search", ">channel:ticket mail"),
    "filter": ("!queue.filter",),
    "filtered": ("!queue.filter", ">channel:ticket", "enter"),
    "keep-view": ("!queue.filter", ">channel:ticket", "enter", "!view.keep"),
    "views": ("!queue.filter", ">channel:ticket", "enter", "!view.keep", ">Tickets", "enter", "!goto.views"),
    "nothing-found": ("!queue.filter", ">zzzzz", "enter"),
    "labels": ("!goto.labels",),
    "canned": ("@chat", "!composer.canned"),
    "canned-found": ("@chat", ">::mail"),
    "canned-keep": ("@chat", f">{DRAFT}", "!canned.keep"),
    "article-picker": ("@chat", ">??mail"),
    "articles": ("!goto.articles",),
    "article": ("!goto.articles", "enter"),
    "article-write": ("@chat", "escape", "!article.write"),
    "incidents": ("!goto.incidents",),
    "incident": ("!goto.incidents", "enter"),
    "link-incident": ("@chat", "escape", "!conversation.link_incident"),
    "mentions": ("mo:mention", "!goto.mentions"),
    "mention-typed": ("@chat", "ctrl+n", ">@b"),
    "receipts": ("!goto.receipts",),
    "silent": ("!goto.silent",),
    "decide": ("!goto.decide",),
    "audit": ("!goto.audit",),
    "contact": ("@chat", "escape", "!contact.page"),
    "similar": ("@chat", "escape", "!conversation.similar"),
    "transfer": ("@ticket", "escape", "!conversation.transfer"),
    "acknowledge": ("@ticket", "escape", "!conversation.acknowledge"),
    "progress": ("@ticket", "escape", "!conversation.progress"),
    "pend": ("@ticket", "escape", "!conversation.pend"),
    "snooze": ("@ticket", "escape", "!conversation.snooze"),
    "resolve": ("@chat", "escape", "!conversation.resolve"),
    "wrap-up": ("@chat", "escape", "!conversation.wrap_up"),
    "wrap-up-refused": ("@chat", "escape", "!conversation.wrap_up", "enter"),
    "category": ("@chat", "escape", "!conversation.categorise"),
    "tags": ("@chat", "escape", "!conversation.tag"),
    "identity": ("@chat", "escape", "!conversation.identity"),
    "fault": ("@chat", "escape", "!conversation.fault"),
    "link": ("@ticket", "escape", "!conversation.link"),
    "escalate": ("@chat", "escape", "!conversation.escalate"),
    "escalated": ("@chat", "escape", "!conversation.escalate", "1", "tab", ">may I give a month free?", "enter"),
    "ask-help": ("@chat", "escape", "!conversation.ask_help"),
    "callback": ("@call", "escape", "!callback.promise"),
    "callback-made": ("@call", "escape", "!callback.promise", "enter", "!callback.complete"),
    "log-call": ("!call.log",),
    "copy": ("@chat", "escape", "!conversation.copy"),
    "layout": ("!app.layout",),
    "theme": ("!app.theme",),
    "keys": ("!app.edit_keys",),
    "key-asked": ("!app.edit_keys", "enter"),
    "on-break": ("!presence.break",),
    "quit": ("!app.quit",),
    "renew": ("!session.renew",),
    "whispered": ("@chat", "mo:whisper"),
    "read-along": ("@chat", "mo:monitor"),
    "joined": ("@chat", "mo:barge"),
    "taken-over": ("@chat", f">{DRAFT}", "mo:take_over"),
    "handed-back": ("@chat", "mo:take_over", "mo:hand_back"),
    "offered": ("mo:offer",),
    "broadcast": ("mo:broadcast",),
    "reminded": ("@chat", "mo:remind"),
    "board-as-agent": ("!goto.board",),
    "promises": ("@ticket", "escape"),
    "identified": ("@chat", "dana:identity", "dana:fault"),
    "offline": ("~offline",),
    "offline-chat": ("@chat", f">{DRAFT}", "~offline"),
    "signed-out": ("~signed-out",),
    "session-ends": ("~session-ends",),
    "login": ("~signed-out", "!session.renew", ">secret"),
    "tutorial": (),
    "tutorial-typing": ("@chat",),
    "too-small": (),
    "low": ("@chat", f">{DRAFT}"),
}
"""What the visitor sees."""

LEAD: Final[dict[str, tuple[str, ...]]] = {
    "lead-queue": (),
    "board": ("!goto.board",),
    "board-called": ("dana:escalate", "!goto.board"),
    "board-agents": ("dana:escalate", "!goto.board", "tab", "tab", "down"),
    "board-filter": ("!goto.board", "!queue.filter"),
    "lead-reads": ("dana:escalate", "@chat", "!conversation.monitor"),
    "lead-whispers": ("@chat", "!conversation.whisper"),
    "lead-takes-over": ("@chat", "!conversation.take_over"),
    "lead-took-over": ("dana:escalate", "@chat", "!conversation.take_over", "r", ">One moment"),
    "lead-hands-back": ("mo:take_over", "@chat", "escape", "!conversation.hand_back"),
    "lead-passes-on": ("dana:escalate", "@chat", "escape", "!escalation.pass_on"),
    "lead-offers": ("@ticket", "escape", "!conversation.offer"),
    "lead-reminds": ("@ticket", "escape", "!agent.remind"),
    "lead-broadcasts": ("!team.broadcast",),
    "lead-tables": ("!goto.tables",),
    "lead-audit": ("mo:monitor", "mo:whisper", "!goto.audit"),
    "lead-role": ("!agent.role",),
    "lead-queues": ("!agent.queues",),
    "lead-reassigns": ("!agent.reassign_all",),
}
"""What the team's lead sees."""

SENT: Final = "I am looking at it and will be back with you."

DEEDS: Final[dict[str, Callable[[str, str], ask.Command]]] = {
    "mention": lambda chat, _: ask.Note(chat, "@dana can you look at the MX record of this one?"),
    "identity": lambda chat, _: ask.CheckIdentity(chat, "pin", Identity.PASSED),
    "fault": lambda chat, _: ask.AdmitFault(chat, "MX not changed at the move", "2.1", "a month free"),
    "escalate": lambda chat, _: lead.Escalate(chat, EscalationReason.BEYOND_LIMIT, "may I give a month free?"),
    "monitor": lambda chat, _: lead.Monitor(chat),
    "whisper": lambda chat, _: lead.Whisper(chat, "Ask for the bounce message first; the MX looks wrong."),
    "barge": lambda chat, _: lead.Barge(chat),
    "take_over": lambda chat, _: lead.TakeOver(chat),
    "hand_back": lambda chat, _: lead.HandBack(chat, "Month granted, MX is changed. Wait for their test mail."),
    "offer": lambda _, ticket: lead.Offer(ticket, "dana"),
    "broadcast": lambda _, __: Broadcast("Mail on host 12 is slow again: link what comes in to the incident."),
    "remind": lambda chat, _: lead.Remind(chat, "They have waited a while for a word."),
}
"""What is done elsewhere, to the visitor's first chat or ticket."""
