"""How a refusal becomes problem JSON. Source: RFC 9457."""

import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoAddress
from werkzeug.routing import PathConverter, RequestRedirect

from lms.delivery import kit
from lms.delivery.statuses import status_of
from lms.kernel.database import is_full
from lms.kernel.errors import Invalid, NotAllowed, Refusal

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE")

SAID = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "What you sent is too large.",
    415: "Send JSON, with the header Content-Type: application/json.",
    500: "Something went wrong here. Nothing was changed; try again in a few minutes.",
    507: "What you sent could not be stored, and nothing was changed. There is no room left.",
}


class NotJson(Refusal):
    """What was sent is no JSON object."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Precondition(Refusal):
    """A change does not say what it was made from, or it was made from something older."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class NoToken(NotAllowed):
    """There is no token, or none that works."""

    def __init__(self) -> None:
        super().__init__(
            "Send a token that works in the header Authorization: Bearer …. An administrator "
            "gives one."
        )


def problem(status: int, detail: str, **more: Any) -> Response:  # noqa: ANN401 - members of JSON
    """Return an answer that says what is wrong and what to do."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    answer = jsonify({**body, "detail": detail, **more})
    answer.status_code, answer.mimetype = status, PROBLEM
    return answer


def register(blueprint: Blueprint) -> None:
    """Answer everything that goes wrong under ``blueprint`` with a problem."""

    @blueprint.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        return of(refusal)

    @blueprint.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if code < 400:
            return error
        answer = problem(code, SAID.get(code, error.description or "Try again."))
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return answer

    @blueprint.errorhandler(OSError)
    @blueprint.errorhandler(DBAPIError)
    def no_room(error: Exception) -> ResponseReturnValue:
        if not is_full(error):
            raise error
        log.error("no room left: %s", type(error).__name__)
        kit.session().rollback()
        return problem(507, SAID[507])

    @blueprint.errorhandler(Exception)
    def fault(_error: Exception) -> ResponseReturnValue:
        log.exception("a fault at %s %s", request.method, request.url_rule)
        kit.session().rollback()
        return problem(500, SAID[500])


def of(refusal: Refusal) -> Response:
    """Return the problem that a refusal is."""
    if isinstance(refusal, NoToken):
        answer = problem(401, str(refusal))
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Outset"'
        return answer
    if isinstance(refusal, NotJson | Precondition):
        return problem(refusal.status, str(refusal))
    status = status_of(refusal)
    more = {"field": refusal.field} if isinstance(refusal, Invalid) else {}
    answer = problem(status, str(refusal), **more)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = "3600"
    return answer


class Anything(PathConverter):
    """The rest of an address, whatever stands in it: line breaks, two slashes."""

    part_isolating = False
    regex = r"(?s:.+)"


def nowhere(rest: str) -> ResponseReturnValue:  # noqa: ARG001 - whatever stands there
    """Answer an address there is not; of one that takes other methods, say which.

    Raises:
        MethodNotAllowed: it takes others.
        NoAddress: there is none.

    """
    adapter = current_app.url_map.bind_to_environ(request.environ)
    taken = [one for one in METHODS if _is_taken(adapter, one)]
    if taken:
        raise MethodNotAllowed(valid_methods=taken)
    raise NoAddress


def _is_taken(adapter: Any, method: str) -> bool:  # noqa: ANN401 - werkzeug's adapter
    try:
        endpoint, _ = adapter.match(method=method)
    except (HTTPException, RequestRedirect):
        return False
    return bool(endpoint != request.endpoint)
