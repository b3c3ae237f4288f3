"""What commands need of a team: its server, its people, the terminal's session, and the team's store as a whole."""
