"""Pages for anybody, signed in or not."""
