"""What headings mean here, and remembering what somebody says they do."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.intake import permissions, queries
from lms.intake.events import HeadingExplained, HeadingForgotten
from lms.intake.models import HeadingChoice
from lms.intake.rules import headings as rules
from lms.intake.rules.fields import FIELDS
from lms.intake.rules.headings import Headings
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people.rules import WHOLE_COUNCIL


def table(work: Work, more: Mapping[str, str] | None = None) -> Headings:
    """Return what headings mean: what ships, what the council set, what people have said."""
    found = queries.headings(work.session, work.settings)
    return found.with_more(more) if more else found


def meant(said: str) -> str:
    """Return the field that somebody names; empty to leave a column out. Raises Invalid."""
    found = rules.meant(said)
    if found is None:
        msg = f"“{said}” is nothing that is read. Choose one of: {', '.join(FIELDS)}, leave out."
        raise Invalid(msg, field="columns")
    return found


def explain(work: Work, columns: Mapping[str, str], header: Iterable[str]) -> None:
    """Remember what headings mean, for every later file.

    Args:
        work: the work.
        columns: heading → field, in words or as it is written.
        header: the headings of the file, which must hold them.

    Raises:
        Invalid: the file has no such heading, or there is no such field.

    """
    there = {rules.fold(one): one for one in header}
    known = {one.heading: one for one in work.session.scalars(select(HeadingChoice))}
    for heading, said in columns.items():
        key, field = rules.fold(heading), meant(said)
        if key not in there:
            msg = f"This file has no column “{heading}”. It has: {', '.join(there.values())}."
            raise Invalid(msg, field="columns")
        choice = known.get(key)
        if choice is None:
            choice = _chosen(work, key, field)
        elif choice.field == field:
            continue
        choice.field, choice.chosen_by, choice.chosen_at = field, work.actor.id, work.now
        work.session.flush()
        work.record(HeadingExplained(subject_id=choice.id, heading=key, field=field))


def _chosen(work: Work, key: str, field: str) -> HeadingChoice:
    """Return a new answer about a heading; another's, given in the same instant."""
    made = HeadingChoice(
        id=uuid4(), heading=key, field=field, chosen_by=work.actor.id, chosen_at=work.now
    )
    try:
        with work.session.begin_nested():
            work.session.add(made)
    except IntegrityError:
        return work.session.scalars(select(HeadingChoice).filter_by(heading=key)).one()
    return made


def remember(work: Work, columns: Mapping[str, str]) -> None:
    """Remember what headings mean, for every later file.

    Args:
        work: the work.
        columns: heading → field, empty to leave the column out.

    Raises:
        NotAllowed: the actor may not bring in the whole council's people.
        Invalid: there is no such field.

    """
    work.require(permissions.IMPORT, WHOLE_COUNCIL)
    explain(work, columns, columns)


def forget(work: Work, choice_id: UUID) -> None:
    """Let an answer about a heading count no more; the next file that has it asks again.

    Raises:
        NotFound: there is no such answer.
        NotAllowed: the actor may not bring in the whole council's people.

    """
    found = queries.choice(work.session, choice_id)
    work.require(permissions.IMPORT, WHOLE_COUNCIL)
    work.session.delete(found)
    work.session.flush()
    work.record(HeadingForgotten(subject_id=choice_id, heading=found.heading))
