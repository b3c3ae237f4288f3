"""Who the agent is talking to: their page, and what helped others."""
