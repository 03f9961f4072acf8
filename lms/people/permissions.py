"""What one may do: people."""

from lms.kernel.permissions import Permission

LIST = Permission("people.list", "See the list of people")
READ = Permission("people.read", "See a person")
ADD = Permission("people.add", "Add a starter")
CHANGE = Permission("people.change", "Change a person's details")
END = Permission("people.end", "End an engagement early")
ARRANGE = Permission("people.arrange", "Arrange units, settings, agencies and groups")
READ_DUTIES = Permission("people.read_duties", "See who holds which duty")
GRANT = Permission("people.grant", "Give and withdraw duties")
