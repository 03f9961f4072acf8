"""Units: the tree, renaming, moving, adding below."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.assignment import queries as assignment
from lms.delivery import kit
from lms.kernel.errors import NotAllowed, Refusal
from lms.people import commands, permissions, queries, rules
from lms.web import forms
from lms.web.office.asking import read_id

if TYPE_CHECKING:
    from lms.people.models import Unit
    from lms.people.queries import UnitRow

pages = Blueprint("places", __name__, url_prefix="/places")

LEVELS = {"directorate": "Directorate", "service": "Service", "team": "Team"}
BELOW = {"": "directorate", "directorate": "service", "service": "team", "team": "team"}
"""What a new unit becomes, by the kind it stands under."""

UNPLACED = rules.fold("Unplaced")
"""Under it stands what a file named and the tree did not know."""

WHOLE_ONLY = "Only somebody whose duty covers the whole council may change its units."


def may_arrange() -> bool:
    """Tell whether whoever is signed in may change what belongs to the whole council."""
    return kit.may(permissions.ARRANGE, rules.WHOLE_COUNCIL)


def check_arrange() -> None:
    """Raise NotAllowed unless whoever is signed in may change the whole council's places."""
    if not may_arrange():
        raise NotAllowed(WHOLE_ONLY)


def choices(units: "list[Unit]", *, but: str = "") -> list[tuple[str, str]]:
    """Return units as a select offers them, indented; ``but`` is a path to leave out."""
    return [
        (one.id.hex, f"{'– ' * (one.path.count('/') - 2)}{one.name}")
        for one in units
        if not (but and one.path.startswith(but))
    ]


@pages.get("")
@kit.requires(permissions.SEE_PLACES)
def index() -> ResponseReturnValue:
    """Show the tree of units, with the people in each and below."""
    rows = queries.unit_rows(
        kit.session(), kit.today(), reach=kit.actor().reach(permissions.SEE_PLACES)
    )
    return render_template(
        "lms/office/places.html",
        rows=rows,
        waiting=unplaced(rows),
        levels=LEVELS,
        may_arrange=may_arrange(),
        may_list=kit.may(permissions.LIST),
    )


def unplaced(rows: "list[UnitRow]") -> "list[UnitRow]":
    """Return the units that wait to be placed."""
    heads = [one.path for one in rows if rules.fold(one.name) == UNPLACED]
    return [
        one
        for one in rows
        if any(one.path.startswith(head) and one.path != head for head in heads)
    ]


@pages.get("/units/<uuid:unit_id>")
@kit.requires_over(permissions.SEE_PLACES, queries.unit)
def unit(found: "Unit") -> ResponseReturnValue:
    """Show one unit: where it stands, what is below it, and what can be done with it."""
    rows = queries.unit_rows(
        kit.session(), kit.today(), reach=kit.actor().reach(permissions.SEE_PLACES)
    )
    here = next(one for one in rows if one.id == found.id)
    return render_template(
        "lms/office/unit.html",
        here=here,
        above=[one for one in rows if one.path in queries.above(here.path)],
        below=[one for one in rows if one.path.startswith(here.path) and one.id != here.id],
        required=[
            one
            for one in assignment.requirements(kit.session(), day=kit.today())
            if one.unit and here.path.startswith(one.unit.path)
        ],
        held=queries.duties_over(kit.session(), [*queries.above(here.path), here.path]),
        duties=rules.DUTIES,
        levels=LEVELS,
        next_level=LEVELS[BELOW[here.kind]].lower(),
        may_arrange=may_arrange(),
        may_list=kit.may(permissions.LIST),
    )


class UnitForm(forms.Form):
    """The name of a unit, and what it stands under."""

    name = StringField(
        "What is it called?",
        description="As people here say it, and as HR's file writes it if it does.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter its name"),
            Length(max=rules.LONGEST_NAME, message="Enter a name of at most 120 characters"),
        ],
    )
    parent = SelectField("What does it stand under?")
    submit = SubmitField("Add this unit")


@pages.route("/units/add", methods=["GET", "POST"])
@kit.requires(permissions.ARRANGE)
def add() -> ResponseReturnValue:
    """Add a directorate, a service or a team."""
    check_arrange()
    form = UnitForm(data={"parent": request.args.get("under", "")})
    offered = choices(queries.units(kit.session()))
    form.parent.choices = forms.options([("", "Nothing: it is a directorate"), *offered])
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.add_unit(
                    work, name=forms.filled(form.name), parent_id=read_id(form.parent.data)
                )
                said, made_id = f"{made.name} is a {made.kind.value} now.", made.id
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(said, "success")
            return redirect(url_for(".unit", unit_id=made_id))
    status = 422 if form.errors else 200
    return render_template("lms/office/unit_add.html", form=form), status


class NameForm(forms.Form):
    """A new name."""

    name = StringField(
        "What is it called?",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter its name"),
            Length(max=rules.LONGEST_NAME, message="Enter a name of at most 120 characters"),
        ],
    )
    submit = SubmitField("Save this name")


@pages.route("/units/<uuid:unit_id>/rename", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.unit)
def rename(found: "Unit") -> ResponseReturnValue:
    """Give a unit another name."""
    check_arrange()
    form, unit_id, before = NameForm(obj=found), found.id, found.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.rename_unit(work, unit_id, name=forms.filled(form.name))
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"{before} is called {form.name.data} now, everywhere.", "success")
            return redirect(url_for(".unit", unit_id=unit_id))
    status = 422 if form.errors else 200
    return render_template(
        "lms/office/unit_rename.html", form=form, unit_id=unit_id, name=before
    ), status


class MoveForm(forms.Form):
    """Where a unit goes."""

    parent = SelectField("What is it to stand under?")
    preview = SubmitField("See whom it touches")
    submit = SubmitField("Move it")


@pages.route("/units/<uuid:unit_id>/move", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.unit)
def move(found: "Unit") -> ResponseReturnValue:
    """Say whom a move touches, then put a unit and all below it somewhere else."""
    check_arrange()
    form, unit_id, name = MoveForm(), found.id, found.name
    units = queries.units(kit.session())
    offered = choices(units, but=found.path)
    form.parent.choices = forms.options([("", "Nothing: it is a directorate"), *offered])
    if request.method == "GET":
        form.parent.data = found.parent_id.hex if found.parent_id else ""
    touched = None
    if form.validate_on_submit():
        touched = preview(found, units, form.parent.data)
        if form.submit.data and moved(form, found):
            return redirect(url_for(".unit", unit_id=unit_id))
    return render_template(
        "lms/office/unit_move.html",
        form=form,
        unit_id=unit_id,
        name=name,
        touched=touched,
        duties=rules.DUTIES,
    ), (422 if form.errors else 200)


def moved(form: MoveForm, found: "Unit") -> bool:
    """Move the unit; a refusal stands beside the field."""
    name = found.name
    try:
        with kit.work() as work:
            commands.move_unit(work, found.id, parent_id=read_id(form.parent.data))
    except Refusal as refusal:
        form.refuse(refusal, field="parent")
        return False
    flash(
        f"{name} and all below it stand in their new place. Move it back to undo that.", "success"
    )
    return True


def preview(found: "Unit", units: "list[Unit]", parent_hex: str) -> Mapping[str, Any]:
    """Return whom a move would touch: people, requirements, and who sees them."""
    session, today = kit.session(), kit.today()
    parent = next((one for one in units if one.id.hex == parent_hex), None)
    new_path = parent.path if parent else "/"
    begin, end = assignment.moved(session, found.path, new_path, today)
    before = set(queries.above(found.path))
    after = {*queries.above(new_path), new_path} - {"/"}
    held = queries.duties_over(session, before ^ after)
    rows = queries.unit_rows(session, today)
    return {
        "people": next((one.people for one in rows if one.id == found.id), 0),
        "stays": (parent.id if parent else None) == found.parent_id,
        "where": parent.name if parent else "",
        "begin": begin,
        "end": end,
        "gain": [one for one in held if one.unit and one.unit.path in after],
        "lose": [one for one in held if one.unit and one.unit.path in before],
    }
