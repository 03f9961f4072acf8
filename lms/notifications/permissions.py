"""What one may do: notifications."""

from lms.kernel.permissions import Permission

READ = Permission("notifications.read", "See the messages")
