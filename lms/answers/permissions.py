"""What one may do: answers of managers, and codes of teams."""

from lms.kernel.permissions import Permission

DECIDE = Permission("answers.decide", "Say yes or no to what managers and starters told")
KEEP_CODE = Permission("answers.code", "Make a team’s code, and confirm who joins by it")
