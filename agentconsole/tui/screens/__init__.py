"""The console's screens, and the parts the main one is put together from."""
