"""What one may do: certificates."""

from lms.kernel.permissions import Permission

READ = Permission("certificates.read", "See a certificate")
LIST = Permission("certificates.list", "See the list of certificates")
WITHDRAW = Permission("certificates.withdraw", "Withdraw a certificate")
