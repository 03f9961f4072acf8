"""The public register of schools, and what it changes in the council's own list of settings."""
