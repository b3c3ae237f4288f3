"""The team as rows: who is in it and by which policies, what leads look for, and a workspace as a whole."""
