"""The rules by subject: each module answers some commands with events or a refusal."""
