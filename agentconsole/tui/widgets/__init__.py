"""The panes of the console: each draws one kind of value and speaks through messages only."""
