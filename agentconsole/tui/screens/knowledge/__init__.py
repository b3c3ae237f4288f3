"""What the team knows, at the keyboard: responses, articles, incidents and mentions."""
