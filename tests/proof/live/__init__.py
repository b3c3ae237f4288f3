"""Long figures on real engines and real servers, each a module with a command, and short in CI."""
