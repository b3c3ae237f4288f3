"""The rules around team leads, pure: who is called, reads along, takes over, gives back, and what may need one."""
