"""Tests of `agentconsole.engine` on real stores."""
