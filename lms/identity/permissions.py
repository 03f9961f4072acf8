"""What one may do: identity."""

from lms.kernel.permissions import Permission

INVITE = Permission("identity.invite", "Invite a person")
KEEP_TOKENS = Permission("identity.keep_tokens", "Give and revoke tokens of other systems")
PRINT_CARD = Permission("identity.print_card", "Print a sign-in card")
READ_ACCOUNTS = Permission("identity.read_accounts", "See the accounts a person signs in with")
READ_UNKNOWN = Permission("identity.read_unknown", "See who signed in and is in no list")
UNLINK = Permission("identity.unlink", "Unlink an account from a person")
