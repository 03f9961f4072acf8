"""Bringing people in from a list: upload, what its columns hold, a look at all of it, done."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from lms.delivery import kit
from lms.identity import queries as identity
from lms.identity.permissions import INVITE
from lms.intake import commands, errors, permissions, queries
from lms.intake.reading import FIELDS
from lms.intake.rules.headings import missing
from lms.kernel import words
from lms.kernel.errors import Invalid
from lms.people import queries as people
from lms.people import rules as people_rules
from lms.web.errors import page
from lms.web.office import intake_words as said
from lms.web.office import ways_words
from lms.web.office.intake_form import UploadForm, drained, looked
from lms.web.office.intake_form import too_large as too_much

if TYPE_CHECKING:
    from lms.intake.queries import Shown

pages = Blueprint("intake", __name__, url_prefix="/imports")

FIRST = 5
"""Rows of each sort on the preview; the rest has a page of its own."""


def guard() -> None:
    """Close these pages to whoever may not act for the whole council: a list knows no units."""
    kit.check(permissions.IMPORT, people_rules.WHOLE_COUNCIL)


pages.before_request(guard)


@pages.get("")
@kit.requires(permissions.IMPORT)
def index() -> ResponseReturnValue:
    """Show what waits, every way in with its health, and every file that was looked at."""
    session = kit.session()
    found = queries.history(session, after=request.args.get("after"))
    waiting = queries.waiting(session)
    return render_template(
        "lms/office/imports.html",
        found=found,
        waiting=waiting,
        rows=queries.held_count(session),
        invitations=identity.held_count(session, kit.actor().reach(INVITE)),
        ways=queries.ways_in(session, kit.today()),
        kinds=people_rules.KINDS,
        names=people.names_of(session, [one.made_by for one in found.rows if one.made_by]),
        said=said,
        health=ways_words,
    )


@pages.route("/new", methods=["GET", "POST"])
@kit.requires(permissions.IMPORT)
def add() -> ResponseReturnValue:
    """Ask for a file and whose list it is, and look at it."""
    form = UploadForm()
    form.fill_choices()
    if form.validate_on_submit():
        import_id = looked(form)
        if import_id is not None:
            return redirect(url_for(".show", import_id=import_id))
    return render_template("lms/office/import_new.html", form=form), (422 if form.errors else 200)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Answer a file that is too large to be taken at all beside its field."""
    most = kit.settings().upload_megabytes
    refusal = Invalid(too_much(most), field="file")
    drained()
    if not kit.may(permissions.IMPORT, people_rules.WHOLE_COUNCIL):
        return page(413, str(refusal))
    form = UploadForm(formdata=None)
    form.fill_choices()
    form.refuse(refusal, field="file")
    return render_template("lms/office/import_new.html", form=form), 413


@pages.get("/<uuid:import_id>")
@kit.requires_over(permissions.IMPORT, queries.shown)
def show(found: "Shown") -> ResponseReturnValue:
    """Show a file: its questions, what it would change, or what came of it."""
    if found.state == "asking":
        return asking(found)
    if found.state == "arrived":
        who = people.names_of(kit.session(), [found.made_by] if found.made_by else [])
        return render_template("lms/office/import_arrived.html", found=found, who=who)
    if found.state == "waiting":
        return render_template("lms/office/import_preview.html", **parts(found))
    return render_template("lms/office/import_result.html", **parts(found))


def parts(found: "Shown") -> dict[str, Any]:
    """Return what a preview and a result show: the figures, and the first rows of each sort."""
    session, counts = kit.session(), found.counts
    there = {
        "rejected": counts.rejected,
        "review": counts.held,
        "updated": counts.updated,
        "added": counts.added,
    }
    first = {
        status: queries.lines(session, found.id, status=status, limit=FIRST).rows
        for status, number in there.items()
        if number and found.state != "dropped"
    }
    left_out = []
    if counts.missing and found.state != "dropped":
        left_out = queries.missing(session, found.id, limit=FIRST).rows
    return {
        "found": found,
        "counts": counts,
        "heading": said.comes_to(found),
        "alarms": queries.alarms_said(session, found.id) if found.is_braked else [],
        "first": first,
        "there": there,
        "missing": left_out,
        "words_of": FIELDS,
        "who": people.names_of(session, [found.made_by] if found.made_by else []),
        "kinds": people_rules.KINDS,
        "said": said,
    }


def asking(
    found: "Shown", chosen: dict[str, str] | None = None, problem: str = ""
) -> ResponseReturnValue:
    """Ask what the unknown columns of a file hold."""
    fields = [(key, said[0].upper() + said[1:]) for key, said in FIELDS.items()]
    return render_template(
        "lms/office/import_ask.html",
        found=found,
        unknown=[one for one in found.columns if not one.known],
        read=[one for one in found.columns if one.known and one.field],
        left=[one for one in found.columns if one.known and not one.field],
        fields=fields,
        words_of=FIELDS,
        kinds=people_rules.KINDS,
        heading=f"No column is known to hold the {asked_for(found.asks)}",
        chosen=chosen or {},
        problem=problem,
    ), (422 if problem else 200)


def asked_for(fields: list[str]) -> str:
    """Return what is needed and not found, in words."""
    return words.listed([FIELDS.get(one, one) for one in fields])


def unanswered(found: "Shown", chosen: dict[str, str], kind: str | None) -> list[str]:
    """Return what is needed and still nowhere; until it is all there nothing is remembered."""
    if found.state != "asking":
        return []
    there = {one.field for one in found.columns if one.field} | set(chosen.values())
    needs_kind = "contract_type" in found.asks and kind is None and "agency" not in there
    return missing(there, needs_kind=needs_kind)


def say_which(fields: list[str]) -> str:
    """Return what to do where something that is needed is still nowhere."""
    return (
        f"Say which column holds the {asked_for(fields)}. If none does, add it to the file and "
        "upload that."
    )


@pages.post("/<uuid:import_id>/columns")
@kit.requires_over(permissions.IMPORT, queries.shown)
def answer(found: "Shown") -> ResponseReturnValue:
    """Take what the columns hold, and look at the file again."""
    given = request.form
    chosen = dict(zip(given.getlist("heading"), given.getlist("field"), strict=False))
    kind = given.get("kind") if given.get("kind") in people_rules.KINDS else None
    still = unanswered(found, chosen, kind)
    if still:
        return asking(found, chosen, say_which(still))
    try:
        with kit.work() as work:
            commands.answer(work, found.id, chosen, kind=kind)
        found = queries.shown(kit.session(), found.id)
    except errors.AlreadyDone as refusal:
        flash(str(refusal))
    except Invalid as refusal:
        return asking(queries.shown(kit.session(), found.id), chosen, str(refusal))
    if found.state == "asking":
        return asking(found, chosen, say_which(found.asks))
    return redirect(url_for(".show", import_id=found.id))


@pages.post("/<uuid:import_id>/accept")
@kit.requires_over(permissions.IMPORT, queries.shown)
def accept(found: "Shown") -> ResponseReturnValue:
    """Bring in what was shown; if it would come to something else by now, show that instead."""
    chosen = request.form.get("invitations", "")
    if chosen not in said.INVITE:
        shown = {**parts(found), "problem": "Choose when they are invited"}
        return render_template("lms/office/import_preview.html", **shown), 422
    try:
        with kit.work() as work:
            commands.accept(
                work, found.id, invitations=chosen, anyway=bool(request.form.get("anyway"))
            )
    except errors.Braked:
        shown = {**parts(found), "unmeant": "Tick the box if this is meant, or drop the file"}
        return render_template("lms/office/import_preview.html", **shown), 422
    except errors.RegisterChanged:
        look_again(found.id)
    except (errors.AlreadyDone, errors.NotLookedAt, errors.StillAsking) as refusal:
        flash(str(refusal))
    return redirect(url_for(".show", import_id=found.id))


@pages.post("/<uuid:import_id>/look")
@kit.requires_over(permissions.IMPORT, queries.shown)
def look(found: "Shown") -> ResponseReturnValue:
    """Look at a list that an agency sent in."""
    try:
        with kit.work() as work:
            commands.look_again(work, found.id)
    except (errors.AlreadyDone, errors.Unreadable) as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".show", import_id=found.id))


def look_again(import_id: UUID) -> None:
    """Decide about a file anew, and say that it is no longer what was shown."""
    with kit.work() as work:
        commands.look_again(work, import_id)
    flash(
        "The register has changed since you looked, so this file comes to something else. Nothing "
        "was brought in. Below is what it comes to now: look it through, then bring it in.",
        "error",
    )


@pages.post("/<uuid:import_id>/drop")
@kit.requires_over(permissions.IMPORT, queries.shown)
def drop(found: "Shown") -> ResponseReturnValue:
    """Forget a file that was only looked at."""
    try:
        with kit.work() as work:
            commands.drop(work, found.id)
    except errors.AlreadyDone as refusal:
        flash(str(refusal))
        return redirect(url_for(".show", import_id=found.id))
    flash(f"{found.file_name} is dropped. Nothing was changed.", "success")
    return redirect(url_for(".index"))
