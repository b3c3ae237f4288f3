"""What the documentation shows: a picture of the console, made from the running program."""
