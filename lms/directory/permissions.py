"""What one may do: the directory."""

from lms.kernel.permissions import Permission

KEEP = Permission("directory.keep", "Tell of people and groups as a directory does, by SCIM")
