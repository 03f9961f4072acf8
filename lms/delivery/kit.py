"""Who asks, what they may do, and the work they open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import g
from sqlalchemy.orm import Session

from lms import consequences
from lms.delivery.state import state
from lms.kernel.days import council_day
from lms.kernel.errors import NotAllowed, NotFound
from lms.kernel.permissions import Actor, Permission
from lms.kernel.settings import Settings
from lms.kernel.work import Work, begin, transact

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


class SignInNeeded(NotAllowed):
    """Nobody is signed in, and the page is not for everybody; the answer is the sign-in page."""

    def __init__(self) -> None:
        super().__init__("Sign in to see this page.")


class NothingHere(NotFound):
    """There is no such thing, or it is none of theirs: the same answer, word for word."""

    def __init__(self) -> None:
        super().__init__("There is nothing here that you may see.")


def session() -> Session:
    """Return the request's session."""
    return state().session()


def settings() -> Settings:
    """Return the council's settings."""
    return state().settings


def now() -> datetime:
    """Return the instant of this request; one reading of the clock for all of it."""
    if "lms_now" not in g:
        g.lms_now = state().clock()
    return cast("datetime", g.lms_now)


def today() -> date:
    """Return the council's day."""
    return council_day(now())


def actor() -> Actor:
    """Return whoever is signed in; loaded once a request."""
    if "lms_actor" not in g:
        g.lms_actor = state().actor()
    return cast("Actor", g.lms_actor)


def may(permission: Permission, subject: object = None) -> bool:
    """Tell whether whoever is signed in may; for templates and menus."""
    return actor().may(permission, subject)


@contextmanager
def work(*, by: Actor | None = None) -> Iterator[Work]:
    """Open a piece of work on behalf of whoever is signed in, or of ``by``."""
    here = state()
    piece = Work(
        session=here.session(),
        actor=by or actor(),
        now=now(),
        settings=here.settings,
        store=here.store,
        recorder=consequences.follow,
        is_heard=bool(here.plugins.hook.happened.get_hookimpls()),
    )
    with transact(piece, announce=lambda event: here.plugins.hook.happened(event=event)) as opened:
        yield opened
    if piece.has_recorded:
        here.wake()


def writes(view: Callable[P, R]) -> Callable[P, R]:
    """Begin to write before anybody is asked who they are: one transaction instead of two.

    For the few views that are opened again and again and always write. Outermost.
    """

    @wraps(view)
    def begun(*args: P.args, **kwargs: P.kwargs) -> R:
        begin(session())
        return view(*args, **kwargs)

    return begun


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Close a view to those without ``permission``. The route test looks for the mark."""

    def close(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def closed(*args: P.args, **kwargs: P.kwargs) -> R:
            check(permission)
            return view(*args, **kwargs)

        return _marked(closed, permission)

    return close


def requires_over(
    permission: Permission, load: Callable[[Session, Any], S]
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Load what the address first names, check ``permission`` over it, hand it to the view.

    The view never sees an id it might forget to check. Further parts of the address are
    handed on by name. A refusal does not tell whether the thing exists: who may do this to
    nobody at all is refused before anything is loaded, and who may do it to some is answered
    alike about all others, whether there are any or not.
    """

    def close(view: Callable[..., R]) -> Callable[..., R]:
        @wraps(view)
        def closed(**address: Any) -> R:  # noqa: ANN401 - whatever the address holds
            check(permission)
            first = next(iter(address))
            subject = _reached(permission, load, address.pop(first))
            return view(subject, **address)

        return _marked(closed, permission)

    return close


def _reached(permission: Permission, load: Callable[[Session, Any], S], key: object) -> S:
    """Return what ``load`` finds. Raises NothingHere where nothing is theirs, or there is none."""
    sees_all = actor().reach(permission).everyone
    try:
        subject = load(session(), key)
    except NotFound:
        if sees_all:
            raise
        raise NothingHere from None
    if sees_all:
        check(permission, subject)
    elif not may(permission, subject):
        raise NothingHere
    return subject


def check(permission: Permission, subject: object = None) -> None:
    """Raise NotAllowed unless whoever is signed in holds ``permission``."""
    asking = actor()
    if asking.may(permission, subject):
        return
    if asking.id is None:
        raise SignInNeeded
    msg = f"You do not have permission to {permission.label.lower()}."
    raise NotAllowed(msg)


def _marked(view: Callable[P, R], permission: Permission) -> Callable[P, R]:
    cast("Any", view).permission = permission
    return view
