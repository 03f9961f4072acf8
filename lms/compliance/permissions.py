"""What one may do: compliance."""

from lms.kernel.permissions import Permission

READ = Permission("compliance.read", "See who is trained")
CHECK = Permission("compliance.check", "Hold a list against the register")
