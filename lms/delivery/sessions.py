"""Flask-Login's part: who a browser's session stands for, and when it ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask, g, session
from flask_login import LoginManager, current_user, login_user, logout_user

from lms.delivery import kit
from lms.delivery.actors import NOBODY, actor_of
from lms.kernel.permissions import Actor
from lms.kernel.settings import Settings
from lms.policy import PersonActor

BEGUN = "lms_begun"
"""When the session began, seconds since 1970; compared with 'sign out everywhere'."""


class SignedIn:
    """What Flask-Login holds: an actor, in the shape that it asks for."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, actor: PersonActor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        """Return the person's id."""
        return str(self.actor.id)


def install(app: Flask, settings: Settings) -> None:
    """Give ``app`` a LoginManager that knows our people; idle sessions end by themselves."""
    manager = LoginManager(app)
    manager.session_protection = None
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=settings.idle_minutes)

    def load(person_id: str) -> SignedIn | None:
        begun = datetime.fromtimestamp(session.get(BEGUN, 0), UTC)
        actor = actor_of(
            kit.session(),
            UUID(person_id),
            begun_at=begun,
            today=kit.today(),
            settings=kit.settings(),
        )
        return None if actor.id is None else SignedIn(actor)

    manager.user_loader(load)


def current_actor() -> Actor:
    """Return whoever is signed in, or nobody."""
    user = current_user._get_current_object()  # noqa: SLF001 - the way Flask-Login offers
    return user.actor if isinstance(user, SignedIn) else NOBODY


def begin(person_id: UUID) -> None:
    """Sign the browser in as the person. What an earlier session held is gone."""
    session.clear()
    session.permanent = True
    session[BEGUN] = kit.now().timestamp()
    login_user(SignedIn(PersonActor(id=person_id)))
    g.pop("lms_actor", None)


def end() -> None:
    """Sign the browser out."""
    logout_user()
    session.clear()
    g.pop("lms_actor", None)
