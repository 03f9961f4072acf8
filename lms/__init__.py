"""Outset: every starter trained to safeguard children, and nobody missed."""

__version__ = "0.1.0"
