"""Rows that might be somebody known: both sides, and a person's decision."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SubmitField
from wtforms.validators import DataRequired

from lms.delivery import kit
from lms.intake import commands, errors, permissions, queries
from lms.kernel import words
from lms.kernel.errors import Refusal
from lms.people import permissions as people_permissions
from lms.people import queries as people
from lms.people import rules
from lms.people.errors import AddressTaken
from lms.web import forms
from lms.web.office import intake_words as said
from lms.web.office.asking import read_id
from lms.web.office.intake import guard

if TYPE_CHECKING:
    from lms.intake.queries import Candidate, LineShown

pages = Blueprint("decisions", __name__, url_prefix="/imports/rows")
pages.before_request(guard)

LONGEST_SEARCH = 100
SAME, NEW, NEW_BARE, LEFT_OUT = "same ", "new", "new without address", "left_out"


class DecideForm(forms.Form):
    """Who a row is."""

    who = RadioField("Who is it?", validators=[DataRequired("Choose who it is")])
    submit = SubmitField("Save decision")

    def fill_choices(self, line: "LineShown", *, bare: bool) -> None:
        """Offer each candidate, somebody new, and to leave the row out."""
        new = (NEW_BARE if bare else NEW, "A new person" + (", without the address" * bare))
        self.who.choices = forms.options(
            [
                *(
                    (f"{SAME}{one.id.hex}", f"{one.name}, {one.email or 'in the register'}")
                    for one in line.candidates
                ),
                new,
                (LEFT_OUT, "Leave the row out"),
            ]
        )

    def hints(self, line: "LineShown", *, bare: bool) -> dict[str, str]:
        """Return what follows from each choice."""
        shared = f"{line.email} stays with the person who has it. " if bare else ""
        new = f"{shared}They are added with this engagement, and owe all their training."
        return {
            **{
                f"{SAME}{one.id.hex}": "One human, once: the engagement is added to theirs, and "
                "training they have done counts."
                for one in line.candidates
            },
            NEW: new,
            NEW_BARE: new,
            LEFT_OUT: "Nothing is added.",
        }

    def chosen(self) -> dict[str, Any]:
        """Return the decision as the command takes it."""
        who = forms.filled(self.who)
        if who.startswith(SAME):
            return {"decision": "same", "person_id": read_id(who.removeprefix(SAME))}
        if who == NEW_BARE:
            return {"decision": "new", "without_address": True}
        return {"decision": who}


@pages.get("")
@kit.requires(permissions.IMPORT)
def index() -> ResponseReturnValue:
    """List the rows that wait for a decision, of every file that was brought in."""
    session = kit.session()
    found = queries.held(session, after=request.args.get("after"))
    return render_template(
        "lms/office/decisions.html",
        found=found,
        files=queries.files(session, [one.import_id for one in found.rows]),
        number=queries.held_count(session),
        kinds=rules.KINDS,
        said=said,
    )


@pages.route("/<uuid:line_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.IMPORT, queries.line)
def decide(line: "LineShown") -> ResponseReturnValue:
    """Show both sides of a row, ask who it is, and settle it.

    Whom nobody thought of can be looked for: whoever is found stands beside the candidates.
    """
    sought = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    proposed = len(line.candidates)
    line = replace(line, candidates=[*line.candidates, *found_for(line, sought)])
    bare = shares_address(line)
    form = DecideForm()
    form.fill_choices(line, bare=bare)
    if form.validate_on_submit():
        try:
            settle(line, form)
        except AddressTaken as refusal:
            bare = True
            form.fill_choices(line, bare=True)
            form.who.data = NEW_BARE
            form.refuse(refusal, field="who")
        except errors.AlreadyDecided as refusal:
            flash(str(refusal))
        except Refusal as refusal:
            form.refuse(refusal, field="who")
        if not form.errors:
            return redirect(onward())
    return render_template(
        "lms/office/decision.html",
        form=form,
        line=line,
        proposed=proposed,
        sought=sought,
        of=queries.shown(kit.session(), line.import_id),
        hints=form.hints(line, bare=bare),
        kinds=rules.KINDS,
        said=said,
        fold=rules.fold,
    ), (422 if form.errors else 200)


def found_for(line: "LineShown", sought: str) -> list["Candidate"]:
    """Return whom a search names, besides the candidates."""
    session, actor = kit.session(), kit.actor()
    reach = actor.reach(people_permissions.LIST)
    found = people.people_found(session, reach, search=sought, day=kit.today())
    known = {one.id for one in line.candidates}
    return queries.candidates(session, [one.id for one in found if one.id not in known])


def shares_address(line: "LineShown") -> bool:
    """Tell whether the row's address is a candidate's: two people cannot share one."""
    return bool(line.email) and any(one.email == line.email for one in line.candidates)


def settle(line: "LineShown", form: DecideForm) -> None:
    """Carry a decision out, and say what was done."""
    with kit.work() as work:
        commands.decide(work, line.id, **form.chosen())
    decided = forms.filled(form.who)
    name = next((one.name for one in line.candidates if decided == f"{SAME}{one.id.hex}"), "")
    if name:
        text = f"Row {line.row} is {name}. The engagement is added to theirs."
    elif decided == LEFT_OUT:
        text = f"Row {line.row}, {line.name}, is left out."
    else:
        text = f"{line.name} is added as a new person."
    flash(text, "success")


def onward() -> str:
    """Return the address of the next row that waits; of the list where none does."""
    rows = queries.held(kit.session(), limit=1).rows
    if rows:
        left = queries.held_count(kit.session())
        flash(f"{words.count(left, 'row')} {'needs' if left == 1 else 'need'} you still.")
        return url_for(".decide", line_id=rows[0].id)
    return url_for(".index")
