"""What team leads see and do, and what agents see of it: the board, taking over, whispers, offers."""
