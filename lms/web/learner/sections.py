"""A section: read it, answer its pause, go on; or leave it for later."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.content import queries as content
from lms.delivery import kit
from lms.kernel.errors import Invalid
from lms.learning import commands, permissions
from lms.web.learner import lessons, saving
from lms.web.learner.over import only_the_record

if TYPE_CHECKING:
    from lms.content.models import Contact
    from lms.web.learner.lessons import Here, Lesson

pages = Blueprint("sections", __name__, url_prefix="/modules/<slug>/<section_id>")
pages.before_request(only_the_record)


@pages.get("")
@kit.requires(permissions.TAKE)
def show(slug: str, section_id: str) -> ResponseReturnValue:
    """Show a section with its contents beside it. Looking at it reads nothing."""
    return _page(slug, section_id)


@pages.post("")
@kit.requires(permissions.TAKE)
def answer(slug: str, section_id: str) -> ResponseReturnValue:
    """Keep the answer to the pause, and show ours in its place; any answer counts."""
    try:
        with kit.work() as work:
            read = commands.read_section(work, slug, section_id, chosen=_chosen())
            pauses = read.chosen is not None
    except Invalid as refusal:
        return _page(slug, section_id, problem=str(refusal)), 422
    if pauses:
        return redirect(url_for(".show", slug=slug, section_id=section_id, _anchor="pause"), 303)
    return redirect(_after(slug, section_id), 303)


@pages.post("/place")
@kit.requires(permissions.TAKE)
def place(slug: str, section_id: str) -> ResponseReturnValue:
    """Keep where somebody is, so that any device goes on from there, and show the section."""
    with kit.work() as work:
        commands.keep_place(work, slug, section_id)
    if saving.by_script():
        return "", 204
    return redirect(url_for(".show", slug=slug, section_id=section_id), 303)


def _chosen() -> int | None:
    given = request.form.get("pause", "")
    return int(given) if given.isdecimal() and len(given) < 3 else None


def _after(slug: str, section_id: str) -> str:
    """Return the address of what comes after a section that has no pause."""
    after = lessons.lesson(lessons.here(slug), section_id).after
    if after is None:
        return url_for("lms.modules.show", slug=slug)
    return url_for(".show", slug=slug, section_id=after.id)


def _page(slug: str, section_id: str, *, problem: str = "") -> str:
    here = lessons.here(slug)
    lesson = lessons.lesson(here, section_id)
    return render_template(
        "lms/learner/section.html",
        here=here,
        lesson=lesson,
        section=lesson.section,
        how=here.progress,
        answered=here.answer(section_id),
        contacts=_contacts(lesson),
        practice=lessons.practice_url(slug, lesson.section),
        problem=problem,
        draw=lessons.macros("learner/_lesson.html"),
        **_onward(here, lesson),
    )


def _contacts(lesson: "Lesson") -> "list[Contact]":
    """Return the council's contacts, where the section shows any."""
    return content.contacts(kit.session()) if lesson.shows_contacts else []


def _onward(here: "Here", lesson: "Lesson") -> dict[str, Any]:
    """Return what comes after the section: the next one, one passed over, or the check."""
    left = here.progress.next_section
    is_last = lesson.after is None
    return {
        "passed_over": left if is_last and left and left.id != lesson.section.id else None,
        "check": lessons.check_url(here.base) if here.progress.all_read else "",
    }
