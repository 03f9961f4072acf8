"""Agencies: who supplies agency workers."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, queries
from lms.web import forms
from lms.web.office.places import NameForm, check_arrange, may_arrange

if TYPE_CHECKING:
    from lms.people.models import Agency

pages = Blueprint("agencies", __name__, url_prefix="/places/agencies")


@pages.get("")
@kit.requires(permissions.SEE_PLACES)
def index() -> ResponseReturnValue:
    """List the agencies with their workers and coordinators."""
    session = kit.session()
    return render_template(
        "lms/office/agencies.html",
        found=queries.agencies(session),
        workers=queries.workers(session, kit.today()),
        coordinators=queries.coordinators(session),
        may_arrange=may_arrange(),
        may_list=kit.actor().reach(permissions.LIST).everyone,
    )


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.ARRANGE)
def add() -> ResponseReturnValue:
    """Enter an agency."""
    check_arrange()
    form = NameForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.add_agency(work, name=forms.filled(form.name))
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"{form.name.data} is in the list.", "success")
            return redirect(url_for(".index"))
    return drawn(form, "Add an agency", url_for(".add"))


@pages.route("/<uuid:agency_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.agency)
def rename(agency: "Agency") -> ResponseReturnValue:
    """Give an agency another name."""
    check_arrange()
    form, name = NameForm(obj=agency), agency.name
    action = url_for(".rename", agency_id=agency.id)
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.rename_agency(work, agency.id, name=forms.filled(form.name))
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"{name} is called {form.name.data} now, everywhere.", "success")
            return redirect(url_for(".index"))
    return drawn(form, f"Rename {name}", action)


def drawn(form: NameForm, heading: str, action: str) -> ResponseReturnValue:
    """Return the page with the form."""
    return render_template("lms/office/agency.html", form=form, heading=heading, action=action), (
        422 if form.errors else 200
    )
