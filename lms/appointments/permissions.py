"""What one may do: DSL appointments."""

from lms.kernel.permissions import Permission
from lms.people.permissions import APPOINT

READ = Permission("appointments.read", "See who is DSL where")
CHANGE = APPOINT
"""Entering somebody of a setting is people's, so that its own commands can ask for it."""
