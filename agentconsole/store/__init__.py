"""The tables: one SQLite file where everything the agent sees and does is kept."""
