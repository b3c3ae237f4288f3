"""The store as a file: where it lies, how it reaches the disk, its backups, and what saves a damaged one."""
