"""The record of what happened, and whether it is intact."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.audit import permissions, queries
from lms.audit.queries import Looked
from lms.delivery import kit
from lms.kernel.days import COUNCIL_TIME
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.permissions import EVERYONE
from lms.people import queries as people
from lms.web.auditor import said
from lms.web.office import history
from lms.web.office.asking import read_day

pages = Blueprint("trail", __name__, url_prefix="/record")

NOUNS = {
    "": "Everything",
    "person.": "People",
    "engagement.": "Engagements",
    "obligation": "What people owe",
    "requirement.": "Requirements",
    "certificate.": "Certificates",
    "edition.": "Editions",
    "contact.": "Contacts",
    "duty.": "Duties",
    "group.": "Groups",
    "unit.": "Units",
    "setting.": "Settings",
    "agency.": "Agencies",
    "invitation.": "Invitations",
    "message.": "Messages",
    "people.imported": "Imports",
}
"""What the record can be narrowed to, by the beginning of the tag."""


def check_whole() -> None:
    """Raise NotAllowed unless whoever is signed in may see the whole council's record."""
    if not kit.actor().reach(permissions.READ).everyone:
        msg = "The record is for an auditor of the whole council. Ask one for what you need."
        raise NotAllowed(msg)


@pages.get("")
@kit.requires(permissions.READ)
def index() -> ResponseReturnValue:
    """List what happened, newest first."""
    check_whole()
    session, given = kit.session(), request.args
    looked, problem = looked_for()
    before = given.get("before", "")
    found = queries.rows(
        session, looked, before=int(before) if before.isdigit() and len(before) < 12 else None
    )
    names = said.names_in(session, found.rows)
    kept = {key: given.get(key) or None for key in ("about", "q", "since", "until")}
    return render_template(
        "lms/auditor/trail.html",
        found=found,
        problem=problem,
        kept=kept,
        nouns=NOUNS,
        names=names.people,
        told={row.serial: said.sentence(row, names) for row in found.rows},
        private=history.PRIVATE,
    ), (422 if problem else 200)


def looked_for() -> tuple[Looked, Invalid | None]:
    """Return which rows the address asks for, and what was wrong with it.

    Asked for by a name, the rows that keep their person private are left out: they would tell.
    """
    given, problem = request.args, None
    tag = given.get("about", "")
    looked = Looked(tag=tag if tag in NOUNS else "")
    search = given.get("q", "").strip()[:100]
    if search:
        found = people.people_found(kit.session(), EVERYONE, search=search, day=kit.today())
        ids = frozenset(one.id for one in found)
        looked = replace(looked, people=ids, without=history.PRIVATE)
    try:
        looked = replace(looked, since=instant("since"))
        looked = replace(looked, until=instant("until", days=1))
    except Invalid as wrong:
        problem = wrong
    return looked, problem


def instant(field: str, *, days: int = 0) -> datetime | None:
    """Return the first instant of a day in the address, or of a later one. Raises Invalid."""
    text = request.args.get(field, "").strip()
    if not text:
        return None
    day = read_day(text, kit.today(), field=field) + timedelta(days=days)
    return datetime.combine(day, time.min, COUNCIL_TIME)


@pages.get("/check")
@kit.requires(permissions.READ)
def check() -> ResponseReturnValue:
    """Follow every seal of the record."""
    check_whole()
    return render_template(
        "lms/auditor/check.html", checked=queries.check(kit.session()), now=kit.now()
    )
