"""Small questions asked over the console: all of them one form, answered with a few keys."""
