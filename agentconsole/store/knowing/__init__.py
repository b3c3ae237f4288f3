"""What the team knows, as rows: responses, articles, incidents and mentions."""
