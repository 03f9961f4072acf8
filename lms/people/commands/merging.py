"""Making two records of one human one, and taking that apart again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from lms.kernel.model import Model
from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.commands.facts import note_changed
from lms.people.commands.moving import Moved, bring_back, bring_over, follow_engagements
from lms.people.commands.people import sign_out_everywhere
from lms.people.errors import (
    AddressGuarded,
    AddressOfNeither,
    AlreadyMerged,
    LaterMerge,
    ManagerOfOther,
    NotApart,
    NotMerged,
    OneRecord,
    OwnRecord,
)
from lms.people.events import PeopleMerged, PeopleUnmerged
from lms.people.models import Engagement, Merge, MergeMove, Person

NAMED = ("first_name", "last_name", "name", "email", "other_email")
"""What somebody may choose of either record."""

DAYS = ("bounced_at", "first_signed_in_at", "last_signed_in_at")
ENGAGED, MANAGES = "lms_engagement.person_id", "lms_engagement.manager_id"


def merge(
    work: Work,
    keep_id: UUID,
    other_id: UUID,
    *,
    reason: str,
    values: Mapping[str, str | None] | None = None,
) -> Merge:
    """Make one record of two, because both are of one human.

    Args:
        work: the work.
        keep_id: whose record stays.
        other_id: whose record becomes part of it; what it has is kept, row by row.
        reason: why they are one human, for whoever asks later.
        values: names and addresses that stay, by column, where not as ``merged_values`` says.

    Raises:
        NotFound: there is no such person, or nobody the actor may see.
        NotAllowed: the actor may not merge one of them.
        OneRecord: both are the same record.
        AlreadyMerged: one of them became part of another record meanwhile.
        OwnRecord: one of them is the actor's own, who cannot give duties.
        AddressGuarded: one holds a duty by which they could do more than the actor.
        ManagerOfOther: one is the other's line manager.
        AddressOfNeither: an address was chosen that neither has.
        Invalid: no reason, or a name is missing.

    """
    why = rules.clean_reason(reason)
    keep, other = _both(work, keep_id, other_id)
    _refuse(work, keep, other)
    chosen = rules.merged_values(_named(keep), _named(other)) | dict(values or {})
    for column in ("first_name", "last_name", "name"):
        chosen[column] = rules.clean_name(chosen[column], field=column)
    _check_addresses(chosen, keep, other)
    before = {"keep": _kept(keep), "other": _kept(other)}
    other.email = other.other_email = None
    work.session.flush()
    after: dict[str, Any] = {
        **chosen,
        "sort_name": rules.sort_name(chosen["first_name"] or "", chosen["last_name"] or ""),
        "bounced_at": keep.bounced_at if chosen["email"] == keep.email else other.bounced_at,
        "first_signed_in_at": _of(min, keep.first_signed_in_at, other.first_signed_in_at),
        "last_signed_in_at": _of(max, keep.last_signed_in_at, other.last_signed_in_at),
    }
    for column, value in after.items():
        setattr(keep, column, value)
    made = Merge(
        id=uuid4(),
        keep_id=keep.id,
        other_id=other.id,
        reason=why,
        before=before,
        after=_kept(keep),
        merged_at=work.now,
        merged_by=work.actor.id,
    )
    work.session.add(made)
    work.session.flush()
    moved = bring_over(work, other.id, keep.id)
    other.merged_into_id = keep.id
    work.session.flush()
    _remember(work, made.id, moved)
    _note(work, moved)
    had = {one for row in before.values() for one in (row["email"], row["other_email"]) if one}
    work.session.expire_all()
    work.record(
        PeopleMerged(
            subject_id=made.id,
            person_id=keep_id,
            other_id=other_id,
            gives_up_address=bool(had - {chosen["email"], chosen["other_email"]}),
        )
    )
    return made


def unmerge(work: Work, merge_id: UUID, *, reason: str) -> Merge:
    """Take a merge apart: each row that it moved names again whom it named before.

    What came later stays with whoever stayed, but for what names an engagement put back. They
    are signed out everywhere, for nobody can tell which of the two sits where.

    Raises:
        NotFound: there was no such merge, or none of somebody the actor may see.
        NotAllowed: the actor may not merge them.
        NotMerged: it was taken apart before.
        LaterMerge: whoever stayed was merged once more since; that comes apart first.
        OwnRecord: one of them is the actor's own, who cannot give duties.
        AddressGuarded: one holds a duty by which they could do more than the actor.
        NotApart: something that came later cannot stand beside what would be put back.
        Invalid: no reason.

    """
    why = rules.clean_reason(reason)
    made = queries.merge(work.session, merge_id)
    keep, other = _both(work, made.keep_id, made.other_id)
    work.session.refresh(made)
    if made.unmerged_at is not None:
        raise NotMerged
    later = queries.later_merge(work.session, made)
    if later is not None:
        raise LaterMerge(later.other.name if later.keep_id == made.keep_id else later.keep.name)
    _refuse_powers(work, keep, other)
    moved = _moved(work, made.id)
    try:
        with work.session.begin_nested():
            _part(work, made, keep, other, moved)
    except IntegrityError:
        raise NotApart from None
    made.unmerged_at, made.unmerged_by, made.unmerged_why = work.now, work.actor.id, why
    work.session.flush()
    work.session.expire_all()
    _note(work, moved)
    sign_out_everywhere(work, made.keep_id)
    work.record(PeopleUnmerged(subject_id=made.id, person_id=made.keep_id, other_id=made.other_id))
    return made


def _both(work: Work, keep_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Return both people, as they are once nobody else is at work on either."""
    if keep_id == other_id:
        raise OneRecord
    for one in sorted((keep_id, other_id)):
        queries.lock(work.session, one)
    work.session.expire_all()
    keep, other = (queries.person(work.session, one) for one in (keep_id, other_id))
    held = [*keep.placements, *other.placements]
    for person in (keep, other):
        whole = rules.Place(placements=held) if person.merged_into_id else person
        work.require(permissions.MERGE, whole)
    return keep, other


def _refuse(work: Work, keep: Person, other: Person) -> None:
    for one in (keep, other):
        if one.merged_into_id is not None:
            into = queries.person(work.session, one.merged_into_id)
            raise AlreadyMerged(one.name, into.name)
    _refuse_powers(work, keep, other)
    for boss, one in ((keep, other), (other, keep)):
        if queries.manages(work.session, boss.id, one.id):
            raise ManagerOfOther(boss.name, one.name)


def _refuse_powers(work: Work, keep: Person, other: Person) -> None:
    """Refuse whoever could come by another's powers in this way."""
    if work.actor.may(permissions.GRANT):
        return
    if work.actor.id in (keep.id, other.id):
        raise OwnRecord
    for one in (keep, other):
        held = {each.duty.value for each in queries.held_by(work.session, one.id)}
        for duty in rules.GUARDED:
            if duty in held:
                raise AddressGuarded(rules.DUTIES[duty])


def _check_addresses(chosen: dict[str, str | None], keep: Person, other: Person) -> None:
    """Raise AddressOfNeither for one that nobody of the two has: a merge brings none in."""
    theirs = {keep.email, keep.other_email, other.email, other.other_email, None}
    for field in ("email", "other_email"):
        if chosen[field] not in theirs:
            raise AddressOfNeither(field=field)
    if chosen["other_email"] == chosen["email"]:
        chosen["other_email"] = None
    if chosen["email"] is None:
        chosen["email"], chosen["other_email"] = chosen["other_email"], None


def _part(work: Work, made: Merge, keep: Person, other: Person, moved: Sequence[Moved]) -> None:
    put_back = [one.row_id for one in moved if one.place == ENGAGED]
    bring_back(work, moved, other.id, keep.id)
    follow_engagements(work, put_back, keep.id, other.id)
    was = {whose: _read(kept) for whose, kept in made.before.items()}
    left = _read(made.after)
    theirs = {was["other"]["email"], was["other"]["other_email"]} - {None}
    for column in (*NAMED, "sort_name", *DAYS):
        now = getattr(keep, column)
        is_theirs = column in ("email", "other_email") and now in theirs
        if now == left[column] or is_theirs:
            setattr(keep, column, was["keep"][column])
    other.merged_into_id = None
    work.session.flush()
    for column in ("email", "other_email"):
        address = was["other"][column]
        if queries.address_owner(work.session, address, but=other.id) is None:
            setattr(other, column, address)
    work.session.flush()


def _named(person: Person) -> dict[str, str | None]:
    return {column: getattr(person, column) for column in NAMED}


def _kept(person: Person) -> dict[str, Any]:
    """Return names, addresses and days as plain values."""
    days = {column: getattr(person, column) for column in DAYS}
    return {
        **_named(person),
        "sort_name": person.sort_name,
        **{column: at.isoformat() if at else None for column, at in days.items()},
    }


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    days = {one: datetime.fromisoformat(kept[one]) if kept[one] else None for one in DAYS}
    return {**kept, **days}


def _of(which: Any, *days: datetime | None) -> datetime | None:  # noqa: ANN401 - min or max
    known = [one for one in days if one is not None]
    return which(known) if known else None


def _remember(work: Work, merge_id: UUID, moved: Sequence[Moved]) -> None:
    rows = [
        {
            "merge_id": merge_id,
            "place": one.place,
            "row_id": one.row_id,
            "from_id": one.from_id,
            "to_id": one.to_id,
        }
        for one in moved
    ]
    if rows:
        work.session.execute(insert(Model.metadata.tables[MergeMove.__tablename__]), rows)


def _moved(work: Work, merge_id: UUID) -> list[Moved]:
    rows = work.session.scalars(select(MergeMove).filter_by(merge_id=merge_id))
    return [Moved(one.place, one.row_id, one.from_id, one.to_id) for one in rows]


def _note(work: Work, moved: Sequence[Moved]) -> None:
    """Note of engagements that they are of another person, or led by one, as we learn now."""
    for place, part in ((ENGAGED, "person"), (MANAGES, "manager")):
        ids = [one.row_id for one in moved if one.place == place]
        there = set[UUID]()
        for at in range(0, len(ids), 500):
            wanted = select(Engagement.id).where(Engagement.id.in_(ids[at : at + 500]))
            there.update(work.session.scalars(wanted))
        note_changed(work, [one for one in ids if one in there], {part})
