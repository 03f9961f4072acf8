"""Who is in a group: added one by one or by a pasted list, and taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField, TextAreaField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Conflict
from lms.people import commands, permissions, queries, reading, rules
from lms.web import forms
from lms.web.office.groups import asked_of, reached

if TYPE_CHECKING:
    from lms.people.models import Group, Person

pages = Blueprint("members", __name__, url_prefix="/groups")

MOST = 500
"""Addresses a pasted list may hold: each is a person whose obligations are worked out anew."""


class PasteForm(forms.Form):
    """A list of addresses."""

    addresses = TextAreaField(
        "Email addresses",
        description="One a line, or with commas or semicolons between them, as they come out of "
        "a message or a spreadsheet. Names beside them do no harm.",
        validators=[DataRequired("Paste at least one email address")],
    )
    submit = SubmitField("Add these people")
    found = SubmitField("Add those that were found")


@dataclass(frozen=True)
class Checked:
    """What a pasted list came to, before anything is changed."""

    people: "Sequence[Person]"
    """Whom to add."""

    already: int
    """How many are in the group already."""

    problems: Sequence[str]
    """One sentence an entry that cannot be added."""

    left: str
    """The entries with problems, as they were pasted, one a line."""


def checked(group_id: UUID, text: str) -> Checked:
    """Return whom a pasted list names, and every problem of it."""
    session, entries = kit.session(), reading.addresses(text)
    if len(entries) > MOST:
        msg = f"That is {len(entries):,} entries. Paste at most {MOST} at a time."
        return Checked((), 0, (msg,), text)
    asked = [one.address for one in entries if one.address]
    found = queries.people_by_addresses(session, asked, kit.actor().reach(permissions.ARRANGE))
    there = queries.in_group(session, group_id, [one.id for one in found.values()])
    people = {one.id: one for one in found.values() if one.id not in there}
    bad = [one for one in entries if one.address not in found]
    return Checked(
        list(people.values()),
        len(there),
        [problem(one) for one in bad],
        "\n".join(one.text for one in bad),
    )


def problem(entry: reading.Pasted) -> str:
    """Return what is wrong with an entry."""
    if entry.address is None:
        return f"Line {entry.line}: ‘{entry.text[:80]}’ is no email address."
    return f"Line {entry.line}: nobody in the register has the address {entry.text[:80]}."


@pages.route("/<uuid:group_id>/add", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.group)
def add(group: "Group") -> ResponseReturnValue:
    """Find people by name, or add a pasted list of addresses."""
    form, group_id, result = PasteForm(), group.id, None
    if form.validate_on_submit():
        result = checked(group_id, form.addresses.data or "")
        if not result.problems or (form.found.data and result.people):
            said = joined(group_id, result)
            flash(said, "success")
            if not result.problems:
                return redirect(url_for("lms.groups.show", group_id=group_id))
            form.addresses.data = result.left
            result = Checked((), 0, result.problems, result.left)
    return drawn(form, group, result)


def drawn(form: PasteForm, group: "Group", result: Checked | None) -> ResponseReturnValue:
    """Return the page with a search, its finds, and the list."""
    session, search = kit.session(), request.args.get("q", "").strip()[:100]
    reach = kit.actor().reach(permissions.ARRANGE)
    found = queries.people_found(session, reach, search=search, day=kit.today())
    return render_template(
        "lms/office/group_add.html",
        form=form,
        group=group,
        result=result,
        search=search,
        found=found,
        there=queries.in_group(session, group.id, [one.id for one in found]),
        most=queries.FOUND,
        kinds=rules.KINDS,
        asked=asked_of(group.id),
    ), (422 if form.errors or (result and result.problems) else 200)


def joined(group_id: UUID, result: Checked) -> str:
    """Put people into the group, and return what to say of it."""
    ids = [one.id for one in result.people]
    with kit.work() as work:
        for person_id in ids:
            commands.add_to_group(work, group_id, person_id)
    said = f"{words.count(len(ids), 'person is', 'people are')} in the group now."
    if result.already:
        said = f"{said} {words.count(result.already, 'was', 'were')} in it already."
    return said


@pages.post("/<uuid:group_id>/members/<uuid:person_id>")
@kit.requires_over(permissions.ARRANGE, queries.group)
def join(group: "Group", person_id: UUID) -> ResponseReturnValue:
    """Put one person into the group."""
    group_id, name = group.id, reached(kit.session(), person_id).name
    try:
        with kit.work() as work:
            commands.add_to_group(work, group_id, person_id)
    except Conflict as refusal:
        flash(str(refusal))
    else:
        flash(f"{name} is in the group now.", "success")
    return redirect(url_for(".add", group_id=group_id, q=request.args.get("q")))


@pages.route("/<uuid:group_id>/members/<uuid:person_id>/remove", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.group)
def leave(group: "Group", person_id: UUID) -> ResponseReturnValue:
    """Say what follows, then take one person out of the group."""
    person = reached(kit.session(), person_id)
    if request.method == "GET":
        return render_template(
            "lms/office/group_leave.html", group=group, person=person, asked=asked_of(group.id)
        )
    group_id, name = group.id, person.name
    try:
        with kit.work() as work:
            commands.remove_from_group(work, group_id, person_id)
    except Conflict as refusal:
        flash(str(refusal))
    else:
        flash(f"{name} is no longer in the group, from today.", "success")
    return redirect(url_for("lms.groups.show", group_id=group_id))
