"""What the team owes and by when, pure: levels, clocks, reminders, and to whose figures a broken promise counts."""
