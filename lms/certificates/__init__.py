"""Proof of a completion, on paper and on the page."""
