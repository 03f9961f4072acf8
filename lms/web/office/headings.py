"""What people have said of headings: remembered for every list, until somebody forgets it."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.intake import commands, permissions, queries
from lms.intake.reading import FIELDS
from lms.people import queries as people
from lms.web.office.intake import guard

if TYPE_CHECKING:
    from lms.intake.models import HeadingChoice

pages = Blueprint("headings", __name__, url_prefix="/imports/headings")
pages.before_request(guard)


@pages.get("")
@kit.requires(permissions.IMPORT)
def index() -> ResponseReturnValue:
    """List what was said of headings, by whom and when."""
    found = queries.choices(kit.session())
    return render_template(
        "lms/office/headings.html",
        found=found,
        fields=FIELDS,
        names=people.names_of(kit.session(), [one.chosen_by for one in found if one.chosen_by]),
    )


@pages.post("/<uuid:choice_id>/forget")
@kit.requires_over(permissions.IMPORT, queries.choice)
def forget(choice: "HeadingChoice") -> ResponseReturnValue:
    """Forget what was said of a heading."""
    heading = choice.heading
    with kit.work() as work:
        commands.forget(work, choice.id)
    flash(
        f"Forgotten. The next file with a column ‘{heading}’ asks again if it needs it.", "success"
    )
    return redirect(url_for(".index"))
