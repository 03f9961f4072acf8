"""What one may do: learning."""

from lms.kernel.permissions import Permission

TAKE = Permission("learning.take", "Take a module")
SETTLE_TALK = Permission("learning.settle_talk", "Say that a talk was had")
