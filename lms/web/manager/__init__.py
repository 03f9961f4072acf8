"""Pages for a line manager."""
