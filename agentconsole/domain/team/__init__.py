"""The team and its agents, pure: who they are, what they may hold and see, and how they sign in."""
