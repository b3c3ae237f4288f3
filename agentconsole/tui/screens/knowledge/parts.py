"""Everything the console does with what the team knows, as one part of its screen."""

from __future__ import annotations

from agentconsole.tui.screens.knowledge.articles import Articles
from agentconsole.tui.screens.knowledge.incidents import Incidents
from agentconsole.tui.screens.knowledge.mentioning import Mentioning
from agentconsole.tui.screens.knowledge.responding import Responding


class Knowledge(Articles, Incidents, Mentioning, Responding):
    """Responses, articles, incidents and mentions."""
