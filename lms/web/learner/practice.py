"""A practice scenario: what it is about, and the goes one had at it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.content.rules import html
from lms.delivery import kit
from lms.kernel.errors import NotFound
from lms.learning import commands, permissions, queries
from lms.practice import rules
from lms.web.learner import addresses, own
from lms.web.learner.over import only_the_record

pages = Blueprint("practice", __name__, url_prefix="/modules/<slug>/practice/<scenario_id>")
pages.before_request(only_the_record)


@pages.get("")
@kit.requires(permissions.TAKE)
def show(slug: str, scenario_id: str) -> ResponseReturnValue:
    """Tell the situation, that it is invented, and how the exercise goes."""
    session, demo = kit.session(), kit.settings().demo
    whole = queries.reading(session, own.me(), slug, demo=demo).content
    try:
        scenario = whole.scenario(scenario_id)
    except KeyError:
        msg = "This module has no such practice scenario."
        raise NotFound(msg) from None
    goes = queries.practices(session, own.me(), slug, scenario_id)
    return render_template(
        "lms/learner/practice.html",
        module=whole,
        module_url=addresses.module(slug),
        scenario=scenario,
        outline=html(scenario.outline, whole.glossary),
        parts=rules.PARTS,
        under_way=next((one for one in goes if one.finished_at is None), None),
        finished=[one for one in goes if one.finished_at is not None],
    )


@pages.post("")
@kit.requires(permissions.TAKE)
def begin(slug: str, scenario_id: str) -> ResponseReturnValue:
    """Begin a go, or go on with the one under way; ``like`` names an earlier one to go on from."""
    with kit.work() as work:
        made = commands.begin_practice(work, slug, scenario_id, like=_like())
        practice_id, step = made.id, made.step
    return redirect(
        url_for(
            "lms.practice_steps.show",
            slug=slug,
            scenario_id=scenario_id,
            practice_id=practice_id,
            part=step,
        ),
        303,
    )


def _like() -> UUID | None:
    try:
        return UUID(request.form.get("like", ""))
    except ValueError:
        return None
