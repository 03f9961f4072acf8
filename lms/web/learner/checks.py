"""The knowledge check: what it takes, the questions on one page, looking them over, handing in.

All questions stand on one page and not on one each: a phone that loses its connection half way
has them all, the answers wait on it, and looking back at a question costs no page.
"""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import queries as certificates
from lms.content import queries as content
from lms.delivery import kit
from lms.delivery.statuses import status_of
from lms.kernel.errors import Conflict, Refusal
from lms.learning import commands, errors, permissions, queries
from lms.people import queries as people
from lms.web.learner import addresses, check_sheets, own, saving
from lms.web.learner.over import only_the_record

if TYPE_CHECKING:
    from lms.certificates.models import Certificate
    from lms.learning.models import Attempt
    from lms.learning.queries import BeforeCheck
    from lms.web.learner.check_sheets import Sheet

pages = Blueprint("checks", __name__, url_prefix="/modules/<slug>/check")
pages.before_request(only_the_record)


@pages.get("")
@kit.requires(permissions.TAKE)
def begin(slug: str) -> ResponseReturnValue:
    """Say what the check takes, or what comes before it; list the goes so far."""
    return _begin_page(slug)


@pages.post("")
@kit.requires(permissions.TAKE)
def go(slug: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the one under way."""
    try:
        with kit.work() as work:
            attempt_id = commands.begin_check(work, slug).id
    except Conflict as refusal:
        return _begin_page(slug, status_of(refusal))
    return redirect(url_for(".show", slug=slug, attempt_id=attempt_id), 303)


@pages.get("/<uuid:attempt_id>")
@kit.requires(permissions.TAKE)
def show(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    """Show the questions, with what is chosen so far."""
    attempt = own.attempt(slug, attempt_id)
    if attempt.submitted_at is not None:
        return redirect(result_url(attempt))
    sheets = _sheets(attempt)
    return render_template(
        "lms/learner/check_questions.html",
        attempt=attempt,
        module=content.edition(kit.session(), attempt.edition_id),
        sheets=sheets,
        answered=sum(one.is_answered for one in sheets),
        moved=request.args.get("moved", ""),
    )


@pages.post("/<uuid:attempt_id>")
@kit.writes
@kit.requires(permissions.TAKE)
def save(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    """Keep what was chosen, and go where the button said; a script is told in one line."""
    chosen = check_sheets.sent(request.form)
    try:
        with kit.work() as work:
            if "move" in request.form:
                chosen |= _moves(own.attempt(slug, attempt_id))
            kept = commands.save_answers(work, attempt_id, chosen)
    except Refusal as refusal:
        if saving.by_script():
            return saving.refused(refusal)
        if isinstance(refusal, errors.AttemptOver):
            return _over(own.attempt(slug, attempt_id), refusal)
        raise
    if saving.by_script():
        return {"said": f"Saved. {kept.answered} of {kept.of} answered."}
    return redirect(_onward(slug, attempt_id), 303)


@pages.get("/<uuid:attempt_id>/review")
@kit.requires(permissions.TAKE)
def review(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    """Show every answer, the missing ones first, before it is handed in."""
    attempt = own.attempt(slug, attempt_id)
    if attempt.submitted_at is not None:
        return redirect(result_url(attempt))
    sheets = _sheets(attempt)
    return render_template(
        "lms/learner/check_review.html",
        attempt=attempt,
        module=content.edition(kit.session(), attempt.edition_id),
        sheets=sheets,
        missing=[one for one in sheets if not one.is_answered],
    )


@pages.post("/<uuid:attempt_id>/hand-in")
@kit.requires(permissions.TAKE)
def hand_in(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    """Hand in; twice is as good as once."""
    to = result_url(own.attempt(slug, attempt_id))
    try:
        with kit.work() as work:
            commands.submit_check(work, attempt_id)
    except errors.AttemptOver:
        flash("You had handed this in already. This is how it ended.", "info")
    return redirect(to, 303)


def result_url(attempt: "Attempt") -> str:
    """Return where it stands how an attempt ended."""
    return url_for("lms.check_results.show", slug=attempt.module_slug, attempt_id=attempt.id)


def _begin_page(slug: str, status: int = 200) -> ResponseReturnValue:
    session, person_id = kit.session(), own.me()
    before = queries.before_check(session, person_id, slug, kit.now(), demo=kit.settings().demo)
    under_way = before.under_way
    answered = len(queries.answers(session, under_way.id)) if under_way else 0
    return render_template(
        "lms/learner/check.html",
        before=before,
        module=before.content,
        answered=answered,
        needed=check_sheets.needed(before.content.check),
        section_url=partial(addresses.section, slug),
        module_url=addresses.module(slug),
        now=kit.now(),
        certificate=_certificate(before),
        managers=people.managers_of(session, person_id, kit.today())
        if before.step.kind == "talk"
        else (),
    ), status


def _certificate(before: "BeforeCheck") -> "Certificate | None":
    """Return what the latest pass brought, or None."""
    passed = [one.id for one in before.attempts if one.passed]
    found = queries.completion_of(kit.session(), passed[-1]) if passed else None
    return certificates.of_completion(kit.session(), found.id) if found else None


def _sheets(attempt: "Attempt") -> "list[Sheet]":
    whole = content.content_of(content.edition(kit.session(), attempt.edition_id))
    return check_sheets.asked(whole, attempt, queries.answers(kit.session(), attempt.id))


def _moves(attempt: "Attempt") -> dict[str, list[str]]:
    """Return the order after a button moved something in it; nothing where none did."""
    question_id, option, direction = (*request.form.get("move", "").split(), "", "", "")[:3]
    shown = {one.question_id: one.option_ids for one in queries.drawn_of(attempt)}
    if question_id not in shown:
        return {}
    order = (
        request.form.getlist(check_sheets.ANSWER + question_id)
        or queries.answers(kit.session(), attempt.id).get(question_id)
        or shown[question_id]
    )
    return {question_id: check_sheets.moved(order, option, direction)}


def _onward(slug: str, attempt_id: UUID) -> str:
    """Return where the pressed button leads."""
    go_on, move = request.form.get("go", ""), request.form.get("move")
    if go_on == "review":
        return url_for(".review", slug=slug, attempt_id=attempt_id)
    return url_for(
        ".show",
        slug=slug,
        attempt_id=attempt_id,
        moved=move,
        _anchor=f"q-{go_on}" if go_on.isdecimal() and not move else None,
    )


def _over(attempt: "Attempt", refusal: Refusal) -> ResponseReturnValue:
    """Say that an answer came after handing in, and lead to how it ended."""
    return render_template("lms/learner/check_over.html", attempt=attempt, refusal=refusal), 409
