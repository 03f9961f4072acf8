"""Whom it concerns: people, their engagements, and where they work."""
