"""An agency's certificates in one file, for the client who asks for proof."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from lms.certificates import paper, queries, sheets
from lms.certificates.sheets import Entry
from lms.delivery import kit
from lms.kernel import words
from lms.people import permissions, rules
from lms.web.manager.standing import GONE_DAYS
from lms.web.office.asking import read_id
from lms.web.office.certificates import rendered

if TYPE_CHECKING:
    from lms.certificates.models import Certificate

pages = Blueprint("worker_papers", __name__, url_prefix="/workers")

MOST = 300
"""Papers in one file: each takes a tenth of a second to set."""


@pages.get("/certificates.zip")
@kit.requires(permissions.READ_WORKERS)
def bundle() -> ResponseReturnValue:
    """Send the certificates of the workers who were ticked, or of all, with an index."""
    today = kit.today()
    found = queries.valid_within(
        kit.session(),
        kit.actor().reach(permissions.READ_WORKERS),
        today,
        since=today - timedelta(days=GONE_DAYS),
        person_ids=[one for one in map(read_id, request.args.getlist("person")) if one],
    )
    if not 0 < len(found) <= MOST:
        flash(said_of(len(found)))
        return redirect(url_for("lms.workers.show"))
    name = f"certificates-{today.isoformat()}"
    return Response(
        stream_with_context(paper.bundle(files(found, name))),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"'},
    )


def said_of(number: int) -> str:
    """Return why that many certificates are not sent, and what to do."""
    if not number:
        return "None of these workers has a certificate yet. Nothing was downloaded."
    return (
        f"These are {number:,} certificates, and one download holds {MOST}. Tick the workers "
        "whose certificates you need."
    )


def files(found: "Sequence[Certificate]", folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the index and every paper, each set when its turn comes."""
    today, council = kit.today(), kit.settings().council_name
    entries = [entry(one, folder) for one in found]
    heading = f"Certificates of workers at {council}, {words.day(today)}"
    yield "index.html", sheets.as_page(entries, heading=heading, made_on=today).encode()
    yield "index.csv", sheets.as_csv(entries).encode()
    for one, told in zip(found, entries, strict=True):
        yield told.file, rendered(one)


def entry(one: "Certificate", folder: str) -> Entry:
    """Return what the index says of a paper."""
    who = re.sub(r"[^\w-]+", "-", rules.fold(one.person_name))
    return Entry(
        person=one.person_name,
        title=one.module_title,
        completed_on=one.completed_on,
        expires_on=one.expires_on,
        number=one.number,
        verify_url=url_for("lms.check.show", number=one.number, _external=True),
        file=f"{folder}/{who}-{one.module_slug}-{one.number}.pdf",
    )
