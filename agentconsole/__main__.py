"""`python -m agentconsole`, and the entry point of the `agentconsole` command."""
