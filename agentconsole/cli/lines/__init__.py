"""What line commands take and print, and how they explain themselves."""
