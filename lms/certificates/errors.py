"""Why a certificate request may be declined."""

from lms.kernel.errors import Conflict, NotFound


class AlreadyWithdrawn(Conflict):
    """It was withdrawn before."""

    def __init__(self, number: str) -> None:
        super().__init__(f"Certificate {number} has already been withdrawn.")


class NoSuchCertificate(NotFound):
    """No certificate has that number, or none that may be seen here."""

    def __init__(self) -> None:
        super().__init__(
            "We issued no certificate with that number. Check each letter and digit: there are "
            "sixteen, in groups of four."
        )
