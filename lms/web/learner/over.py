"""After the last day there is one's own record, and nothing more to take."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.kernel import words


def only_the_record() -> ResponseReturnValue | None:
    """Lead whoever has left from training to what they did here, and say why."""
    ended_on = getattr(kit.actor(), "ended_on", None)
    if ended_on is None:
        return None
    flash(
        f"Your work here ended on {words.day(ended_on)}, so there is no more training to take. "
        "What you did, and your certificates, are below."
    )
    return redirect(url_for("lms.home.show"))
