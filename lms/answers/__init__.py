"""What managers and starters themselves tell of who starts, and what waits for somebody's yes."""
