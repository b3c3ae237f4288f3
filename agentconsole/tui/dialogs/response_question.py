"""The question that keeps a response: its name, its words, what it does besides, and whose it is."""

from __future__ import annotations

from agentconsole.domain.knowledge.canned import EXAMPLES
from agentconsole.domain.knowledge.canned_commands import SaveCanned
from agentconsole.tongue import _
from agentconsole.tui.dialogs.fields import Answers, Choice, Line, Pick
from agentconsole.tui.dialogs.question import Question, form


def keeping(words: str, *, is_lead: bool) -> Question:
    """A response of these words, or of new ones; a lead chooses whose it is."""
    whose = (Pick("own", _("mine alone")), Pick("team", _("the team's")))
    about = _("{first}, {number}, {subject} are filled in, {what} is for you")
    names = {each: f"{{{{{each}}}}}" for each in ("first", "number", "subject")}
    fields = (
        Line("name", _("Name"), hint=_("short, such as dns-wait"), needed=True),
        Line("body", _("Words"), words, hint=about.format(**names, what="{{?when}}")),
        Line("deeds", _("Then"), hint=EXAMPLES),
        *((Choice("whose", _("Whose"), whose, "own"),) if is_lead else ()),
    )

    def commands(a: Answers) -> tuple[SaveCanned, ...]:
        deeds = tuple(part.strip() for part in a["deeds"].split(",") if part.strip())
        return (SaveCanned(a["name"].strip(), a["body"], a.get("whose") == "team", deeds),)

    def kept(a: Answers) -> str:
        return _("Kept: {name}. :: brings it.").format(name=a["name"].strip())

    return Question(form(_("Keep a response"), *fields), commands, kept)
