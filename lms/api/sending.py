"""One thing as programs are sent it: with its entity tag, with where the next page begins."""

import base64
import hashlib

from flask import Response, request
from pydantic import BaseModel

from lms.api.errors import Precondition
from lms.kernel.errors import Invalid
from lms.kernel.work import Work

NOT_MODIFIED = ("It is as it was.", None)


def sent(model: BaseModel, status: int = 200) -> Response:
    """Return a model as an answer."""
    return Response(model.model_dump_json(), status=status, mimetype="application/json")


def tag(model: BaseModel) -> str:
    """Return the entity tag of what a model says."""
    return f'"{hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:16]}"'


def tagged(model: BaseModel) -> Response:
    """Return one thing with its entity tag; only that it is as it was, where it is."""
    found = tag(model)
    if request.headers.get("If-None-Match", "").strip() == found:
        answer = Response(status=304)
    else:
        answer = sent(model)
    answer.headers["ETag"] = found
    return answer


def check_match(model: BaseModel) -> None:
    """Refuse a change that was made from something older. Raises Precondition."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Precondition(
            428, "Send the header If-Match with the ETag that you were given, and try again."
        )
    if given not in {"*", tag(model)}:
        raise Precondition(
            412, "It was changed since you asked for it. Ask again, then send the change."
        )


def shut(cursor: str | None) -> str | None:
    """Return where a page ended, as programs are given it."""
    return base64.urlsafe_b64encode(cursor.encode()).decode() if cursor else None


def opened(given: str | None) -> str | None:
    """Return where a page begins. Raises Invalid for what we never gave."""
    if given is None:
        return None
    try:
        return base64.b64decode(given.encode(), altchars=b"-_", validate=True).decode()
    except (ValueError, UnicodeError):
        msg = "Send what the page before gave as next, unchanged."
        raise Invalid(msg, field="after") from None


def source_of(work: Work) -> str:
    """Return what engagements that a token begins name as their source: the system's name."""
    return str(getattr(work.actor, "name", "") or "API")
