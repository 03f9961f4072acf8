"""Known starters from every source, and whom each list misses."""
