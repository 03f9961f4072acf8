"""Beginning, changing and ending engagements."""

from datetime import date
from enum import Enum
from typing import Any, Literal, TypeAlias
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.kernel.errors import Invalid
from lms.kernel.permissions import Permission, Placement
from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.commands.duties import make_line_manager
from lms.people.commands.facts import PLACE, note_begun, note_changed, since_day
from lms.people.errors import EndsEarlierAlready, FormSent, NeedsAgency, ReferenceTaken
from lms.people.events import EngagementBegun, EngagementChanged, EngagementEnded
from lms.people.models import Agency, Engagement, EngagementKind, Person, Setting, Unit


class Kept(Enum):
    """Says of a field that it stays as it is."""

    KEEP = "keep"


KEEP = Kept.KEEP
Keep: TypeAlias = Literal[Kept.KEEP]


def engage(  # noqa: PLR0913 - an engagement has these parts
    work: Work,
    person: Person,
    *,
    kind: EngagementKind | str,
    source: str,
    starts_on: date,
    ends_on: date | None = None,
    reference: str | None = None,
    form_key: str | None = None,
    employee_number: str | None = None,
    job_title: str | None = None,
    unit: Unit | None = None,
    setting: Setting | None = None,
    agency: Agency | None = None,
    manager: Person | None = None,
    needs: Permission = permissions.ADD,
) -> Engagement:
    """Begin an engagement; whoever is named as manager is a line manager from now on.

    Raises:
        NotAllowed: the actor may not add starters there.
        EndsBeforeStart: the last day lies before the first.
        NeedsAgency: it is agency work without an agency.
        ReferenceTaken: the source has another engagement under that reference.
        FormSent: the form of that key was sent before.

    """
    placement = Placement(
        unit_path=unit.path if unit else "",
        agency_id=agency.id if agency else None,
        manager_id=manager.id if manager else None,
    )
    work.require(needs, rules.Place(placements=(placement,)))
    rules.check_days(starts_on, ends_on)
    check_agency(EngagementKind(kind), agency)
    _refuse_second(work, source, reference)
    refuse_again(work, form_key)
    begun = Engagement(
        id=uuid4(),
        person=person,
        kind=EngagementKind(kind),
        source=source,
        reference=reference,
        form_key=form_key,
        employee_number=employee_number,
        job_title=job_title,
        unit=unit,
        setting=setting,
        agency=agency,
        manager=manager,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=work.now,
    )
    work.session.add(begun)
    _flush(work, source, reference, form_key)
    note_begun(work, [begun.id])
    if manager is not None:
        make_line_manager(work, manager)
    work.record(
        EngagementBegun(
            subject_id=begun.id,
            person_id=person.id,
            kind=begun.kind.value,
            source=source,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )
    return begun


def change_engagement(  # noqa: PLR0913 - an engagement has these parts
    work: Work,
    engagement_id: UUID,
    *,
    kind: EngagementKind | str | Keep = KEEP,
    starts_on: date | Keep = KEEP,
    ends_on: date | Keep | None = KEEP,
    reference: str | Keep | None = KEEP,
    employee_number: str | Keep | None = KEEP,
    job_title: str | Keep | None = KEEP,
    unit: Unit | Keep | None = KEEP,
    setting: Setting | Keep | None = KEEP,
    agency: Agency | Keep | None = KEEP,
    manager: Person | Keep | None = KEEP,
    since: date | None = None,
) -> Engagement:
    """Change the named parts of an engagement; what is not named stays.

    Where kind, unit, setting, agency or manager change, ``since`` says from which day it has
    been so: today unless it is named. On days before it the engagement counts where it was.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not change it.
        EndsBeforeStart: the last day lies before the first.
        NeedsAgency: it is agency work without an agency.
        ReferenceTaken: the source has another engagement under that reference.
        Invalid: ``since`` is a day to come.

    """
    if since is not None and since > work.today:
        msg = "Enter today or an earlier day. Change it on the day from which it is so."
        raise Invalid(msg, field="since")
    found = queries.engagement(work.session, engagement_id)
    work.require(permissions.CHANGE, found)
    named: dict[str, Any] = {
        "kind": kind if kind is KEEP else EngagementKind(kind),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "reference": reference,
        "employee_number": employee_number,
        "job_title": job_title,
        "unit": unit,
        "setting": setting,
        "agency": agency,
        "manager": manager,
    }
    changes = {
        key: value
        for key, value in named.items()
        if value is not KEEP and getattr(found, key) != value
    }
    if not changes:
        return found
    _check(work, found, changes)
    started_before = found.starts_on if "starts_on" in changes else None
    for key, value in changes.items():
        setattr(found, key, value)
    work.session.flush()
    note_changed(work, [found.id], changes, since=since)
    if isinstance(manager, Person):
        make_line_manager(work, manager)
    work.record(
        EngagementChanged(
            subject_id=found.id,
            person_id=found.person_id,
            changed=sorted(changes),
            started_before=started_before,
            since=since_day(work, since) if since is not None and PLACE & changes.keys() else None,
        )
    )
    return found


def end(
    work: Work, engagement_id: UUID, *, ends_on: date, needs: Permission = permissions.END
) -> Engagement:
    """Give an engagement its last day, earlier than it had; the same day again changes nothing.

    Raises:
        NotFound: there is no such engagement.
        NotAllowed: the actor may not end it.
        EndsBeforeStart: the day lies before the first.
        EndsEarlierAlready: it ends before that day already.

    """
    found = queries.engagement(work.session, engagement_id)
    work.require(needs, found)
    rules.check_days(found.starts_on, ends_on)
    if found.ends_on == ends_on:
        return found
    if found.ends_on is not None and found.ends_on < ends_on:
        raise EndsEarlierAlready(found.ends_on)
    found.ends_on = ends_on
    work.session.flush()
    note_changed(work, [found.id], ["ends_on"])
    work.record(EngagementEnded(subject_id=found.id, person_id=found.person_id, ends_on=ends_on))
    return found


def _check(work: Work, found: Engagement, changes: dict[str, Any]) -> None:
    """Refuse changes that leave the engagement in no sound state."""
    rules.check_days(
        changes.get("starts_on", found.starts_on), changes.get("ends_on", found.ends_on)
    )
    if "kind" in changes or "agency" in changes:
        check_agency(changes.get("kind", found.kind), changes.get("agency", found.agency))
    if "reference" in changes:
        _refuse_second(work, found.source, changes["reference"])


def _flush(work: Work, source: str, reference: str | None, form_key: str | None) -> None:
    """Write now; where another wrote the same in the same instant, say so."""
    try:
        work.session.flush()
    except IntegrityError as error:
        if form_key is not None and "form_key" in str(error.orig):
            raise FormSent from None
        if reference is not None and "reference" in str(error.orig):
            raise ReferenceTaken(source, reference) from None
        raise


def check_agency(kind: EngagementKind, agency: Agency | None) -> None:
    """Raise NeedsAgency for agency work without one."""
    if kind is EngagementKind.AGENCY and agency is None:
        raise NeedsAgency("agency work is always supplied by one")


def _refuse_second(work: Work, source: str, reference: str | None) -> None:
    if reference is None:
        return
    wanted = select(Engagement.id).filter_by(source=source, reference=reference)
    if work.session.scalar(wanted) is not None:
        raise ReferenceTaken(source, reference)


def refuse_again(work: Work, form_key: str | None) -> None:
    """Raise FormSent where the form of that key was sent before."""
    wanted = select(Engagement.id).filter_by(form_key=form_key)
    if form_key is not None and work.session.scalar(wanted) is not None:
        raise FormSent
