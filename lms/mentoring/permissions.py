"""What one may do: mentoring."""

from lms.kernel.permissions import Permission

COORDINATE = Permission("mentoring.coordinate", "Bring new DSLs and mentors together")
READ = Permission("mentoring.read", "See how the mentoring programme goes")
"""Dates and figures; what the two tell each other is theirs."""
