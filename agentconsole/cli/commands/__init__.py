"""One module per command: its name is the command's, its `command` what answers; a new command is a new file."""
