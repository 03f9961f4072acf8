"""Pages for whoever checks."""
