"""Tests of `agentconsole.workspace` on real stores."""
