"""Certificates by number, by person, and a page of them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session, joinedload

from lms.certificates import rules
from lms.certificates.errors import NoSuchCertificate
from lms.certificates.models import Certificate, Withdrawal
from lms.certificates.rules import Life, Standing
from lms.kernel.days import council_day
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import EVERYONE, Reach
from lms.people.models import Engagement, Person
from lms.people.queries.lists import works_within

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A certificate with how it stands on a day."""

    certificate: Certificate
    standing: Standing
    withdrawn_at: datetime | None
    reason: str
    """Why it was withdrawn; for its holder, HR and the auditor, never for the public."""

    newer: Certificate | None
    """The one that took its place."""

    @property
    def is_valid(self) -> bool:
        """Whether it counts."""
        return self.standing == Standing.VALID


def certificate(session: Session, certificate_id: UUID) -> Certificate:
    """Return the certificate with its withdrawal and its holder. Raises NoSuchCertificate."""
    wanted = select(Certificate).filter_by(id=certificate_id)
    engaged = joinedload(Certificate.person).selectinload(Person.engagements)
    found = session.scalars(
        wanted.options(joinedload(Certificate.withdrawal), engaged.joinedload(Engagement.unit))
    ).first()
    if found is None:
        raise NoSuchCertificate
    return found


def by_number(session: Session, text: str) -> Certificate:
    """Return the certificate of a number, however it was typed. Raises NoSuchCertificate."""
    number = rules.read_number(text)
    wanted = select(Certificate).filter_by(number=number)
    found = session.scalars(wanted.options(joinedload(Certificate.withdrawal))).first()
    if number is None or found is None:
        raise NoSuchCertificate
    return found


def checked(session: Session, found: Certificate, on: date) -> Checked:
    """Return how a certificate stands on a day."""
    return _checked(found, _newer(session, found), on)


def of_person(session: Session, person_id: UUID, on: date) -> list[Checked]:
    """Return a person's certificates with how each stands, newest first."""
    wanted = select(Certificate).filter_by(person_id=person_id)
    wanted = wanted.options(joinedload(Certificate.withdrawal))
    rows = list(session.scalars(wanted.order_by(Certificate.issued_at.desc())))
    return [_checked(one, _newest_of(rows, one), on) for one in rows]


def valid_of(
    session: Session, person_ids: Collection[UUID], on: date
) -> dict[UUID, list[Certificate]]:
    """Return person → the certificates of theirs that count on a day, by module."""
    if not person_ids:
        return {}
    wanted = select(Certificate).where(Certificate.person_id.in_(person_ids))
    wanted = wanted.options(joinedload(Certificate.withdrawal))
    rows = session.scalars(wanted.order_by(Certificate.module_title, Certificate.id))
    found: dict[UUID, list[Certificate]] = {}
    for one in counting(rows, on):
        found.setdefault(one.person_id, []).append(one)
    return found


def counting(found: Iterable[Certificate], on: date) -> list[Certificate]:
    """Return those that count on a day, in their order; all of each person must be among them."""
    rows = list(found)
    theirs: dict[UUID, list[Certificate]] = {}
    for one in rows:
        theirs.setdefault(one.person_id, []).append(one)
    return [
        one for one in rows if _checked(one, _newest_of(theirs[one.person_id], one), on).is_valid
    ]


def page(  # noqa: PLR0913 - each narrows the list, by name
    session: Session,
    on: date,
    *,
    reach: Reach = EVERYONE,
    search: str = "",
    module: str = "",
    withdrawn: bool = False,
    after: str | None = None,
) -> Slice[Checked]:
    """Return a page of certificates, newest first.

    Args:
        session: the database.
        on: the day of which their standing is told.
        reach: only those of people within it.
        search: a number, or parts of the printed name; empty for all.
        module: only those of this module.
        withdrawn: only those that were withdrawn.
        after: the key that an earlier page ended with.

    """
    wanted = select(Certificate).options(joinedload(Certificate.withdrawal))
    wanted = wanted.where(works_within(reach, Certificate.person_id))
    if module:
        wanted = wanted.where(Certificate.module_slug == module)
    if withdrawn:
        wanted = wanted.where(Certificate.id.in_(select(Withdrawal.certificate_id)))
    number = rules.read_number(search)
    if number is not None:
        wanted = wanted.where(Certificate.number == number)
    else:
        for word in search.split():
            wanted = wanted.where(Certificate.person_name.icontains(word, autoescape=True))
    if after is not None:
        wanted = wanted.where(_behind(after))
    order = (Certificate.issued_at.desc(), Certificate.id.desc())
    rows = list(session.scalars(wanted.order_by(*order).limit(PAGE + 1)))
    shown = rows[:PAGE]
    newer = _newer_of(session, shown)
    key = f"{shown[-1].issued_at.isoformat()}|{shown[-1].id}" if len(rows) > PAGE else None
    return Slice([_checked(one, newer.get(one.id), on) for one in shown], key)


def everyone(session: Session) -> Iterator[Certificate]:
    """Yield all certificates in order of issue, in flat memory."""
    wanted = select(Certificate).options(joinedload(Certificate.withdrawal))
    after: tuple[datetime, UUID] | None = None
    while True:
        some = wanted
        if after is not None:
            at, last = after
            some = some.where(
                or_(
                    Certificate.issued_at > at,
                    and_(Certificate.issued_at == at, Certificate.id > last),
                )
            )
        rows = list(
            session.scalars(some.order_by(Certificate.issued_at, Certificate.id).limit(CHUNK))
        )
        if not rows:
            return
        yield from rows
        after = (rows[-1].issued_at, rows[-1].id)


def withdrawn_completions(session: Session, completion_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these completions have a withdrawn certificate: they prove nothing."""
    wanted = (
        select(Certificate.completion_id)
        .join(Withdrawal, Withdrawal.certificate_id == Certificate.id)
        .where(Certificate.completion_id.in_(completion_ids))
    )
    return set(session.scalars(wanted))


def of_completion(session: Session, completion_id: UUID) -> Certificate | None:
    """Return the certificate of a completion, or None."""
    return session.scalars(select(Certificate).filter_by(completion_id=completion_id)).first()


def _behind(after: str) -> ColumnElement[bool]:
    """Return the condition that a row stands behind the key of an earlier page."""
    at, _, last = after.partition("|")
    try:
        issued, key = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        return true()
    return or_(
        Certificate.issued_at < issued,
        and_(Certificate.issued_at == issued, Certificate.id < key),
    )


def _newer(session: Session, found: Certificate) -> Certificate | None:
    """Return the first certificate for the same module that came after and still stands."""
    wanted = (
        select(Certificate)
        .outerjoin(Withdrawal, Withdrawal.certificate_id == Certificate.id)
        .where(
            Certificate.person_id == found.person_id,
            Certificate.module_slug == found.module_slug,
            Certificate.issued_at > found.issued_at,
            Withdrawal.id.is_(None),
        )
    )
    return session.scalars(wanted.order_by(Certificate.issued_at).limit(1)).first()


def _newer_of(session: Session, found: Collection[Certificate]) -> dict[UUID, Certificate]:
    """Return certificate → the one that took its place, for many in one query."""
    people = {one.person_id for one in found}
    wanted = select(Certificate).options(joinedload(Certificate.withdrawal))
    rows = list(session.scalars(wanted.where(Certificate.person_id.in_(people))))
    pairs = ((one.id, _newest_of(rows, one)) for one in found)
    return {key: newer for key, newer in pairs if newer is not None}


def _newest_of(rows: Collection[Certificate], one: Certificate) -> Certificate | None:
    later = (
        other
        for other in rows
        if other.module_slug == one.module_slug
        and other.person_id == one.person_id
        and other.issued_at > one.issued_at
        and other.withdrawal is None
    )
    return min(later, key=lambda other: other.issued_at, default=None)


def _checked(found: Certificate, newer: Certificate | None, on: date) -> Checked:
    gone = found.withdrawal
    life = Life(
        expires_on=found.expires_on,
        superseded_on=council_day(newer.issued_at) if newer else None,
        withdrawn_on=council_day(gone.at) if gone else None,
    )
    return Checked(
        certificate=found,
        standing=rules.standing(life, on),
        withdrawn_at=gone.at if gone else None,
        reason=gone.reason if gone else "",
        newer=newer,
    )
