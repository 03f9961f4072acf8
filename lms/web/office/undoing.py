"""Undoing a whole import: what that comes to, said first; then done."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.intake import commands, errors, permissions, queries
from lms.kernel import words
from lms.web.office import intake
from lms.web.office import intake_words as said

if TYPE_CHECKING:
    from lms.intake.queries import Shown

pages = Blueprint("undoing", __name__, url_prefix="/imports")
pages.before_request(intake.guard)

MOST = 100
"""Rows that stay which a page shows."""


@pages.get("/<uuid:import_id>/undo")
@kit.requires_over(permissions.IMPORT, queries.shown)
def ask(found: "Shown") -> ResponseReturnValue:
    """Say what undoing a list would come to; nothing is changed."""
    try:
        plan = queries.plan_of_undoing(kit.session(), found.id, kit.today())
    except errors.NotUndone as refusal:
        return back(found.id, str(refusal))
    return render_template("lms/office/import_undo.html", found=found, plan=plan, most=MOST)


@pages.post("/<uuid:import_id>/undo")
@kit.requires_over(permissions.IMPORT, queries.shown)
def undo(found: "Shown") -> ResponseReturnValue:
    """Put back what the list added and changed."""
    try:
        with kit.work() as work:
            done = commands.undo(work, found.id)
            gone = words.count(len(done.engagements), "engagement was", "engagements were")
            back_again = words.count(done.put_back, "change was", "changes were")
            stayed = words.count(len(done.stays), "row stays", "rows stay")
            places = said.places_undone(done.places)
    except errors.NotUndone as refusal:
        return back(found.id, str(refusal))
    flash(f"Undone: {gone} taken out, {back_again} put back, {stayed}.{places}", "success")
    return redirect(url_for("lms.intake.show", import_id=found.id))


def back(import_id: UUID, said: str) -> ResponseReturnValue:
    """Go back to the list with a word."""
    flash(said)
    return redirect(url_for("lms.intake.show", import_id=import_id))
