"""Programs the end-to-end tests run in a terminal."""
