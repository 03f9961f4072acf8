"""Noting what is learnt of engagements: how each is now, from which day, learnt when."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Table, func, insert, literal, select

from lms.kernel.model import Instant, Model
from lms.kernel.work import Work
from lms.people.models import Engagement, EngagementFact
from lms.people.rules import EVER

PLACE = frozenset({"kind", "unit", "setting", "agency", "manager"})
"""Parts of an engagement that may be otherwise from one day to the next."""

DAYS = frozenset({"starts_on", "ends_on", "person"})
"""Parts that hold for the whole of it."""

CHUNK = 500

_SAID = (
    "person_id",
    "kind",
    "unit_id",
    "setting_id",
    "agency_id",
    "manager_id",
    "starts_on",
    "ends_on",
)


def note_begun(work: Work, engagement_ids: Sequence[UUID]) -> None:
    """Note engagements that begin in this work; what was noted of them so far was never said."""
    _note(work, engagement_ids, from_on=EVER)


def note_changed(
    work: Work,
    engagement_ids: Collection[UUID],
    changed: Collection[str],
    *,
    since: date | None = None,
) -> None:
    """Note how engagements are now, as this work learns.

    Args:
        work: the work.
        engagement_ids: whose, each as it stands in the database by now.
        changed: which parts are news; where none of them is dated, nothing is noted.
        since: the day from which the place is so; today where nobody says. Later days are
            brought forward to today, for what is written counts at once.

    """
    parts = {one.removesuffix("_id") for one in changed}
    if parts & PLACE:
        _note(work, list(engagement_ids), from_on=since_day(work, since))
    elif parts & DAYS:
        _note(work, list(engagement_ids), from_on=None)


def note_gone(work: Work, engagement_ids: Sequence[UUID]) -> None:
    """Note that there never were such engagements, before they are taken out."""
    _note(work, engagement_ids, from_on=None, gone=True)


def since_day(work: Work, since: date | None) -> date:
    """Return the day from which a change of place holds."""
    return work.today if since is None else min(since, work.today)


def _note(
    work: Work, engagement_ids: Sequence[UUID], *, from_on: date | None, gone: bool = False
) -> None:
    facts, engagements = _table(EngagementFact), _table(Engagement)
    number = (
        select(func.coalesce(func.max(facts.c.n), 0) + 1)
        .where(facts.c.engagement_id == engagements.c.id)
        .correlate(engagements)
        .scalar_subquery()
    )
    for at in range(0, len(engagement_ids), CHUNK):
        said = select(
            engagements.c.id,
            number,
            literal(work.now, Instant),
            literal(from_on, facts.c.from_on.type),
            literal(gone, facts.c.gone.type),
            *(engagements.c[one] for one in _SAID),
        ).where(engagements.c.id.in_(engagement_ids[at : at + CHUNK]))
        columns = ["engagement_id", "n", "learnt_at", "from_on", "gone", *_SAID]
        work.session.execute(insert(facts).from_select(columns, said, include_defaults=False))


def _table(of: type[Model]) -> Table:
    return Model.metadata.tables[of.__tablename__]
