"""What the three doors share: who asks, and the work they open."""
