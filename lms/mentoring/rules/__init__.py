"""Who may mentor whom, how well they fit, and the best whole set of pairings; pure."""
