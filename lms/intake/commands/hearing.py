"""Noting that a way in was heard of."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.intake.models import Source
from lms.intake.rules.ways import DAYS_KEPT, NAMED, Way
from lms.kernel.work import Work

AGAIN = timedelta(minutes=1)
"""Heard of again sooner than that, nothing is written: nobody waits for another's row."""


def heard_from(work: Work, name: str, *, way: Way | str) -> None:
    """Note that a source was heard of just now, making it where it is new.

    For systems that tell of people by themselves, whatever they told: a sign of life. Of a
    list its files are noted by bringing them in.

    Args:
        work: the work.
        name: what engagements it brings name as their source: ``SCIM``, a token's name.
        way: how it tells, one of ``rules.ways.Way``.

    """
    wanted = (Source.name == name, Source.way == Way(way))
    found = work.session.execute(
        select(Source.id, Source.last_seen_at, Source.heard_on).where(*wanted)
    ).one_or_none()
    if found is None:
        _make(work, name, Way(way))
    elif found.last_seen_at is None or work.now - found.last_seen_at >= AGAIN:
        work.session.execute(
            update(Source)
            .where(Source.id == found.id)
            .values(last_seen_at=work.now, heard_on=_with(found.heard_on, work))
        )


def heard_of(work: Work, names: Iterable[str]) -> None:
    """Note the sources of engagements that began, those that are a way in of their own."""
    for name in sorted(NAMED.keys() & set(names)):
        heard_from(work, name, way=NAMED[name])


def _make(work: Work, name: str, way: Way) -> None:
    """Make a source; where somebody else makes it at the same time, theirs is as good."""
    try:
        with work.session.begin_nested():
            work.session.add(
                Source(name=name, way=way, last_seen_at=work.now, heard_on=_with([], work))
            )
            work.session.flush()
    except IntegrityError:
        pass


def _with(days: list[str], work: Work) -> list[str]:
    """Return the days on which it was heard of, today among them."""
    today = work.today.isoformat()
    return [*(one for one in days if one != today), today][-DAYS_KEPT:]
