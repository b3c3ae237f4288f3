"""Ready-made sets of keys: the table's own, and what hands from other programs reach for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VIM = MappingProxyType(
    {
        "conversation.reply": "r,i",
        "conversation.note": "I",
        "conversation.identity": "D",
        "queue.page_down": "pagedown,ctrl+d",
        "queue.page_up": "pageup,ctrl+u",
        "transcript.page_down": "pagedown,space,ctrl+d",
        "transcript.page_up": "pageup,ctrl+u",
        "conversation.undo": "z,u",
        "goto.due": "n",
        "queue.open": "enter,l,right,o",
        "presence.available": "V",
        "conversation.resolve": "e,x",
        "conversation.resolve_stay": "E,X",
        "whisper.decline": "apostrophe",
        "offer.decline": "comma",
        "unsent.insert": "quotation_mark",
        "agent.remind": "semicolon",
        "queue.mark_all": "asterisk",
        "view.keep": "ampersand",
    }
)
"""`i` begins to write, `u` takes back, Ctrl+D and Ctrl+U page, `n` is the next that is due."""

ZENDESK = MappingProxyType(
    {
        "conversation.reply": "c",
        "conversation.note": "x",
        "conversation.resolve": "s",
        "conversation.resolve_stay": "S",
        "conversation.start": "e",
        "conversation.reopen": "o",
        "conversation.pend": "p",
        "conversation.claim": "g",
        "chat.take_next": "n",
        "goto.menu": "v",
        "queue.filter": "f,slash",
        "presence.available": "b",
        "callback.complete": "R",
        "pane.close": "w,q",
        "conversation.snooze": "h",
        "conversation.hold": "H",
        "transcript.all": "a",
        "conversation.ask_help": "apostrophe",
        "conversation.whisper": "m",
        "conversation.link_incident": "i",
        "conversation.hand_back": "V",
        "conversation.offer": "full_stop",
        "agent.remind": "semicolon",
        "offer.decline": "comma",
        "queue.mark": "asterisk",
        "queue.mark_all": "percent_sign",
        "conversation.repeat": "dollar_sign",
    }
)
"""The letters of Zendesk's Ctrl+Alt keys, which terminals do not send: public, internal, solved, open, pending."""

PRESETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"default": MappingProxyType({}), "vim": VIM, "zendesk": ZENDESK}
)
