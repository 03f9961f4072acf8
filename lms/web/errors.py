"""How a refusal becomes a page."""

import logging
from collections.abc import Callable
from typing import Any, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from lms.delivery import kit
from lms.delivery.kit import SignInNeeded
from lms.delivery.state import state
from lms.delivery.statuses import status_of
from lms.kernel.database import is_full
from lms.kernel.errors import Refusal

log = logging.getLogger(__name__)

HEADINGS = {
    400: "Something was missing",
    403: "This page is not for you",
    404: "Page not found",
    405: "This page cannot be used like that",
    409: "That is not possible now",
    413: "That file is too large",
    422: "That cannot be accepted",
    429: "Too many tries",
    500: "Something went wrong here",
    503: "Somebody else was at it",
    507: "There is no room left",
}

SAID = {
    404: "If you typed the address, check it. If you followed a link, it may be old.",
    405: "Go back and use the buttons on the page.",
    429: "Please wait a while and try again.",
    500: "It was not your doing, and what you had saved is safe. Try again in a few minutes.",
    507: "What you sent could not be stored, and nothing was changed. Tell whoever runs the site.",
}


def page(status: int, message: str) -> ResponseReturnValue:
    """Return the page that says ``message``."""
    heading = HEADINGS.get(status, "That did not work")
    return render_template("lms/refused.html", heading=heading, message=message), status


def register(blueprint: Blueprint) -> None:
    """Answer refusals raised under ``blueprint`` with a page."""
    _register_full(blueprint)

    @blueprint.errorhandler(SignInNeeded)
    def sign_in_first(_refusal: SignInNeeded) -> ResponseReturnValue:
        if state().mounted:
            return cast("ResponseReturnValue", current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("lms.signin.ask", next=here))

    @blueprint.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        return page(status_of(refusal), str(refusal))

    @blueprint.errorhandler(CSRFError)
    def stale(_error: CSRFError) -> ResponseReturnValue:
        return page(
            400,
            "The page you sent was open too long, or cookies are switched off. Go back, load "
            "the page again and send it once more.",
        )

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
        most = kit.settings().upload_megabytes
        return page(413, f"The largest file we take is {most} MB. Send a smaller one.")

    @blueprint.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if code < 400:
            return error
        return page(code, SAID.get(code, error.description or "Try again."))


def _register_full(blueprint: Blueprint) -> None:
    """Answer a full disk under ``blueprint`` with a page; other faults stay what they are."""

    @blueprint.errorhandler(OSError)
    @blueprint.errorhandler(DBAPIError)
    def no_room(error: Exception) -> ResponseReturnValue:
        if not is_full(error):
            raise error
        log.error("no room left: %s", type(error).__name__)
        kit.session().rollback()
        return page(507, SAID[507])


def register_alone(
    app: Flask,
    *,
    shared: Callable[[], dict[str, Any]],
    guarded: Callable[[Response], Response],
) -> None:
    """Answer what no view takes: an address there is not, a fault. Only for a site of our own.

    Args:
        app: the site.
        shared: what every template may use; outside our blueprint nothing brings it.
        guarded: adds the headers of every page.

    """

    def whole(status: int) -> Response:
        said = {"heading": HEADINGS[status], "message": SAID[status]}
        text = render_template("lms/refused.html", **shared(), **said)
        return guarded(make_response(text, status))

    @app.errorhandler(404)
    def missing(_error: HTTPException) -> ResponseReturnValue:
        return whole(404)

    @app.errorhandler(500)
    def fault(_error: HTTPException) -> ResponseReturnValue:
        try:
            kit.session().rollback()
            return whole(500)
        except Exception as again:  # the database may be what is broken, and a page asks it
            log.error("the page for a fault: %s", type(again).__name__)  # noqa: TRY400 - no data
            return SAID[500], 500, {"Content-Type": "text/plain; charset=utf-8"}
