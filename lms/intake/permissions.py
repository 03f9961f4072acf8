"""What one may do: intake."""

from lms.kernel.permissions import Permission

IMPORT = Permission("intake.import", "Import people from a file")
