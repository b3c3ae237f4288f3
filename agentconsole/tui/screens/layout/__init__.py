"""Where everything stands: panes, queue and cursor, in whatever window there is."""
