"""Tests of `agentconsole.sync` on real stores."""
