"""The proofs: each promise tried at length, and each proof tried on a bug planted for it."""
