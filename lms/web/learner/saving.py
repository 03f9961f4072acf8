"""Answers that a script sends as they are chosen: told in one line, never by a page."""

from flask import request
from flask.typing import ResponseReturnValue

from lms.delivery.statuses import status_of
from lms.kernel.errors import Refusal


def by_script() -> bool:
    """Tell whether autosave.js sent this, and not a button."""
    return request.headers.get("X-Requested-With") == "fetch"


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Return what the script shows beside the answers."""
    return {"said": str(refusal)}, status_of(refusal)
