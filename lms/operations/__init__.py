"""Demo, doctor, backup: what an operator does."""
