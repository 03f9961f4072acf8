"""How often one network address may try something in an hour."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request
from limits import RateLimitItemPerHour

from lms.delivery.state import state
from lms.kernel.errors import Conflict
from lms.kernel.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")


class TooManyTries(Conflict):
    """Somebody tried too often from one network address."""

    def __init__(self) -> None:
        super().__init__(
            "There were too many tries from your network. Wait an hour, or ask whoever sent you "
            "here to help."
        )


def limited(
    what: str, most: Callable[[Settings], int], *, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let one network address do this so often in an hour; what is tried more is refused.

    Args:
        what: tries of the same name count together.
        most: how many, by the council's settings.
        methods: which requests count.

    """

    def close(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def closed(*args: P.args, **kwargs: P.kwargs) -> R:
            if request.method in methods:
                here = state()
                item = RateLimitItemPerHour(most(here.settings))
                if not here.limiter.hit(item, what, request.remote_addr or ""):
                    raise TooManyTries
            return view(*args, **kwargs)

        return closed

    return close


def failed(what: str, most: int) -> None:
    """Count a try that went wrong. Raises TooManyTries once there were ``most`` in an hour.

    For ways in by which a whole council comes from one network address: what goes well is
    not counted.
    """
    if not state().limiter.hit(RateLimitItemPerHour(most), what, request.remote_addr or ""):
        raise TooManyTries


def check_failed(what: str, most: int) -> None:
    """Raise TooManyTries where so many tries went wrong that no more are looked at."""
    if not state().limiter.test(RateLimitItemPerHour(most), what, request.remote_addr or ""):
        raise TooManyTries
