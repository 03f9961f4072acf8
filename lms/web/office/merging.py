"""Two records of one human: those that look alike, both sides, made one, and two again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms import RadioField, StringField, SubmitField

from lms.delivery import kit
from lms.intake import commands as doubling
from lms.intake import queries as doubles
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, queries, rules
from lms.web import forms
from lms.web.office.asking import read_id
from lms.web.office.people import seen

if TYPE_CHECKING:
    from lms.intake.models import TwoPeople
    from lms.people.models import Merge, Person

pages = Blueprint("merging", __name__, url_prefix="/people")

NOUNS = {
    "lms_engagement.person_id": ("engagement", "engagements"),
    "lms_completion.person_id": ("completed module", "completed modules"),
    "lms_certificate.person_id": ("certificate", "certificates"),
    "lms_attempt.person_id": ("try at a knowledge check", "tries at knowledge checks"),
    "lms_engagement.manager_id": ("engagement they manage", "engagements they manage"),
    "lms_duty.person_id": ("duty", "duties"),
    "lms_external_identity.person_id": ("account elsewhere", "accounts elsewhere"),
    "lms_directory_user.person_id": ("directory account", "directory accounts"),
    "lms_dsl_appointment.person_id": ("DSL appointment", "DSL appointments"),
    "lms_group_member.person_id": ("group", "groups"),
}
"""What of a record is named on the page; all the rest moves too."""


class FindForm(forms.Form):
    """Who the other record is."""

    q = StringField(
        "Which other record is of the same person?",
        description="A name, an email address or an employee number.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Find")


class MergeForm(forms.Form):
    """Whose record stays, which name and address, and why."""

    keep = RadioField("Whose record stays?", validate_choice=False)
    name = RadioField("What are they called?", validate_choice=False)
    email = RadioField("Which address do messages go to?", validate_choice=False)
    reason = StringField(
        "How do you know that they are one person?",
        description="For example: the same National Insurance number in both HR files. It is kept "
        "with the merge. Nothing about health.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Make these one record")

    def offer(self, one: "Person", other: "Person", fuller: "Person") -> None:
        """Offer what the two records have, first of all what the fuller of them has."""
        both = (fuller, other if fuller is one else one)
        self.keep.choices = forms.options([(each.id.hex, said(each)) for each in both])
        self.name.choices = forms.options(
            [(each.id.hex, f"{each.first_name} {each.last_name}") for each in both]
        )
        addresses = [a for each in both for a in (each.email, each.other_email) if a]
        self.email.choices = forms.options([(one, one) for one in dict.fromkeys(addresses)])
        for field in (self.keep, self.name):
            if field.data not in (field.choices or {}):
                field.data = fuller.id.hex
        if self.email.data not in (self.email.choices or {}):
            self.email.data = addresses[0] if addresses else None


def said(person: "Person") -> str:
    """Return what a record is called, with what tells it from another."""
    return f"{person.name}, {person.email or 'no address'}"


@pages.get("/doubles")
@kit.requires(permissions.MERGE)
def index() -> ResponseReturnValue:
    """List records that look as if they were of one human."""
    kit.check(permissions.MERGE, rules.WHOLE_COUNCIL)
    session = kit.session()
    found, number = doubles.doubles(session)
    return render_template(
        "lms/office/doubles.html",
        found=found,
        number=number,
        apart=doubles.said_two(session),
        kinds=rules.KINDS,
    )


@pages.post("/doubles/two")
@kit.requires(permissions.MERGE)
def two() -> ResponseReturnValue:
    """Say that two records are of two people."""
    ids = [read_id(request.form.get(key)) for key in ("one", "other")]
    try:
        with kit.work() as work:
            doubling.say_two(work, *(one or UUID(int=0) for one in ids))
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash("Noted: two people. You are not asked about them again.", "success")
    return redirect(url_for(".index"))


def decided(session: Session, decision_id: UUID) -> "TwoPeople":
    """Return what was decided about a pair. Raises NotFound."""
    return doubles.two_people(session, decision_id)


@pages.post("/doubles/<uuid:decision_id>/back")
@kit.requires_over(permissions.MERGE, decided)
def take_back(found: "TwoPeople") -> ResponseReturnValue:
    """Take it back that two records are of two people."""
    try:
        with kit.work() as work:
            doubling.take_back_two(work, found.id)
    except Refusal as refusal:
        flash(str(refusal), "error")
    else:
        flash("Taken back. They are shown among those that look alike again.", "success")
    return redirect(url_for(".index"))


@pages.route("/<uuid:person_id>/merge", methods=["GET", "POST"])
@kit.requires_over(permissions.MERGE, seen)
def merge(person: "Person") -> ResponseReturnValue:
    """Find the other record, show both sides, make them one."""
    other_id = read_id(request.args.get("with"))
    if other_id is None:
        return find(person)
    other = seen(kit.session(), other_id)
    session = kit.session()
    has = commands.counts(session, person.id, other.id)
    form = MergeForm()
    form.offer(person, other, max(person, other, key=lambda each: sum(has[each.id].values())))
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.merge(
                    work, *chosen(form, person, other), **values(form, person, other)
                )
                kept = made.keep_id
        except Refusal as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash(
                "They are one record now. Where you merged them you can take them apart again.",
                "success",
            )
            return redirect(url_for("lms.people.show", person_id=kept))
    moving = {key: in_words(found) for key, found in has.items()}
    return render_template(
        "lms/office/merge.html",
        form=form,
        person=person,
        other=other,
        moving=moving,
        kinds=rules.KINDS,
        fold=rules.fold,
    ), (422 if form.errors else 200)


def find(person: "Person") -> ResponseReturnValue:
    """Ask for the other record."""
    wanted = request.args.get("q", "").strip()[:100]
    found = queries.people_visible_to(
        kit.session(), kit.actor(), search=wanted, state="all", day=kit.today()
    )
    return render_template(
        "lms/office/merge_find.html",
        person=person,
        wanted=wanted,
        merges=queries.merges_of(kit.session(), person.id),
        found=[one for one in found.rows if one.id != person.id][:20] if wanted else [],
        kinds=rules.KINDS,
    )


def chosen(form: MergeForm, one: "Person", other: "Person") -> tuple[UUID, UUID]:
    """Return whose record stays, and whose becomes part of it."""
    ids = (one.id, other.id)
    return ids if form.keep.data == one.id.hex else (ids[1], ids[0])


def values(form: MergeForm, one: "Person", other: "Person") -> dict[str, Any]:
    """Return the reason, with the name and the address that stay."""
    named = other if form.name.data == other.id.hex else one
    stays: dict[str, str | None] = {
        "first_name": named.first_name,
        "last_name": named.last_name,
        "name": named.name,
    }
    if form.email.data:
        known = [a for each in (one, other) for a in (each.email, each.other_email) if a]
        stays["email"] = form.email.data
        stays["other_email"] = next((a for a in known if a != form.email.data), None)
    return {"reason": form.reason.data or "", "values": stays}


def in_words(found: Mapping[str, int]) -> list[str]:
    """Return what a record has, in words."""
    return [
        f"{number} {NOUNS[place][0] if number == 1 else NOUNS[place][1]}"
        for place, number in found.items()
        if place in NOUNS
    ]


class ApartForm(forms.Form):
    """Why two records are of two people after all."""

    reason = StringField(
        "How do you know that they are two people?",
        description="It is kept with the record of both.",
        filters=[forms.stripped],
    )
    submit = SubmitField("Take them apart")


@pages.route("/merges/<uuid:merge_id>/apart", methods=["GET", "POST"])
@kit.requires_over(permissions.MERGE, queries.merge)
def apart(made: "Merge") -> ResponseReturnValue:
    """Ask why, say what follows, take two records apart."""
    form = ApartForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.unmerge(work, made.id, reason=form.reason.data or "")
                other_id = made.other_id
        except Refusal as refusal:
            form.refuse(refusal, field="reason")
        else:
            flash("They are two records again. Both were signed out.", "success")
            return redirect(url_for("lms.people.show", person_id=other_id))
    return render_template("lms/office/merge_apart.html", form=form, made=made), (
        422 if form.errors else 200
    )
