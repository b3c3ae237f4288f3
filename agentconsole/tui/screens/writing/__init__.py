"""What is written, and what becomes of it: sent, set aside, refused, taken along, and on record."""
