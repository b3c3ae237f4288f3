"""Figures of shifts and proofs for leads: pure arithmetic first, what reads the store and what words it beside it."""
