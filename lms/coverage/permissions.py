"""What one may do: coverage."""

from lms.kernel.permissions import Permission

READ = Permission("coverage.read", "See who was reached and who was missed")
ASK = Permission("coverage.ask", "Ask a line manager about a starter")
"""Marking somebody as not a starter ends an engagement, and takes what ending one takes."""
