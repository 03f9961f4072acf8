"""Everything that programs ask, under two addresses; nothing of it knows a cookie."""

from flask import Blueprint, Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from lms.api import auth, describing, engagements, errors, imports, people, scim
from lms.delivery import kit
from lms.kernel.permissions import PUBLIC
from lms.kernel.version import VERSION as RELEASE

VERSION = "/api/v1"


def install(app: Flask, *, url_prefix: str | None) -> None:
    """Put the doors for programs beside the pages."""
    app.url_map.converters["anything"] = errors.Anything
    app.register_blueprint(_door("lms_api", f"{url_prefix or ''}{VERSION}", RESOURCES))
    scim.install(app, url_prefix=url_prefix)


def _door(name: str, url_prefix: str, resources: tuple[Blueprint, ...]) -> Blueprint:
    door = Blueprint(name, __name__, url_prefix=url_prefix)
    errors.register(door)
    door.before_request(_enter)
    door.add_url_rule("/openapi.json", "described", described, methods=["GET"])
    door.after_request(_guarded)
    for one in resources:
        door.register_blueprint(one)
    door.add_url_rule(
        "/<anything:rest>",
        "nowhere",
        errors.nowhere,
        methods=[one for one in errors.METHODS if one != "HEAD"],
        merge_slashes=False,
    )
    return door


def _enter() -> None:
    """Let in who has a token; the description of the service is for anybody."""
    if not (request.endpoint or "").endswith(".described"):
        auth.authenticate()


@kit.requires(PUBLIC)
def described() -> ResponseReturnValue:
    """Return what the service can do, as OpenAPI 3.1, made from what checks requests."""
    address = request.url_root.rstrip("/") + request.path.rpartition("/")[0]
    title = f"{kit.settings().council_name}: training register"
    return jsonify(describing.document(title, RELEASE, address))


def _guarded(answer: Response) -> Response:
    """Add the headers that keep an answer to whom it is for."""
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    return answer


RESOURCES: tuple[Blueprint, ...] = (people.pages, engagements.pages, imports.pages)
"""Every noun's resources; a new file adds its line."""
