"""Which system asks: bearer tokens and their scopes. Source: RFC 6750."""

from typing import ParamSpec, TypeVar

from flask import g, request
from limits import RateLimitItemPerHour

from lms.api.errors import NoToken
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


def _count_wrong(secret: str) -> None:
    """Count tries with wrong secrets; a request that names none is only refused."""
    if not secret:
        return
    item = RateLimitItemPerHour(state().settings.token_tries)
    if not state().limiter.hit(item, "token", request.remote_addr or ""):
        raise TooManyTries
