"""How a refusal is said to a directory. Source: RFC 7644, 3.12."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError
from scim2_models import Error, SCIMException
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from lms.api.errors import SAID, NoToken
from lms.delivery import kit
from lms.delivery.statuses import status_of
from lms.directory.errors import GroupNameTaken, UserNameTaken, VersionChanged
from lms.kernel.database import is_full
from lms.kernel.errors import Invalid, Refusal
from lms.people.errors import NameTaken

log = logging.getLogger(__name__)

SCIM = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
SAID_OF: Mapping[type[Refusal], tuple[int, str]] = {
    VersionChanged: (412, ""),
    UserNameTaken: (409, "uniqueness"),
    GroupNameTaken: (409, "uniqueness"),
    NameTaken: (409, "uniqueness"),
    Invalid: (400, "invalidValue"),
    NoToken: (401, ""),
}
"""Refusal → status and scimType, where its own status does not say it."""


def error(status: int, detail: str, kind: str = "", **headers: str) -> Response:
    """Return an answer that says what is wrong and what to do."""
    return answered(body(status, detail, kind), status, headers)


def body(status: int, detail: str, kind: str = "") -> dict[str, Any]:
    """Return what such an answer says."""
    found = {"schemas": [ERROR], "status": str(status), "detail": detail}
    return {**found, "scimType": kind} if kind else found


def answered(
    document: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a document as an answer."""
    answer = Response(current_app.json.dumps(document), status=status, mimetype=SCIM)
    answer.headers.update(headers or {})
    return answer


def of(refusal: Exception) -> tuple[int, str, str]:
    """Return status, words and scimType of a refusal."""
    if isinstance(refusal, SCIMException):
        return refusal.status, refusal.detail, refusal.scim_type
    if isinstance(refusal, ValidationError):
        found = Error.from_validation_errors(refusal)[0]
        return found.status or 400, found.detail or "", found.scim_type or ""
    if not isinstance(refusal, Refusal):
        raise refusal
    status, kind = next(
        (said for sort, said in SAID_OF.items() if isinstance(refusal, sort)),
        (status_of(refusal), ""),
    )
    return status, str(refusal), kind


def register(blueprint: Blueprint) -> None:
    """Answer everything that goes wrong under ``blueprint`` as SCIM does."""
    for sort in (Refusal, SCIMException, ValidationError):
        blueprint.register_error_handler(sort, _refused)
    blueprint.register_error_handler(HTTPException, _http)
    blueprint.register_error_handler(Exception, _fault)


def _refused(refusal: Exception) -> ResponseReturnValue:
    status, detail, kind = of(refusal)
    answer = error(status, detail, kind)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Outset"'
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = "60"
    return answer


def _http(fault: HTTPException) -> ResponseReturnValue:
    code = fault.code or 500
    if code < 400:
        return fault
    answer = error(code, SAID.get(code, fault.description or "Try again."))
    taken = getattr(fault, "valid_methods", None)
    if taken:
        answer.headers["Allow"] = ", ".join(sorted(taken))
    return answer


def _fault(broken: Exception) -> ResponseReturnValue:
    kit.session().rollback()
    if isinstance(broken, OSError | DBAPIError) and is_full(broken):
        log.error("no room left: %s", type(broken).__name__)
        return error(507, SAID[507])
    log.exception("a fault at %s %s", request.method, request.url_rule)
    return error(500, SAID[500])
