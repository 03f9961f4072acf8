"""Settings: schools, colleges, nurseries."""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from lms.delivery import kit
from lms.kernel.errors import Refusal
from lms.people import commands, permissions, queries, rules
from lms.web import forms
from lms.web.office.places import check_arrange, may_arrange

if TYPE_CHECKING:
    from lms.people.models import Setting

pages = Blueprint("settings", __name__, url_prefix="/places/settings")


@pages.get("")
@kit.requires(permissions.SEE_PLACES)
def index() -> ResponseReturnValue:
    """List the settings, a page at a time."""
    search = request.args.get("q", "").strip()[:100]
    found = queries.settings_page(
        kit.session(), kit.today(), search=search, after=request.args.get("after")
    )
    return render_template(
        "lms/office/settings.html",
        found=found,
        search=search,
        phases=rules.PHASES,
        may_arrange=may_arrange(),
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
    submit = SubmitField("Save setting")

    def values(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: self[name].data or "" for name in ("name", "urn", "phase")}


@pages.route("/add", methods=["GET", "POST"])
@kit.requires(permissions.ARRANGE)
def add() -> ResponseReturnValue:
    """Enter a setting."""
    check_arrange()
    form = SettingForm()
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.add_setting(work, **form.values())
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"{form.name.data} is in the list.", "success")
            return redirect(url_for(".index"))
    return drawn(form, "Add a setting", url_for(".add"))


@pages.route("/<uuid:setting_id>", methods=["GET", "POST"])
@kit.requires_over(permissions.ARRANGE, queries.setting)
def change(setting: "Setting") -> ResponseReturnValue:
    """Put a setting's details right."""
    check_arrange()
    form, name = SettingForm(obj=setting), setting.name
    action = url_for(".change", setting_id=setting.id)
    if form.validate_on_submit():
        try:
            with kit.work() as work:
                commands.change_setting(work, setting.id, **form.values())
        except Refusal as refusal:
            form.refuse(refusal, field="name")
        else:
            flash(f"The details of {form.name.data} are saved.", "success")
            return redirect(url_for(".index"))
    return drawn(form, f"Change {name}", action)


def drawn(form: SettingForm, heading: str, action: str) -> ResponseReturnValue:
    """Return the page with the form."""
    return render_template("lms/office/setting.html", form=form, heading=heading, action=action), (
        422 if form.errors else 200
    )
