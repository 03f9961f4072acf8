"""Everything that programs ask, under two addresses; nothing of it knows a cookie."""

from flask import Blueprint, Flask, Response

from lms.api import auth, errors, scim

VERSION = "/api/v1"


def install(app: Flask, *, url_prefix: str | None) -> None:
    """Put the doors for programs beside the pages."""
    app.register_blueprint(_door("lms_api", f"{url_prefix or ''}{VERSION}", RESOURCES))
    scim.install(app, url_prefix=url_prefix)


def _door(name: str, url_prefix: str, resources: tuple[Blueprint, ...]) -> Blueprint:
    door = Blueprint(name, __name__, url_prefix=url_prefix)
    errors.register(door)
    door.before_request(auth.authenticate)
    door.after_request(_guarded)
    for one in resources:
        door.register_blueprint(one)
    door.add_url_rule(
        "/<path:rest>",
        "nowhere",
        errors.nowhere,
        methods=[one for one in errors.METHODS if one != "HEAD"],
    )
    return door


def _guarded(answer: Response) -> Response:
    """Add the headers that keep an answer to whom it is for."""
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    return answer


RESOURCES: tuple[Blueprint, ...] = ()
"""Every noun's resources; a new file adds its line."""
