"""What tests stand on: builders, a real terminal, a floor to measure against."""
