"""The weekly question to a manager, answered by whoever holds its link: is anybody missing."""

from typing import TYPE_CHECKING
from uuid import UUID

import wtforms
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FieldList, FormField, HiddenField, RadioField, SubmitField

from lms.answers import commands, queries, rules
from lms.delivery import kit
from lms.delivery.limits import limited
from lms.identity.rules import ANSWER, read_token
from lms.kernel.errors import NotFound, Refusal
from lms.kernel.permissions import PUBLIC
from lms.kernel.settings import Settings
from lms.web import forms
from lms.web.public.rows import StarterRow, fault, faults

if TYPE_CHECKING:
    from lms.answers.models import TeamQuestion

pages = Blueprint("answers", __name__, url_prefix="/answers")


def tries(settings: Settings) -> int:
    """How many looks an hour one network address has: a council has one for all."""
    return settings.verify_tries * 10


class LeftRow(wtforms.Form):
    """Whether a starter has left."""

    engagement_id = HiddenField()
    gone = BooleanField("Has left, or never came")
    last_on = forms.DayField(
        "Last day", description="Their first day, if they never came. For example 24 11 2026."
    )


class AnswerForm(forms.Form):
    """The whole answer."""

    complete = RadioField(
        "Is anybody missing from your team?",
        choices=forms.options(
            [("complete", "No, nobody is missing"), ("missing", "Yes, somebody is missing")]
        ),
        validate_choice=False,
    )
    left = FieldList(FormField(LeftRow))
    missing = FieldList(FormField(StarterRow), min_entries=1, max_entries=rules.MOST_MISSING)
    more = SubmitField("Add another person")
    submit = SubmitField("Send this answer")

    def lay_out(self, starters: list[queries.Starter]) -> None:
        """Ask about these starters; what was said of them before stays."""
        ids = [one.engagement_id.hex for one in starters]
        said = {one.form.engagement_id.data: one.form.data for one in self.left}
        if list(said) == ids:
            return
        while self.left.entries:
            self.left.pop_entry()
        for one in ids:
            self.left.append_entry({**said.get(one, {}), "engagement_id": one})

    def is_sound(self) -> bool:
        """Tell whether it can be taken; what is wrong stands beside its field."""
        sound = self.validate()
        if self.complete.data not in {"complete", "missing"}:
            fault(self.complete, "Say whether anybody is missing")
        for one in self.left:
            row = one.form
            if row.gone.data and row.last_on.data is None and not row.last_on.errors:
                fault(row.last_on, "Enter the last day, for example 24 11 2026")
        filled = [one.form for one in self.missing if one.form.is_filled]
        if self.complete.data == "missing":
            if not filled:
                fault(self.missing[0].form.first_name, "Enter who is missing")
            for starter in filled:
                starter.check()
        return bool(sound) and not self.complete.errors and not any(self.faults())

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong in the rows."""
        return list(faults(self.left, self.missing))

    @property
    def answer(self) -> rules.Answer:
        """What was said."""
        names = self.complete.data == "missing"
        return rules.Answer(
            is_complete=not names,
            missing=[one.form.missing for one in self.missing if names and one.form.is_filled],
            left=[
                rules.Left(
                    engagement_id=UUID(one.form.engagement_id.data),
                    last_on=forms.chosen_day(one.form.last_on),
                )
                for one in self.left
                if one.form.gone.data
            ],
        )


@pages.route("/<token>", methods=["GET", "POST"])
@kit.requires(PUBLIC)
@limited("answers", tries, methods=("GET", "POST"))
def answer(token: str) -> ResponseReturnValue:
    """Show whom the mail named and ask who is missing; opening it changes nothing."""
    asked = asked_by(token)
    if asked is None:
        return spent(404)
    if kit.today() > asked.open_until:
        return spent(410)
    starters = queries.starters_of(kit.session(), asked)
    form, manager = AnswerForm(), asked.manager.name
    form.lay_out(starters)
    if not form.is_submitted():
        said = request.args.get("say", "")
        form.complete.data = said if said in {"complete", "missing"} else None
    if form.more.data and len(form.missing) < rules.MOST_MISSING:
        form.missing.append_entry()
        form.complete.data = "missing"
    elif form.is_submitted() and form.is_sound() and taken(form, asked.id):
        return redirect(url_for(".thanks", token=token))
    wrong = not form.more.data and (bool(form.complete.errors) or bool(form.faults()))
    return render_template(
        "lms/public/answer.html",
        form=form,
        asked=asked,
        manager=manager,
        token=token,
        left=list(zip(form.left, starters, strict=True)),
        most=rules.MOST_MISSING,
    ), (422 if wrong else 200)


@pages.get("/<token>/thanks")
@kit.requires(PUBLIC)
@limited("answers", tries, methods=("GET",))
def thanks(token: str) -> ResponseReturnValue:
    """Say what was noted, and what happens with the rest."""
    asked = asked_by(token)
    if asked is None:
        return spent(404)
    waiting = [one for one in asked.reports if one.settled_at is None]
    return render_template(
        "lms/public/answer_thanks.html", asked=asked, token=token, waiting=waiting
    )


def asked_by(token: str) -> "TeamQuestion | None":
    """Return the question that a link opens; None where nobody here signed it."""
    question_id = read_token(kit.settings().secret_key, token, of=ANSWER)
    try:
        return queries.question(kit.session(), question_id) if question_id else None
    except NotFound:
        return None


def taken(form: AnswerForm, question_id: UUID) -> bool:
    """Take what is answered; tell whether that could be, else why not stands on the form."""
    try:
        with kit.work() as work:
            commands.answer(work, question_id, form.answer)
    except Refusal as refusal:
        form.refuse(refusal, field="complete")
        return False
    return True


def spent(status: int) -> ResponseReturnValue:
    """Answer a link that opens nothing any more."""
    return render_template("lms/public/answer_spent.html"), status
