"""The resident: a process of the agent's that has the screens loaded, and forks a console whenever one is begun."""
