"""The proof: every package here mirrors one of the house, and says what it would catch."""
