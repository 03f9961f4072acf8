"""How a knowledge check ended: each question explained, and what comes next."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries as certificates
from lms.compliance import queries as compliance
from lms.compliance.rules import Status
from lms.content import queries as content
from lms.delivery import kit
from lms.learning import permissions, queries
from lms.learning.errors import NoSuchModule
from lms.people import queries as people
from lms.web.learner import addresses, check_sheets, own
from lms.web.learner.over import only_the_record

if TYPE_CHECKING:
    from lms.compliance.queries import Owed
    from lms.content.rules import ModuleContent
    from lms.learning.models import Attempt
    from lms.learning.queries import BeforeCheck
    from lms.web.learner.check_sheets import Sheet

pages = Blueprint(
    "check_results", __name__, url_prefix="/modules/<slug>/check/<uuid:attempt_id>/result"
)
pages.before_request(only_the_record)

TO_DO = (Status.OVERDUE, Status.DUE_SOON, Status.NOT_DUE)


@pages.get("")
@kit.requires(permissions.TAKE)
def show(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    """Tell how one's attempt ended, today's or an old one, question by question."""
    attempt = own.attempt(slug, attempt_id)
    if attempt.submitted_at is None:
        return redirect(url_for("lms.checks.show", slug=slug, attempt_id=attempt_id))
    edition = content.edition(kit.session(), attempt.edition_id)
    whole = content.content_of(edition)
    sheets = check_sheets.told(whole, attempt, queries.answers(kit.session(), attempt_id))
    wrong = [one for one in sheets if not one.is_right]
    return render_template(
        "lms/learner/check_result.html",
        attempt=attempt,
        module=whole,
        wrong=wrong,
        right=[one for one in sheets if one.is_right],
        needed=check_sheets.needed(whole.check),
        section_url=partial(addresses.section, slug),
        now=kit.now(),
        reread=_to_reread(whole, wrong),
        **(_passed(attempt) if attempt.passed else _failed(attempt)),
    )


def _to_reread(whole: "ModuleContent", wrong: "list[Sheet]") -> dict[str, str]:
    """Return the sections that teach what was wrong, id → title, in the module's order."""
    named = {one.section_id for one in wrong}
    return {one.id: one.title for one in whole.sections if one.id in named}


def _before(slug: str) -> "BeforeCheck | None":
    """Return what stands before the next attempt; None where the module is not given out now."""
    try:
        return queries.before_check(
            kit.session(), own.me(), slug, kit.now(), demo=kit.settings().demo
        )
    except NoSuchModule:
        return None


def _passed(attempt: "Attempt") -> dict[str, Any]:
    """Return what a pass brought, and what comes next."""
    completion = queries.completion_of(kit.session(), attempt.id)
    found = certificates.of_completion(kit.session(), completion.id) if completion else None
    upcoming = _upcoming(attempt.module_slug)
    return {
        "certificate": found,
        "upcoming": upcoming,
        "upcoming_url": addresses.module(upcoming.module_slug) if upcoming else "",
    }


def _upcoming(slug: str) -> "Owed | None":
    """Return the training that is due next, other than this."""
    owed = compliance.owed(kit.session(), own.me(), kit.today())
    return next((one for one in owed if one.status in TO_DO and one.module_slug != slug), None)


def _failed(attempt: "Attempt") -> dict[str, Any]:
    """Return what stands before the next attempt, where this is the latest."""
    before = _before(attempt.module_slug)
    latest = before is not None and before.attempts[-1].id == attempt.id
    asked = latest and before is not None and before.step.kind == "talk"
    return {
        "before": before if latest else None,
        "managers": people.managers_of(kit.session(), own.me(), kit.today()) if asked else (),
    }
