"""Records that look as if they were of one human, and those that somebody said are of two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.intake.models import TwoPeople
from lms.intake.rules.doubles import Namesakes, Pair, Reason, nearly, pair, pairs
from lms.kernel.errors import NotFound
from lms.people.models import Engagement, Person
from lms.people.rules import fold

SHOWN = 50
"""Pairs a page shows."""

CHUNK = 2000
OWN = (Person.merged_into_id.is_(None),)
"""Records that became part of no other."""


@dataclass(frozen=True, kw_only=True)
class Double:
    """Two records side by side."""

    one: Person
    other: Person
    reason: str


def doubles(session: Session, *, limit: int = SHOWN) -> tuple[list[Double], int]:
    """Return the first pairs that look like one human and nobody has decided about, and how many.

    Looks at the whole register, a few columns at a time, in heaps; what is kept of it are ids and
    names. Time grows with the register, not with its square.
    """
    session.flush()
    apart = _apart(session)
    named = Namesakes(_names(session))
    together = {
        one for heap in _begun_together(session) for one in nearly(heap) if one not in named
    }
    posted = {one for heap in _of_mailboxes(session) for one in pairs(heap) if one not in named}
    of_names = (one for one in named if one not in apart)
    found = (
        *((one, Reason.TOGETHER) for one in sorted(together - apart)),
        *((one, Reason.NAME) for one in islice(of_names, limit)),
        *((one, Reason.MAILBOX) for one in sorted(posted - together - apart)),
    )
    named_apart = sum(one in named for one in apart)
    number = len(named) - named_apart + len((together | posted) - apart)
    return _shown(session, found[:limit]), number


def said_two(session: Session) -> list[TwoPeople]:
    """Return pairs that somebody said are of two people, the latest first."""
    wanted = (
        select(TwoPeople)
        .options(joinedload(TwoPeople.one), joinedload(TwoPeople.other))
        .where(TwoPeople.taken_back_at.is_(None))
        .order_by(TwoPeople.decided_at.desc(), TwoPeople.id)
    )
    return list(session.scalars(wanted.limit(SHOWN)))


def two_people(session: Session, decision_id: UUID) -> TwoPeople:
    """Return what was decided about a pair. Raises NotFound."""
    found = session.get(TwoPeople, decision_id)
    if found is None:
        msg = "There is no such decision."
        raise NotFound(msg)
    return found


def _apart(session: Session) -> set[Pair]:
    wanted = select(_text(TwoPeople.one_id), _text(TwoPeople.other_id))
    return {pair(*row) for row in _read(session, wanted.where(TwoPeople.taken_back_at.is_(None)))}


def _names(session: Session) -> Iterator[tuple[str, str]]:
    """Yield ids and folded names."""
    return _read(session, select(_text(Person.id), Person.sort_name).where(*OWN))


def _begun_together(session: Session) -> Iterator[list[tuple[str, str]]]:
    """Yield heaps of two or more who began in one team in one month: ids and folded names."""
    month = func.substr(cast(Engagement.starts_on, String), 1, 7)
    wanted = (
        select(
            month,
            _text(Engagement.unit_id),
            _text(Person.id),
            Person.first_name,
            Person.last_name,
        )
        .join(Person, Person.id == Engagement.person_id)
        .where(Engagement.unit_id.is_not(None), *OWN)
        .order_by(Engagement.unit_id, Engagement.starts_on)
    )
    for _, some in groupby(_read(session, wanted), itemgetter(0, 1)):
        heap = list(some)
        if len(heap) > 1:
            yield [(key, f"{fold(first)} {fold(last)}") for _, _, key, first, last in heap]


def _of_mailboxes(session: Session) -> Iterator[list[str]]:
    """Yield heaps of ids of one surname with one mailbox, in front of the @ of two addresses."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    at = func.instr if is_sqlite else func.strpos
    each = union_all(
        *(
            select(
                _text(Person.id).label("id"),
                func.substr(one, 1, at(one, "@") - 1).label("mailbox"),
                Person.last_name,
            ).where(one.is_not(None), *OWN)
            for one in (Person.email, Person.other_email)
        )
    ).cte("each")
    several = select(each.c.mailbox).group_by(each.c.mailbox).having(func.count() > 1)
    wanted = select(each.c.mailbox, each.c.id, each.c.last_name)
    wanted = wanted.where(each.c.mailbox.in_(several))
    heaps: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mailbox, key, surname in _read(session, wanted):
        heaps[mailbox, fold(surname)].append(key)
    yield from heaps.values()


def _read(session: Session, wanted: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Yield plain rows as the database finds them, past what the session does for objects."""
    found = session.connection().execute(wanted, execution_options={"yield_per": CHUNK})
    return chain.from_iterable(found.partitions())


def _text(key: Any) -> ColumnElement[str]:  # noqa: ANN401 - a column of ids
    """Return ids as words, which are read and compared quicker."""
    return cast(key, String)


def _shown(session: Session, some: Iterable[tuple[Pair, Reason]]) -> list[Double]:
    found = [(UUID(one), UUID(other), reason) for (one, other), reason in some]
    whole = selectinload(Person.engagements)
    wanted = select(Person).where(Person.id.in_({key for *both, _ in found for key in both}))
    wanted = wanted.options(whole.joinedload(Engagement.unit), whole.joinedload(Engagement.agency))
    people = {one.id: one for one in session.scalars(wanted)}
    return [
        Double(one=people[one], other=people[other], reason=reason) for one, other, reason in found
    ]
