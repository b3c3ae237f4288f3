"""Conversations in files: one reader per format, and the writers for export."""
