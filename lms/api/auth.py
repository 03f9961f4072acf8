"""Which system asks: bearer tokens and their scopes. Source: RFC 6750."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import g, request
from limits import RateLimitItemPerHour

from lms.api.errors import NoScope, NoToken
from lms.delivery import kit
from lms.delivery.limits import TooManyTries
from lms.delivery.state import state
from lms.identity import commands, queries, rules
from lms.policy import TokenActor

P = ParamSpec("P")
R = TypeVar("R")

PREFIX = "bearer "


def authenticate() -> None:
    """Find out which system asks, before any view; no cookie counts here.

    Raises:
        NoToken: there is no token, or none that works.
        TooManyTries: wrong ones came too often from one network address.

    """
    given = request.headers.get("Authorization", "")
    secret = given[len(PREFIX) :].strip() if given[: len(PREFIX)].lower() == PREFIX else ""
    found = None
    if secret.startswith(rules.TOKEN_MARK):
        found = queries.token_of(kit.session(), rules.secret_hash(secret), kit.now())
    if found is None:
        _count_wrong(secret)
        raise NoToken
    g.lms_actor = TokenActor(id=found.id, name=found.name, scopes=frozenset(found.scopes))
    if found.last_used_on != kit.today():
        with kit.work() as work:
            commands.used_token(work, found.id)


def actor() -> TokenActor:
    """Return the system that asks."""
    return cast("TokenActor", kit.actor())


def needs(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Close a view to tokens without ``scope``. A test looks for the mark."""

    def close(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def closed(*args: P.args, **kwargs: P.kwargs) -> R:
            if scope not in actor().scopes:
                raise NoScope(scope)
            return view(*args, **kwargs)

        cast("Any", closed).scope = scope
        return closed

    return close


def _count_wrong(secret: str) -> None:
    """Count tries with wrong secrets; a request that names none is only refused."""
    if not secret:
        return
    item = RateLimitItemPerHour(state().settings.token_tries)
    if not state().limiter.hit(item, "token", request.remote_addr or ""):
        raise TooManyTries
