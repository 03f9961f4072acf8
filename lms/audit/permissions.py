"""What one may do: audit."""

from lms.kernel.permissions import Permission

READ = Permission("audit.read", "See the record of what happened")
