"""What the team knows, pure: responses, articles, incidents, who was named in a note, and what is alike."""
