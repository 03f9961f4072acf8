"""What one may do: intake."""

from lms.kernel.permissions import Permission

IMPORT = Permission("intake.import", "Import people from a file")
HAND_IN = Permission("intake.hand_in", "Send the list of your agency's workers")
READ = Permission("intake.read", "See which lists came, and what they came to")
