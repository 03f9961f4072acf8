"""The council's directory at the door: SCIM 2.0 under ``/scim/v2``. Source: RFC 7644."""

import json
import re
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerMinute
from scim2_models import Context, SCIMException

from lms.api import auth, scim_bulk, scim_doing, scim_errors
from lms.api import scim_shapes as shapes
from lms.api.errors import METHODS, nowhere
from lms.api.scim_asking import LIST, PREFIX, asked_for, base, listed, trimmed
from lms.api.scim_doing import Document
from lms.api.scim_errors import answered
from lms.delivery import kit
from lms.delivery.limits import TooManyTries
from lms.delivery.state import state
from lms.directory import permissions

TAG = re.compile(r'(?:W/)?"(\d{1,9})"')

pages = Blueprint("lms_scim", __name__)


def install(app: Flask, *, url_prefix: str | None) -> None:
    """Put the directory's door beside the pages."""
    app.register_blueprint(pages, url_prefix=f"{url_prefix or ''}{PREFIX}")


scim_errors.register(pages)


@pages.before_request
def enter() -> None:
    """Let in whoever has a token for it, as often as a directory may need."""
    auth.authenticate()
    kit.check(permissions.KEEP)
    here = state()
    item = RateLimitItemPerMinute(here.settings.scim_requests)
    if not here.limiter.hit(item, "scim", str(kit.actor().id)):
        raise TooManyTries
    if request.content_length and request.content_length > shapes.MOST_BYTES:
        raise TooLarge


class TooLarge(SCIMException):
    """More was sent at once than is read."""

    status = 413
    _default_detail = f"Send at most {shapes.MOST_BYTES:,} bytes at once, in several requests."


class NotJson(SCIMException):
    """What was sent is no JSON object."""

    status = 400
    scim_type = "invalidSyntax"
    _default_detail = "Send a JSON object."


@pages.after_request
def guarded(answer: Response) -> Response:
    """Add the headers that keep an answer to whom it is for."""
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def sent() -> Any:  # noqa: ANN401 - JSON
    """Return the JSON object of the request. Raises NotJson."""
    try:
        found = json.loads(request.get_data(cache=False))
        letters = json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJson from None
    # A NUL, or half a letter, stands in no database.
    if not isinstance(found, dict) or rb"\u0000" in letters:
        raise NotJson
    return found


def if_match() -> int | None:
    """Return the version that a change was made from; None where nobody says."""
    given = request.headers.get("If-Match", "").strip()
    if not given or given == "*":
        return None
    found = TAG.fullmatch(given)
    return int(found.group(1)) if found else 0


def one(document: Document, status: int = 200) -> Response:
    """Return one resource with its entity tag; only the parts that were asked for."""
    tag = document["meta"]["version"]
    if request.method == "GET" and request.headers.get("If-None-Match", "").strip() == tag:
        answer = Response(status=304)
        answer.headers["ETag"] = tag
        return answer
    headers = {"ETag": tag}
    if status == 201:
        headers["Location"] = document["meta"]["location"]
    return answered(trimmed(document, asked_for(request.args)), status, headers)


@pages.get("/Users")
@kit.requires(permissions.KEEP)
def users() -> ResponseReturnValue:
    """List users."""
    return listed(asked_for(request.args), "Users")


@pages.post("/Users/.search")
@kit.requires(permissions.KEEP)
def search_users() -> ResponseReturnValue:
    """List users, asked for in the body."""
    return listed(asked_for(sent()), "Users")


@pages.post("/Users")
@kit.requires(permissions.KEEP)
def create_user() -> ResponseReturnValue:
    """Take in a user."""
    return one(scim_doing.create_user(sent(), base()), 201)


@pages.get("/Users/<key>")
@kit.requires(permissions.KEEP)
def show_user(key: str) -> ResponseReturnValue:
    """Show a user."""
    return one(scim_doing.get_user(key, base()))


@pages.put("/Users/<key>")
@kit.requires(permissions.KEEP)
def replace_user(key: str) -> ResponseReturnValue:
    """Put what is sent in the place of a user."""
    return one(scim_doing.replace_user(key, sent(), base(), if_match()))


@pages.patch("/Users/<key>")
@kit.requires(permissions.KEEP)
def patch_user(key: str) -> ResponseReturnValue:
    """Change parts of a user."""
    return one(scim_doing.patch_user(key, sent(), base(), if_match()))


@pages.delete("/Users/<key>")
@kit.requires(permissions.KEEP)
def delete_user(key: str) -> ResponseReturnValue:
    """Forget a user."""
    scim_doing.delete_user(key, if_match())
    return Response(status=204)


@pages.get("/Groups")
@kit.requires(permissions.KEEP)
def groups() -> ResponseReturnValue:
    """List groups."""
    return listed(asked_for(request.args), "Groups")


@pages.post("/Groups/.search")
@kit.requires(permissions.KEEP)
def search_groups() -> ResponseReturnValue:
    """List groups, asked for in the body."""
    return listed(asked_for(sent()), "Groups")


@pages.post("/Groups")
@kit.requires(permissions.KEEP)
def create_group() -> ResponseReturnValue:
    """Take in a group."""
    return one(scim_doing.create_group(sent(), base()), 201)


@pages.get("/Groups/<key>")
@kit.requires(permissions.KEEP)
def show_group(key: str) -> ResponseReturnValue:
    """Show a group."""
    return one(scim_doing.get_group(key, base()))


@pages.put("/Groups/<key>")
@kit.requires(permissions.KEEP)
def replace_group(key: str) -> ResponseReturnValue:
    """Put what is sent in the place of a group."""
    return one(scim_doing.replace_group(key, sent(), base(), if_match()))


@pages.patch("/Groups/<key>")
@kit.requires(permissions.KEEP)
def patch_group(key: str) -> ResponseReturnValue:
    """Change parts of a group."""
    return one(scim_doing.patch_group(key, sent(), base(), if_match()))


@pages.delete("/Groups/<key>")
@kit.requires(permissions.KEEP)
def delete_group(key: str) -> ResponseReturnValue:
    """Forget a group."""
    scim_doing.delete_group(key, if_match())
    return Response(status=204)


@pages.post("/.search")
@kit.requires(permissions.KEEP)
def search() -> ResponseReturnValue:
    """List users and groups, asked for in the body."""
    return listed(asked_for(sent()), "Users", "Groups")


@pages.post("/Bulk")
@kit.requires(permissions.KEEP)
def bulk() -> ResponseReturnValue:
    """Do several things, each by itself."""
    return answered(scim_bulk.done(sent(), base()))


@pages.get("/ServiceProviderConfig")
@kit.requires(permissions.KEEP)
def provider() -> ResponseReturnValue:
    """Say what the service can do."""
    return answered(_described(shapes.config(), f"{base()}/ServiceProviderConfig"))


@pages.get("/ResourceTypes")
@kit.requires(permissions.KEEP)
def resource_types() -> ResponseReturnValue:
    """Say what there is."""
    return _described_list([_type(one) for one in shapes.RESOURCE_TYPES])


@pages.get("/ResourceTypes/<key>")
@kit.requires(permissions.KEEP)
def resource_type(key: str) -> ResponseReturnValue:
    """Say what one kind of resource is."""
    found = next((one for one in shapes.RESOURCE_TYPES if one.id == key), None)
    return answered(_type(found)) if found is not None else scim_errors.error(404, NO_SUCH)


@pages.get("/Schemas")
@kit.requires(permissions.KEEP)
def schemas() -> ResponseReturnValue:
    """Say what resources are made of."""
    return _described_list([_schema(one) for one in shapes.PROVIDER.schemas])


@pages.get("/Schemas/<key>")
@kit.requires(permissions.KEEP)
def schema(key: str) -> ResponseReturnValue:
    """Say what one schema is made of."""
    found = next((one for one in shapes.PROVIDER.schemas if str(one.id) == key), None)
    return answered(_schema(found)) if found is not None else scim_errors.error(404, NO_SUCH)


NO_SUCH = "There is nothing of that name."


def _described_list(some: list[Document]) -> Response:
    if request.args.get("filter"):
        return scim_errors.error(403, "What the service is made of cannot be filtered.")
    return answered(
        {
            "schemas": [LIST],
            "totalResults": len(some),
            "startIndex": 1,
            "itemsPerPage": len(some),
            "Resources": some,
        }
    )


def _described(thing: Any, location: str) -> Document:  # noqa: ANN401 - of three kinds
    found: Document = thing.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    kind = type(thing).__name__
    return {**found, "meta": {"resourceType": kind, "location": location}}


def _type(thing: Any) -> Document:  # noqa: ANN401
    return _described(thing, f"{base()}/ResourceTypes/{thing.id}")


def _schema(thing: Any) -> Document:  # noqa: ANN401
    return _described(thing, f"{base()}/Schemas/{thing.id}")


pages.add_url_rule(
    "/<anything:rest>",
    "nowhere",
    nowhere,
    methods=[one for one in METHODS if one != "HEAD"],
)
