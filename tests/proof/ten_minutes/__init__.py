"""Ten minutes of a team at work while servers, database, line and consoles are killed and cut at random."""
