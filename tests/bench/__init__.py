"""How fast the console is, as ratios to a floor or a peer measured in the same run: `python -m tests.bench`."""
