"""Simulated contacts, agents and faults from fixtures and a seed: the demo and the proof."""
