"""The whole console in a real terminal, on a real store: what the screen shows and what the store then holds."""
