"""Calls beside the line, pure: promised, made, and put on record."""
