"""Undoing a whole import."""

from datetime import date
from uuid import UUID

from sqlalchemy import update

from lms.audit.commands import wait_turn
from lms.intake import permissions, queries
from lms.intake.events import ImportUndone
from lms.intake.models import Import, ImportLine
from lms.intake.queries.places_made import Places
from lms.intake.queries.remembered import AGAIN
from lms.intake.queries.undoing import Undoing
from lms.kernel.days import council_day
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as people_queries
from lms.people import rules
from lms.people.commands import Correction, Many


def undo(work: Work, import_id: UUID) -> Undoing:
    """Put back what an import added and changed, but for what somebody did since.

    Raises:
        NotFound: there is no such import.
        NotAllowed: the actor may not bring in the whole council's people.
        NotUndone: it was never brought in, or was undone before.

    """
    made = queries.import_(work.session, import_id, lock=True)
    work.require(permissions.IMPORT, rules.WHOLE_COUNCIL)
    wait_turn(work)
    found = queries.plan_of_undoing(work.session, import_id, work.today)
    made.undone_at = work.now
    work.session.flush()
    since = council_day(found.entered_at)
    many = Many(
        people=[
            Correction(id=key, person_id=key, values=_with_sort_name(values, work, key))
            for key, values in found.of_people.items()
        ],
        engagements=[
            Correction(
                id=key,
                person_id=found.owners[key],
                values=values,
                started_before=_start(work, key) if "starts_on" in values else None,
                since=since,
                undoes=found.entered_at,
            )
            for key, values in found.of_engagements.items()
        ],
    )
    people.give_up_addresses(work, found.people)
    people.bring_in(work, many)
    if found.engagements:
        people.take_out(work, found.engagements, found.people, entered_at=found.entered_at)
    _take_out_places(work, made, found.places)
    _ask_again(work, made)
    work.record(
        ImportUndone(
            subject_id=made.id,
            source=made.source.name,
            people=len(found.people),
            engagements=len(found.engagements),
            put_back=found.put_back,
            stayed=len(found.stays),
            places=found.places.going,
        )
    )
    return found


def _take_out_places(work: Work, made: Import, places: Places) -> None:
    """Take out what the import made and nobody needs; its list forgets an agency that goes."""
    if not places.going:
        return
    if made.source.agency_id in places.agencies:
        made.source.agency = None
    people.take_out_places(
        work, units=places.units, settings=places.settings, agencies=places.agencies
    )


def _ask_again(work: Work, made: Import) -> None:
    """Ask again about held rows of earlier files that this one had settled."""
    again = update(ImportLine).where(
        ImportLine.decision == AGAIN, ImportLine.decided_at == made.accepted_at
    )
    work.session.execute(again.values(decision="", decided_at=None))


def _start(work: Work, engagement_id: UUID) -> date:
    return people_queries.engagement(work.session, engagement_id).starts_on


def _with_sort_name(values: dict[str, object], work: Work, person_id: UUID) -> dict[str, object]:
    if not values.keys() & {"first_name", "last_name"}:
        return values
    person = people_queries.person(work.session, person_id)
    first = str(values.get("first_name", person.first_name))
    last = str(values.get("last_name", person.last_name))
    return {**values, "sort_name": rules.sort_name(first, last)}
