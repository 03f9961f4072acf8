"""What one may do: assignment."""

from lms.kernel.permissions import Permission

READ = Permission("assignment.read", "See the requirements")
CHANGE = Permission("assignment.change", "Change the requirements")
EXEMPT = Permission("assignment.exempt", "Exempt a person from a requirement")
PAUSE = Permission("assignment.pause", "Pause a person's clocks")
