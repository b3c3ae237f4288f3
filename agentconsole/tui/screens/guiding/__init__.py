"""What teaches the keys while one works: hints, the manual and the tutorial."""
