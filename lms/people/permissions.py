"""What one may do: people."""

from lms.kernel.permissions import Permission

LIST = Permission("people.list", "See the list of people")
READ = Permission("people.read", "See a person")
ADD = Permission("people.add", "Add a starter")
READ_HISTORY = Permission("people.read_history", "See what happened concerning a person")
READ_TEAM = Permission("people.read_team", "See your own team")
READ_WORKERS = Permission("people.read_workers", "See your agency's workers")
CHANGE = Permission("people.change", "Change a person's details")
MERGE = Permission("people.merge", "Merge records of one person")
END = Permission("people.end", "End an engagement early")
SEE_PLACES = Permission("people.see_places", "See units, agencies and groups")
SEE_SETTINGS = Permission("people.see_settings", "See settings")
CHANGE_SETTINGS = Permission("people.change_settings", "Change settings")
APPOINT = Permission("people.appoint", "Say who is DSL at a setting")
ARRANGE = Permission("people.arrange", "Arrange units, agencies and groups")
READ_DUTIES = Permission("people.read_duties", "See who holds which duty")
GRANT = Permission("people.grant", "Give and withdraw duties")
