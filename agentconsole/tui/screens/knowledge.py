"""Everything the console does with what the team knows, as one part of its screen."""

from __future__ import annotations

from agentconsole.tui.screens.articles import Articles
from agentconsole.tui.screens.incidents import Incidents
from agentconsole.tui.screens.mentioning import Mentioning
from agentconsole.tui.screens.responding import Responding


class Knowledge(Articles, Incidents, Mentioning, Responding):
    """Responses, articles, incidents and mentions."""
