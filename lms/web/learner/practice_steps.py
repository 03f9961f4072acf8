"""The parts of a practice assessment: choosing and weighing, kept as one goes."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.content.rules import html
from lms.delivery import kit
from lms.kernel.errors import NotFound, Refusal
from lms.learning import commands, errors, permissions
from lms.practice import rules
from lms.web.learner import own, practice_sheets, saving
from lms.web.learner.over import only_the_record
from lms.web.learner.practice_sheets import Sheet

pages = Blueprint(
    "practice_steps",
    __name__,
    url_prefix="/modules/<slug>/practice/<scenario_id>/<uuid:practice_id>",
)
pages.before_request(only_the_record)

LOOK_OVER = "look-over"
ORDER = (*rules.PARTS, LOOK_OVER)


@pages.get("/<part>")
@pages.get("/weigh/<hazard_id>", defaults={"part": "weigh"})
@kit.requires(permissions.TAKE)
def show(
    slug: str, scenario_id: str, practice_id: UUID, part: str, hazard_id: str = ""
) -> ResponseReturnValue:
    """Show one part with what was chosen in it; hazards are weighed one by one."""
    found = practice_sheets.sheet(own.practice(slug, scenario_id, practice_id))
    if found.practice.finished_at is not None:
        return redirect(beside_url(found))
    if part not in ORDER:
        msg = "There is no such part of the exercise."
        raise NotFound(msg)
    if part == "weigh" and hazard_id not in found.letters and found.hazards:
        return redirect(part_url(found, "weigh", _next_to_weigh(found)))
    kind = "choose" if part in rules.STEPS else part.replace("-", "_")
    return render_template(
        f"lms/learner/practice_{kind}.html",
        found=found,
        part=part,
        number=ORDER.index(part) + 1,
        hazard=next((one for one in found.hazards if one.id == hazard_id), None),
        url=part_url(found, part, hazard_id),
        part_url=part_url,
        outline=html(found.scenario.outline),
        rules=rules,
    )


@pages.post("/<part>")
@pages.post("/weigh/<hazard_id>", defaults={"part": "weigh"})
@kit.requires(permissions.TAKE)
def save(
    slug: str, scenario_id: str, practice_id: UUID, part: str, hazard_id: str = ""
) -> ResponseReturnValue:
    """Keep what a part says, and go where the button said; a script is told in one line."""
    found = practice_sheets.sheet(own.practice(slug, scenario_id, practice_id))
    change = practice_sheets.change_of(found, part, request.form, hazard_id)
    go_on = "" if saving.by_script() else request.form.get("go", "next")
    try:
        with kit.work() as work:
            kept = commands.save_practice(work, practice_id, change, step=_step(part, go_on))
            to = _onward(practice_sheets.sheet(kept), part, hazard_id, go_on)
    except Refusal as refusal:
        if saving.by_script():
            return saving.refused(refusal)
        if isinstance(refusal, errors.PracticeOver):
            return render_template("lms/learner/practice_over.html", to=beside_url(found)), 409
        raise
    return {"said": "Saved."} if saving.by_script() else redirect(to, 303)


@pages.post("/finish")
@kit.requires(permissions.TAKE)
def finish(slug: str, scenario_id: str, practice_id: UUID) -> ResponseReturnValue:
    """Set it beside the experts'; twice is as good as once."""
    found = practice_sheets.sheet(own.practice(slug, scenario_id, practice_id))
    if not found.assessment.chosen:
        return redirect(part_url(found, LOOK_OVER), 303)
    try:
        with kit.work() as work:
            commands.finish_practice(work, practice_id)
    except errors.PracticeOver:
        pass
    return redirect(beside_url(found), 303)


def part_url(found: Sheet, part: str, hazard_id: str = "") -> str:
    """Return where a part of a go stands."""
    return url_for(
        ".show",
        slug=found.practice.module_slug,
        scenario_id=found.practice.scenario_id,
        practice_id=found.practice.id,
        part=part,
        hazard_id=hazard_id or None,
    )


def beside_url(found: Sheet) -> str:
    """Return where a finished go stands beside the experts'."""
    return url_for(
        "lms.practice_beside.show",
        slug=found.practice.module_slug,
        scenario_id=found.practice.scenario_id,
        practice_id=found.practice.id,
    )


def _next_to_weigh(found: Sheet) -> str:
    """Return the first hazard that is not weighed, or the first."""
    left = [one.id for one in found.hazards if found.lacks("weigh", one)]
    return (left or [found.hazards[0].id])[0]


def _step(part: str, go_on: str) -> str:
    """Return the part to go on at from another device."""
    if go_on in rules.PARTS:
        return go_on
    way = {"next": 1, "back": -1}.get(go_on, 0)
    at = ORDER.index(part) + way if part in ORDER and part != "weigh" else -1
    return ORDER[at] if 0 <= at < len(rules.PARTS) else part


def _onward(found: Sheet, part: str, hazard_id: str, go_on: str) -> str:
    """Return where a button leads: to a part by its name, else to the one before or after."""
    if go_on in ORDER:
        return part_url(found, go_on)
    way = -1 if go_on == "back" else 1
    if part == "weigh" and hazard_id in found.letters:
        ids = [one.id for one in found.hazards]
        at = ids.index(hazard_id) + way
        if 0 <= at < len(ids):
            return part_url(found, "weigh", ids[at])
    return part_url(found, ORDER[max(ORDER.index(part) + way, 0)])
