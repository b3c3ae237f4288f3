"""The promises, each tried with everything that could break it."""
