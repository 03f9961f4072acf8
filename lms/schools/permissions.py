"""What one may do: the register of schools."""

from lms.kernel.permissions import Permission

IMPORT = Permission("schools.import", "Bring in the register of schools")
