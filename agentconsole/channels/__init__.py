"""How customers reach the team: each way in is a small adapter, and none of them holds a rule."""
