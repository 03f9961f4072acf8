"""Obligations against proof; known starters against those enrolled."""
