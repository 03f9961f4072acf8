"""Groups: people whom no HR column names together, and what is asked of them."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assignment import queries as assignment
from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, queries, rules
from lms.web import forms
from lms.web.office.places import check_arrange, may_arrange

if TYPE_CHECKING:
    from lms.assignment.models import Requirement
    from lms.people.models import Group, Person

pages = Blueprint("groups", __name__, url_prefix="")


def asked_of(group_id: UUID) -> "list[Requirement]":
    """Return what is asked of a group's members today."""
    found = assignment.requirements(kit.session(), day=kit.today())
    return [one for one in found if one.group_id == group_id]


@pages.get("/groups")
@kit.requires(permissions.SEE_PLACES)
def index() -> ResponseReturnValue:
    """List the groups with their members and what is asked of them."""
    session, today = kit.session(), kit.today()
    asked: dict[UUID | None, list[str]] = {}
    for one in assignment.requirements(session, day=today):
        asked.setdefault(one.group_id, []).append(one.name)
    return render_template(
        "lms/office/groups.html",
        found=queries.groups(session, today),
        asked=asked,
        may_arrange=may_arrange(),
    )


class GroupForm(forms.Form):
    """What a group is called, and who belongs in it."""

    name = StringField(
        "What is the group called?",
        description="Such as ‘Writes risk assessments’.",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter what it is called"),
            Length(max=rules.LONGEST_NAME, message="Enter a name of at most 120 characters"),
        ],
    )
    description = StringField(
        "Who belongs in it? (optional)",
        description="One sentence, so that the next officer knows whom to add.",
        filters=[forms.stripped],
        validators=[Length(max=300, message="Enter a sentence of at most 300 characters")],
    )
    submit = SubmitField("Save group")


@pages.route("/groups/add", methods=["GET", "POST"])
@kit.requires(permissions.ARRANGE)
def add() -> ResponseReturnValue:
    """Make a group."""
    check_arrange()
    form = GroupForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.add_group(
                    work, name=forms.filled(form.name), description=form.description.data or ""
                )
                made_id = made.id
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash("The group is made. Add its members now.", "success")
            return redirect(url_for("lms.members.add", group_id=made_id))
    return drawn(form, "Add a group", url_for(".add"))


@pages.get("/groups/<uuid:group_id>")
@kit.requires_over(permissions.SEE_PLACES, queries.group)
def show(group: "Group") -> ResponseReturnValue:
    """Show who is in a group, and what is asked of them."""
    session, actor = kit.session(), kit.actor()
    search = request.args.get("q", "").strip()[:100]
    reach = actor.reach(permissions.SEE_PLACES)
    found = queries.members_page(
        session, group.id, reach, kit.today(), search=search, after=request.args.get("after")
    )
    return render_template(
        "lms/office/group.html",
        group=group,
        found=found,
        search=search,
        number=queries.members_count(session, group.id, reach, kit.today()),
        asked=asked_of(group.id),
        may_arrange=kit.may(permissions.ARRANGE) and group.key is None,
        may_change=may_arrange(),
        may_open=actor.may(permissions.READ),
    )


@pages.route("/groups/<uuid:group_id>/change", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.group)
def change(group: "Group") -> ResponseReturnValue:
    """Give a group another name or description."""
    check_arrange()
    form, group_id, name = GroupForm(obj=group), group.id, group.name
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.change_group(
                    work,
                    group_id,
                    name=forms.filled(form.name),
                    description=form.description.data or "",
                )
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash("The group is saved. Who is in it stays as it was.", "success")
            return redirect(url_for(".show", group_id=group_id))
    return drawn(form, f"Change ‘{name}’", url_for(".change", group_id=group_id))


def drawn(form: GroupForm, heading: str, action: str) -> ResponseReturnValue:
    """Return the page with the form."""
    return render_template(
        "lms/office/group_form.html", form=form, heading=heading, action=action
    ), (422 if form.errors else 200)


class OfPersonForm(forms.Form):
    """The groups of one person."""

    groups = SelectMultipleField(
        "Groups",
        description="Whoever joins a group owes what is asked of it, from today. Whoever leaves "
        "owes it no longer; what was done stays on record.",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    submit = SubmitField("Save these groups")


def reached(session: Session, person_id: UUID) -> "Person":
    """Return the person, if whoever asks may arrange their groups; else answer as for nobody."""
    return queries.person_within(session, person_id, kit.actor().reach(permissions.ARRANGE))


@pages.route("/people/<uuid:person_id>/groups", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, reached)
def of_person(person: "Person") -> ResponseReturnValue:
    """Put one person into groups, and take them out."""
    session, today, person_id, name = kit.session(), kit.today(), person.id, person.name
    found = [row for row in queries.groups(session, today) if row[0].key is None]
    there = queries.groups_of(session, person_id, today)
    before = {one.id.hex for one in there if one.key is None}
    form = OfPersonForm(data={"groups": sorted(before)})
    form.groups.choices = forms.options((one.id.hex, one.name) for one, _ in found)
    if form.validate_on_submit():
        after = set(form.groups.data or ())
        with kit.work() as work:
            for key in sorted(after - before):
                commands.add_to_group(work, UUID(key), person_id)
            for key in sorted(before - after):
                commands.remove_from_group(work, UUID(key), person_id)
        flash(f"The groups of {name} are saved.", "success")
        return redirect(back(person_id))
    return render_template(
        "lms/office/group_person.html",
        form=form,
        person_id=person_id,
        name=name,
        back=back(person_id),
        hints={one.id.hex: one.description for one, _ in found if one.description},
    ), (422 if form.errors else 200)


def back(person_id: UUID) -> str:
    """Return where a person's groups were opened: their page, where it may be seen."""
    if kit.may(permissions.READ):
        return url_for("lms.people.show", person_id=person_id)
    return url_for(".index")
