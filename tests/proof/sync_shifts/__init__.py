"""Whole shifts on a virtual clock over the real sync code: consoles, a lead, one engine, and a world that fails."""
