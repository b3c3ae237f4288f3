"""A whole shift at speed through a real console in a terminal: it neither grows, nor slows, nor paints a wrong row."""
