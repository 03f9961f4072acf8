"""Settings: schools, colleges, nurseries."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.appointments import permissions as dsls
from lms.appointments import queries as appointments
from lms.appointments import rules as dsl_rules
from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, queries, rules
from lms.schools import permissions as schools
from lms.web import forms

if TYPE_CHECKING:
    from lms.people.models import Setting

pages = Blueprint("settings", __name__, url_prefix="/settings")

STATES = {"open": "Open", "closed": "Closed", "all": "Open and closed"}


def may_change() -> bool:
    """Tell whether whoever is signed in may change settings."""
    return kit.may(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)


def may_import() -> bool:
    """Tell whether whoever is signed in may bring in the register of schools."""
    return kit.may(schools.IMPORT, rules.WHOLE_COUNCIL)


def may_appoint() -> bool:
    """Tell whether whoever is signed in may say who is DSL."""
    return kit.may(dsls.CHANGE, rules.WHOLE_COUNCIL)


def may_read() -> bool:
    """Tell whether whoever is signed in may see who is DSL where."""
    return kit.may(dsls.READ, rules.WHOLE_COUNCIL)


def asked_for() -> queries.Sought:
    """Return which settings the address asks for."""
    given = {key: request.args.get(key, "").strip()[:120] for key in ("phase", "locality")}
    state = request.args.get("state", "open")
    return queries.Sought(
        search=request.args.get("q", "").strip()[:100],
        trust=request.args.get("trust", "").strip()[:120],
        state=state if state in STATES else "open",
        **given,
    )


def kept(sought: queries.Sought) -> dict[str, str | None]:
    """Return what the address asks for, so that the next page asks for the same."""
    return {
        "q": sought.search or None,
        "phase": sought.phase or None,
        "locality": sought.locality or None,
        "trust": sought.trust or None,
        "state": sought.state if sought.state != "open" else None,
    }


@pages.get("")
@kit.requires(permissions.SEE_SETTINGS)
def index() -> ResponseReturnValue:
    """List the settings, a page at a time."""
    session, sought = kit.session(), asked_for()
    day, need = kit.today(), request.args.get("need", "")
    named = queries.settings_named(session)
    return render_template(
        "lms/office/settings.html",
        found=appointments.page_of_settings(
            session, day, sought, need=need, after=request.args.get("after")
        ),
        figures=appointments.figures(session, day),
        trained=appointments.training_figures(session, day, kit.settings()).by_kind,
        sought=sought,
        need=need,
        kept={**kept(sought), "need": need or None},
        needs=dsl_rules.NEEDS,
        may_read=may_read(),
        localities=[("", "All"), *((one, one) for one in named.localities)],
        trusts=[("", "All, and none"), *((one, one) for one in named.trusts)],
        phases=rules.PHASES,
        states=STATES,
        may_change=may_change(),
        may_import=may_import(),
        may_ask=may_appoint(),
        waiting=appointments.waiting_count(session) if may_appoint() else 0,
    )


class SettingForm(forms.Form):
    """What is known of a setting."""

    name = StringField(
        "What is it called?",
        filters=[forms.stripped],
        validators=[
            DataRequired("Enter its name"),
            Length(max=rules.LONGEST_NAME, message="Enter a name of at most 120 characters"),
        ],
    )
    urn = StringField(
        "School reference (URN)",
        description="Six digits. Leave it blank if it has none.",
        filters=[forms.stripped],
    )
    phase = SelectField("Which phase?", choices=forms.options(rules.PHASES.items()))
    postcode = StringField("Postcode (optional)", filters=[forms.stripped])
    locality = StringField("Town, village or ward (optional)", filters=[forms.stripped])
    trust = StringField("Trust that runs it (optional)", filters=[forms.stripped])
    mailbox = StringField(
        "The setting’s own mailbox (optional)",
        description="Such as office@ or head@. Once a year it is asked who is DSL there.",
        filters=[forms.stripped],
    )
    opened_on = forms.DayField(
        "When did it open? (optional)",
    )
    closed_on = forms.DayField(
        "From which day is it closed? (optional)",
        description="Leave it blank while it is open. A closed setting is kept.",
    )
    submit = SubmitField("Save setting")

    def values(self, before: commands.Details) -> dict[str, Any]:
        """Return what was typed; what the form does not ask stays as it was ``before``."""
        details = replace(
            before,
            postcode=self.postcode.data or "",
            locality=self.locality.data or "",
            trust=self.trust.data or "",
            mailbox=self.mailbox.data or None,
            opened_on=self.opened_on.data,
            closed_on=self.closed_on.data,
        )
        named = {key: self[key].data or "" for key in ("name", "urn", "phase")}
        return {**named, "details": details}


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.CHANGE_SETTINGS)
def add() -> ResponseReturnValue:
    """Enter a setting."""
    kit.check(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)
    form = SettingForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                made = commands.add_setting(work, **form.values(commands.Details()))
                setting_id = made.id
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"{form.name.data} is in the list.", "success")
            return redirect(url_for(".show", setting_id=setting_id))
    return drawn(form, "Add a setting", url_for(".add"), url_for(".index"))


@pages.get("/<uuid:setting_id>")
@kit.requires_over(permissions.SEE_SETTINGS, queries.setting)
def show(setting: "Setting") -> ResponseReturnValue:
    """Show what is known of one setting."""
    session, day, may = kit.session(), kit.today(), may_read()
    shown = appointments.shown_at(session, setting.id, day, kit.settings()) if may else []
    now = [one for one in shown if one.appointment.runs_on(day)]
    coming = [one for one in shown if one.appointment.from_on > day]
    return render_template(
        "lms/office/setting.html",
        setting=setting,
        today=day,
        one_day=timedelta(days=1),
        is_open=setting.is_open_on(day),
        phases=rules.PHASES,
        need=appointments.need_at(session, setting.id, day) if may else None,
        now=now,
        coming=coming,
        past=[one for one in shown if one not in now and one not in coming],
        roles=dsl_rules.ROLES,
        trainings=dsl_rules.TRAININGS,
        said_by=dsl_rules.NAMED_BY,
        may_change=may_change(),
        may_appoint=may_appoint(),
        may_open=kit.may(permissions.READ),
        may_read=may,
    )


@pages.route("/<uuid:setting_id>/change", methods=["GET", "POST"])
@kit.requires_over(permissions.CHANGE_SETTINGS, queries.setting)
def change(setting: "Setting") -> ResponseReturnValue:
    """Put a setting's details right."""
    kit.check(permissions.CHANGE_SETTINGS, rules.WHOLE_COUNCIL)
    form, name, setting_id = SettingForm(obj=setting), setting.name, setting.id
    details = commands.details_of(setting)
    here = url_for(".show", setting_id=setting_id)
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.change_setting(work, setting_id, **form.values(details))
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"The details of {form.name.data} are saved.", "success")
            return redirect(here)
    action = url_for(".change", setting_id=setting_id)
    return drawn(form, f"Change {name}", action, here)


def drawn(form: SettingForm, heading: str, action: str, back: str) -> ResponseReturnValue:
    """Return the page with the form."""
    return render_template(
        "lms/office/setting_form.html", form=form, heading=heading, action=action, back=back
    ), (422 if form.errors else 200)
