"""Messages: what was written to whom, what waits, what came back."""

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.notifications import permissions, queries

pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List messages, newest first; never their words."""
    found = queries.page(kit.session(), before=read_instant(request.args.get("before", "")))
    return render_template(
        "lms/office/messages.html", found=found, waiting=queries.waiting(kit.session())
    )


def read_instant(text: str) -> datetime | None:
    """Return an aware instant from the address, or None where there is none."""
    try:
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return read if read.tzinfo else None
