"""Why what a directory asks cannot be."""

from lms.kernel.errors import Conflict, NotFound


class NoSuchUser(NotFound):
    """There is no such user, or it was deleted."""

    def __init__(self) -> None:
        super().__init__("There is no such user. It may have been deleted.")


class NoSuchGroup(NotFound):
    """There is no such group, or it was deleted."""

    def __init__(self) -> None:
        super().__init__("There is no such group. It may have been deleted.")


class UserNameTaken(Conflict):
    """Another user has that name."""

    def __init__(self) -> None:
        super().__init__("Another user has this userName. Look for it by a filter, and change it.")


class GroupNameTaken(Conflict):
    """Another group has that name."""

    def __init__(self) -> None:
        super().__init__("Another group has this displayName. Look for it by a filter.")


class VersionChanged(Conflict):
    """Somebody changed it since it was asked for."""

    def __init__(self) -> None:
        super().__init__("It was changed since you asked for it. Ask again, then send the change.")
