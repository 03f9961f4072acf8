"""What one may do: content."""

from lms.kernel.permissions import Permission

READ_EDITIONS = Permission("content.read_editions", "See the editions of modules")
APPROVE = Permission("content.approve", "Approve an edition")
CHANGE_CONTACTS = Permission("content.change_contacts", "Change the contacts")
