"""One's own assessment beside the experts', point by point, and as a paper."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.learning import permissions, queries
from lms.practice import rules
from lms.practice.rules import Assessment
from lms.web.learner import addresses, own, practice_pictures, practice_sheets
from lms.web.learner.over import only_the_record
from lms.web.learner.practice_sheets import Sheet

pages = Blueprint(
    "practice_beside",
    __name__,
    url_prefix="/modules/<slug>/practice/<scenario_id>/<uuid:practice_id>",
)
pages.before_request(only_the_record)


@pages.get("/beside")
@kit.requires(permissions.TAKE)
def show(slug: str, scenario_id: str, practice_id: UUID) -> ResponseReturnValue:
    """Show what matched, what was missed, what would do harm or nothing, each with its reason."""
    found = practice_sheets.sheet(own.practice(slug, scenario_id, practice_id))
    if found.practice.finished_at is None:
        return redirect(_go_on_url(found))
    compared = rules.compare(found.scenario, found.assessment)
    return render_template(
        "lms/learner/practice_beside.html",
        found=found,
        compared=compared,
        offered=len(rules.choices(found.scenario)),
        picture=practice_pictures.picture(found, compared),
        changed=_changed(found, compared),
        section_urls={
            step: addresses.section(slug, section_id)
            for step, section_id in found.scenario.taught.items()
        },
        rules=rules,
    )


@pages.get("/print")
@kit.requires(permissions.TAKE)
def as_paper(slug: str, scenario_id: str, practice_id: UUID) -> ResponseReturnValue:
    """Show the assessment as a form would, to print; every sheet says that it is invented."""
    found = practice_sheets.sheet(own.practice(slug, scenario_id, practice_id))
    return render_template("lms/learner/practice_print.html", found=found, rules=rules)


def _changed(found: Sheet, compared: rules.Comparison) -> rules.Changed | None:
    """Return what changed since the go before, or None where this is the first."""
    this = found.practice
    goes = queries.practices(kit.session(), this.person_id, this.module_slug, this.scenario_id)
    before = next((one for one in goes if one.begun_at < this.begun_at and one.finished_at), None)
    if before is None:
        return None
    earlier = Assessment.from_plain(before.chosen)
    return rules.changed(rules.compare(found.scenario, earlier), compared)


def _go_on_url(found: Sheet) -> str:
    return url_for(
        "lms.practice_steps.show",
        slug=found.practice.module_slug,
        scenario_id=found.practice.scenario_id,
        practice_id=found.practice.id,
        part=found.practice.step,
    )
