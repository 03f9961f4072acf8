"""A module's first page, and the pictures and films of its sections."""

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue

from lms.content import queries as content
from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel.errors import NotFound
from lms.learning import permissions, queries
from lms.web.learner import lessons, own
from lms.web.learner.over import only_the_record

pages = Blueprint("modules", __name__, url_prefix="/modules/<slug>")
pages.before_request(only_the_record)

A_YEAR = 365 * 24 * 60 * 60
"""Seconds for which a browser keeps a picture: its address changes with its content."""


@pages.get("")
@kit.requires(permissions.TAKE)
def show(slug: str) -> ResponseReturnValue:
    """Say what the module is for and what it takes, and lead on where somebody left."""
    session, person_id = kit.session(), own.me()
    before = queries.before_check(session, person_id, slug, kit.now(), demo=kit.settings().demo)
    here = lessons.Here(
        reading=before.reading,
        base=lessons.base(slug),
    )
    return render_template(
        "lms/learner/module.html",
        here=here,
        before=before,
        passed=next((one for one in reversed(before.attempts) if one.passed), None),
        practices=[
            (here.content.scenario(section.scenario), lessons.practice_url(slug, section))
            for section in here.content.sections
            if section.scenario
        ],
        check=lessons.check_url(here.base),
        sensitive=[
            str(number) for number, one in enumerate(here.content.sections, 1) if one.sensitive
        ],
    )


@pages.get("/print")
@kit.requires(permissions.TAKE)
def as_text(slug: str) -> ResponseReturnValue:
    """Show the whole text on one page, to print or to read without pressing anything."""
    here = lessons.here(slug)
    sections = lessons.for_paper(here)
    kinds = {block.kind for _, blocks in sections for block in blocks}
    return render_template(
        "lms/learner/print.html",
        here=here,
        sections=sections,
        contacts=content.contacts(kit.session()) if "contacts" in kinds else [],
        today=kit.today(),
    )


@pages.get("/media/<hash_>/<name>")
@kit.requires(permissions.TAKE)
def media(slug: str, hash_: str, name: str) -> ResponseReturnValue:
    """Send a picture or film of the edition that whoever is signed in reads."""
    found = queries.reading(kit.session(), own.me(), slug, demo=kit.settings().demo)
    if found.content.media.get(name) != hash_:
        msg = "This module has no such picture. Load its page again."
        raise NotFound(msg)
    answer: Response = send_file(
        state().store.path(hash_), mimetype=KINDS[name.rpartition(".")[2]], conditional=True
    )
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "vtt": "text/vtt; charset=utf-8",
}
"""Ending of a file in ``media/`` → what it is; others are no part of a module."""
