"""Why somebody may not come in this way."""

from typing import ClassVar

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


class NameUsed(Conflict):
    """Another token has that name, or had it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a token called {name} already. Choose another name.")


class AlreadyRevoked(Conflict):
    """The token was revoked before."""

    def __init__(self, name: str, day: str) -> None:
        super().__init__(f"The token {name} was revoked on {day} already. Nothing to do.")


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


class NotThroughProvider(Conflict):
    """Somebody could not come in through an identity provider.

    Attributes:
        heading: what is so, for the page's heading.

    """

    heading = "We could not sign you in"

    def __init__(self, said: str, *, heading: str = "") -> None:
        super().__init__(said)
        self.heading = heading or self.heading


class ProviderSilent(NotThroughProvider):
    """The provider does not answer, or not in time."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The sign-in of {name} takes too long or is out of order. It is not your doing. Have "
            "a link sent instead: that works without it.",
            heading=f"{name} does not answer just now",
        )


class ProviderSetUpWrong(NotThroughProvider):
    """The provider and our settings do not fit each other.

    Attributes:
        why: for whoever runs the site; it holds no secret and nobody's data.

    """

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"Something between this site and {name} is not set up as it should be. Tell whoever "
            "runs the site; until it is mended, have a link sent instead.",
            heading=f"Signing in with {name} does not work yet",
        )
        self.why = why


class SignInUnknown(NotThroughProvider):
    """What came back was not begun in this browser, or was used already."""

    def __init__(self) -> None:
        super().__init__(
            "This way in was not begun in this browser, or it was used already: each works once. "
            "Nothing is lost. Begin again.",
            heading="Begin your sign-in again",
        )


class SignInTooOld(NotThroughProvider):
    """Too long passed between leaving for the provider and coming back."""

    def __init__(self) -> None:
        super().__init__(
            "Too long passed between leaving this site and coming back. Nothing is lost. Begin "
            "again.",
            heading="Your sign-in took too long",
        )


class ProviderDeclined(NotThroughProvider):
    """The person, or the provider, said no."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"You, or {name}, stopped the sign-in before it was finished. Try again; if you have "
            f"no account there, have a link sent instead. If {name} refused you, ask its IT help "
            "desk whether your account may use this site.",
            heading=f"You were not signed in with {name}",
        )


class TokenRefused(NotThroughProvider):
    """What the provider sent about somebody cannot be trusted.

    Attributes:
        fault: which check failed, in a word for whoever runs the site.

    """

    SAID: ClassVar[dict[str, str]] = {
        "nonce": "it does not belong to the sign-in that was begun here",
        "audience": "it was made for another site",
        "issuer": "it was made by another provider",
        "signature": "it is not signed with a key of theirs",
        "algorithm": "it is not signed in a way that can be trusted",
        "expired": "it is too old. A clock may be wrong: here, or there",
        "clock": "its time lies in the future. A clock may be wrong: here, or there",
    }

    def __init__(self, name: str, fault: str) -> None:
        why = self.SAID.get(fault, "it is not whole, or cannot be read")
        super().__init__(
            f"What {name} sent about you could not be trusted: {why}. Try again. If it happens "
            f"twice, tell whoever runs the site ‘{fault}’, and have a link sent instead.",
            heading="We could not be sure that it is you",
        )
        self.fault = fault


class AddressUnverified(NotThroughProvider):
    """The provider does not vouch for the address, so nobody can be recognised by it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has not confirmed that your email address is yours, so we cannot tell by it "
            "who you are. Have a link sent to your address instead: whoever opens it has shown "
            "that it is theirs.",
            heading="Your address is not confirmed",
        )


class AddressOfTwo(NotThroughProvider):
    """Two people in the register have the address."""

    def __init__(self) -> None:
        super().__init__(
            "Two people in our register have your email address, so we cannot tell which of them "
            "you are. Ask HR to give each an address of their own; then sign in again.",
            heading="Your address belongs to two people here",
        )


class AnotherAccount(NotThroughProvider):
    """Whoever has the address signs in with another account of the same provider."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Somebody else’s account at {name} already signs in as the person with your email "
            "address. If the address was theirs before it was yours, or your account was made "
            "anew, ask HR to take the old account off.",
            heading="Your address belongs to another account",
        )
