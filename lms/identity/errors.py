"""Why somebody may not come in this way."""

from lms.kernel.errors import Conflict, Invalid, NotAllowed


class LinkSpent(Conflict):
    """The link was used, is too old, or a newer one replaced it."""

    def __init__(self) -> None:
        super().__init__(
            "This link has been used already or is too old. Ask for a new one: it takes a minute."
        )


class WrongCode(Invalid):
    """The code is not the one that was sent."""

    def __init__(self, left: int) -> None:
        more = (
            f"You have {left} more {'try' if left == 1 else 'tries'}."
            if left
            else ("That was the last try, so this code no longer works. Ask for a new link.")
        )
        super().__init__(f"That is not the code in the newest message. {more}", field="code")


class NoAddress(Conflict):
    """There is no address to write to."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"We have no email address for {name}. Add one, or print a sign-in card instead."
        )


class NotHere(Conflict):
    """The person's last engagement ended too long ago."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no engagement that lets them sign in. Check the start and end days first."
        )


class CardGuarded(NotAllowed):
    """A card would open more than whoever prints it may open themselves."""

    def __init__(self, name: str, duty: str) -> None:
        super().__init__(
            f"{name} holds the duty of {duty}, and whoever has their card could act as them. Ask "
            f"{'an administrator' if duty in {'administrator', 'approver'} else 'HR'} to print "
            "it, or let them ask for a link with their email address."
        )


class CardNotNeeded(Conflict):
    """They have an address that works, and have used it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has signed in before and has an email address, so they need no card: the "
            "sign-in page sends them a link. If they can no longer read mail there, ask HR."
        )
