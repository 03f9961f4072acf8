"""Pages for whoever learns."""
