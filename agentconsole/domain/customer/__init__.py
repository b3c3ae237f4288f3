"""Who writes to us, pure: how we make sure of it, what they have with us, and what they were given."""
