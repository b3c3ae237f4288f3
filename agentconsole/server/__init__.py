"""The team's REST backend: a thin door over the engine, with sessions, a policy and a wake-up, and no rule."""
