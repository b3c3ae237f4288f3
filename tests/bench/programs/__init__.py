"""The programs the console is measured against, each run by itself in a fresh interpreter."""
