"""Requirements: who must complete what, by when; a change leaves every past day its answer."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assignment import commands, permissions, queries
from lms.assignment.errors import AlreadyEnded
from lms.compliance import queries as compliance
from lms.compliance.permissions import READ as COMPLIANCE
from lms.compliance.queries import Asked
from lms.content import queries as content
from lms.delivery import kit
from lms.kernel.errors import Invalid, NotAllowed
from lms.people.rules import WHOLE_COUNCIL
from lms.web.office.asking import KINDS
from lms.web.office.requirement_form import RequirementForm, audience_of

if TYPE_CHECKING:
    from lms.assignment.models import Requirement

pages = Blueprint("requirements", __name__, url_prefix="/requirements")

WHOLE_ONLY = "Only an HR officer of the whole council may change what is asked of it."


def may_change() -> bool:
    """Tell whether whoever is signed in may change the whole council's requirements."""
    return kit.may(permissions.CHANGE, WHOLE_COUNCIL)


def check_change() -> None:
    """Raise NotAllowed unless whoever is signed in may change the requirements."""
    if not may_change():
        raise NotAllowed(WHOLE_ONLY)


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List the requirements that hold with whom they touch, and those that did."""
    session, today = kit.session(), kit.today()
    found = queries.requirements(session)
    asked = Asked(day=today, reach=kit.actor().reach(permissions.READ))
    return render_template(
        "lms/office/requirements.html",
        now=[one for one in found if one.until_on is None or one.until_on > today],
        before=[one for one in found if one.until_on is not None and one.until_on <= today],
        figures={one.key: one for one in compliance.figures(session, asked, by="requirement")},
        titles=content.titles(session, {one.module_slug for one in found}),
        kinds=KINDS,
        may_change=may_change(),
        may_see_people=kit.may(COMPLIANCE),
    )


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE)
def add() -> ResponseReturnValue:
    """Begin a requirement, after a look at whom it touches."""
    check_change()
    form = RequirementForm(data={"carry_months": 12} if request.method == "GET" else None)
    form.fill_choices()
    touched = None
    if form.validate_on_submit():
        touched = queries.touched_by(kit.session(), audience_of(form), day=kit.today())
        if form.submit.data and begun(form):
            return redirect(url_for(".index"))
    status = 422 if form.errors else 200
    return render_template("lms/office/requirement.html", form=form, touched=touched), status


@pages.route("/<uuid:requirement_id>/change", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.requirement)
def change(requirement: "Requirement") -> ResponseReturnValue:
    """Change a requirement, after a look at whom that touches."""
    check_change()
    form = RequirementForm(data=RequirementForm.shown(requirement))
    form.fill_choices()
    del form.module_slug
    requirement_id, name, counts = requirement.id, requirement.name, None
    if requirement.until_on is not None:
        raise AlreadyEnded
    if form.validate_on_submit():
        counts = compared(form, requirement)
        if form.submit.data and changed(form, requirement):
            return redirect(url_for(".index"))
    return render_template(
        "lms/office/requirement_change.html",
        form=form,
        requirement_id=requirement_id,
        name=name,
        title=content.title_of(kit.session(), requirement.module_slug),
        counts=counts,
    ), (422 if form.errors else 200)


def compared(form: RequirementForm, requirement: "Requirement") -> dict[str, int]:
    """Return how many engagements go on owing it, owe it newly, and no longer."""
    session, today = kit.session(), kit.today()
    before, after = queries.audience(requirement), audience_of(form)
    both = queries.touched_by(session, before, after, day=today)
    return {
        "both": both,
        "new": queries.touched_by(session, after, day=today) - both,
        "gone": queries.touched_by(session, before, day=today) - both,
    }


@pages.route("/<uuid:requirement_id>/end", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE, queries.requirement)
def end(requirement: "Requirement") -> ResponseReturnValue:
    """Say whom it touches, then end a requirement from today."""
    check_change()
    if request.method == "GET":
        touched = queries.touched_by(kit.session(), queries.audience(requirement), day=kit.today())
        return render_template(
            "lms/office/requirement_end.html", requirement=requirement, touched=touched
        )
    name = requirement.name
    try:
        with kit.work() as work:
            commands.end_requirement(work, requirement.id)
    except AlreadyEnded as refusal:
        flash(str(refusal), "error")
    else:
        flash(
            f"‘{name}’ no longer holds, from today. What was owed before stays on record.",
            "success",
        )
    return redirect(url_for(".index"))


def begun(form: RequirementForm) -> bool:
    """Begin the requirement on the form; a refusal stands beside its field."""
    try:
        with kit.work() as work:
            made = commands.begin_requirement(
                work, module_slug=form.module_slug.data, **form.terms()
            )
            name = made.name
    except Invalid as refusal:
        form.refuse(refusal, field="days")
        return False
    flash(f"‘{name}’ holds from today.", "success")
    return True


def changed(form: RequirementForm, requirement: "Requirement") -> bool:
    """Change the requirement as the form says; a refusal stands beside its field."""
    try:
        with kit.work() as work:
            made = commands.change_requirement(
                work, requirement.id, **form.terms(keep=requirement.due_days)
            )
            name = made.name
    except Invalid as refusal:
        form.refuse(refusal, field="days")
        return False
    flash(f"‘{name}’ is changed, from today. Past days keep their answer.", "success")
    return True
