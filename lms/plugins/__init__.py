"""What ships as a plugin."""
