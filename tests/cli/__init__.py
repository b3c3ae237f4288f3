"""The line commands, tried as they are typed."""
