"""The player's memory: what was read, answered and completed."""
