"""What one signed-in agent sees and may do: the only door the screens use."""
