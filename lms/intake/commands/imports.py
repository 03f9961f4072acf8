"""Looking at a file, answering what it asks, accepting or dropping it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.audit.commands import wait_turn
from lms.intake import permissions, queries
from lms.intake.commands import headings, keeping
from lms.intake.commands.opening import open_file, understand
from lms.intake.commands.passing import Outcome, Pass, Progress
from lms.intake.commands.sources import link_agency, meaning, set_kind
from lms.intake.errors import (
    AlreadyDone,
    Braked,
    NotLookedAt,
    RegisterChanged,
    StillAsking,
    UnknownColumns,
)
from lms.intake.events import ImportDropped, PeopleImported
from lms.intake.models import Import
from lms.intake.reading import Listing, Upload
from lms.intake.rules.fields import FIELDS
from lms.intake.rules.lines import Reader
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import rules as people

INVITATIONS = ("now", "first_day", "held")
KEPT_DAYS = 14
"""Days after which a file that nobody accepted is dropped."""


def look(
    work: Work,
    upload: Upload,
    *,
    source: str = "HR",
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Import:
    """Read a file, decide about every row, and keep it until it is accepted or dropped.

    Args:
        work: the work.
        upload: the file.
        source: whose list; a name not known yet is a new source.
        kind: kind of engagement where the file names none; remembered for the source.
        columns: heading → field, empty to leave the column out; remembered for every file.
        progress: is told how many rows are done.

    Returns:
        The import, waiting; or asking, where something needed is in no column that is known.

    Raises:
        NotAllowed: the actor may not bring in the whole council's people.
        Unreadable: it is no list that can be read.
        Invalid: a heading, field or kind is none.

    """
    made, listing = open_file(work, upload, source, kind, columns or {})
    if not made.asks:
        _run(work, made, listing, applies=False, progress=progress)
    keeping.keep(work, made, listing)
    return made


def bring_in(  # noqa: PLR0913 - a file, and what is known about it
    work: Work,
    upload: Upload,
    *,
    source: str = "HR",
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    invitations: str = "held",
    anyway: bool = False,
    progress: Progress | None = None,
) -> Import:
    """Look at a file and accept what it comes to, in one; nothing of the file is kept.

    Raises:
        NotAllowed, Unreadable, Invalid: as for ``look``.
        UnknownColumns: something needed is in no column that is known.
        Braked: it changes so much at once that somebody must say, with ``anyway``, that it is
            meant.

    """
    _check_invitations(invitations)
    wait_turn(work)
    made, listing = open_file(work, upload, source, kind, columns or {})
    if made.asks:
        unknown = [heading for heading, field in made.columns if field is None]
        raise UnknownColumns([FIELDS[one] for one in made.asks], unknown)
    made.accepted_at, made.invitations = work.now, invitations
    work.session.flush()
    _run(work, made, listing, applies=True, progress=progress)
    _brake(work, made, anyway=anyway)
    _tell(work, made)
    return made


def answer(
    work: Work, import_id: UUID, columns: Mapping[str, str], *, kind: str | None = None
) -> Import:
    """Say what unknown headings of an asking import mean, and look again.

    Args:
        work: the work.
        import_id: which.
        columns: heading → field, empty to leave the column out; remembered for every file.
        kind: kind of engagement where the file names none; remembered for the source.

    Raises:
        NotFound, NotAllowed, AlreadyDone: as for ``accept``.
        Invalid: a heading, field or kind is none.

    """
    made = _undone(work, import_id)
    listing = keeping.kept(work, made)
    headings.explain(work, columns, [one for one in listing.header if one])
    set_kind(work, made.source, kind)
    return _look_again(work, made, listing)


def look_again(work: Work, import_id: UUID) -> Import:
    """Decide anew about every row, against the register as it is now.

    Raises:
        NotFound, NotAllowed, AlreadyDone: as for ``accept``.

    """
    made = _undone(work, import_id)
    return _look_again(work, made, keeping.kept(work, made))


def accept(
    work: Work,
    import_id: UUID,
    *,
    invitations: str = "held",
    anyway: bool = False,
    progress: Progress | None = None,
) -> Import:
    """Do exactly what was shown, in one transaction.

    Args:
        work: the work.
        import_id: which.
        invitations: ``now``, ``first_day`` of each engagement, or ``held`` until HR says so.
        anyway: whether somebody said that so much at once is meant, where it stops and asks.
        progress: is told how many rows are done.

    Raises:
        Braked: it changes so much at once that somebody must say that it is meant.
        NotFound: there is no such import.
        NotAllowed: the actor may not bring in the whole council's people.
        AlreadyDone: it was accepted or dropped before.
        StillAsking: nobody has said yet what some of its columns hold.
        NotLookedAt: it was sent in, and nobody has looked at it yet.
        RegisterChanged: it would come to something else now; nothing was done.
        Invalid: there is no such way to invite.

    """
    _check_invitations(invitations)
    made = _undone(work, import_id)
    if made.asks:
        raise StillAsking
    if not made.sign:
        raise NotLookedAt
    _brake(work, made, anyway=anyway)
    wait_turn(work)
    shown, listing = made.sign, keeping.kept(work, made)
    made.accepted_at, made.invitations = work.now, invitations
    keeping.forget_lines(work, made)
    _run(work, made, listing, applies=True, progress=progress)
    if made.sign != shown:
        raise RegisterChanged
    keeping.forget_file(work, made)
    _tell(work, made)
    return made


def drop(work: Work, import_id: UUID) -> Import:
    """Leave a file that was looked at; nothing of it is kept.

    Raises:
        NotFound, NotAllowed, AlreadyDone: as for ``accept``.

    """
    made = _undone(work, import_id)
    made.dropped_at = work.now
    keeping.forget_lines(work, made)
    keeping.forget_file(work, made)
    work.record(ImportDropped(subject_id=made.id, source=made.source.name))
    return made


def tidy(work: Work) -> int:
    """Drop files that nobody accepted for two weeks. Returns how many."""
    wanted = (
        select(Import.id)
        .where(
            Import.accepted_at.is_(None),
            Import.dropped_at.is_(None),
            Import.made_at < work.now - timedelta(days=KEPT_DAYS),
        )
        .with_for_update(skip_locked=True)
    )
    found = list(work.session.scalars(wanted))
    for import_id in found:
        drop(work, import_id)
    return len(found)


def _run(
    work: Work, made: Import, listing: Listing, *, applies: bool, progress: Progress | None
) -> Outcome:
    table = headings.table(work)
    by_field = table.by_field(table.columns(listing.header))
    means = meaning(made.source, strict=listing.strict, only=made.handed is not None)
    reader = Reader(by_field, listing.width, means)
    try:
        outcome = Pass(work, made, reader, applies=applies).over(listing, progress)
    except IntegrityError:
        raise RegisterChanged from None
    made.counts, made.sign = asdict(outcome.counts), outcome.sign
    made.missing, made.alarms = outcome.missing, outcome.alarms
    work.session.flush()
    return outcome


def _brake(work: Work, made: Import, *, anyway: bool) -> None:
    """Raise Braked where it is not said that so much at once is meant."""
    if made.alarms and not anyway:
        raise Braked(queries.alarms_of(work.session, made))


def _tell(work: Work, made: Import) -> None:
    """Record that the list was brought in; invitations follow from it."""
    made.source.last_seen_at = work.now
    link_agency(work, made.source)
    counts = made.counts
    work.session.flush()
    work.record(
        PeopleImported(
            subject_id=made.id,
            source=made.source.name,
            invitations=made.invitations,
            rows=counts["rows"],
            added=counts["added"],
            updated=counts["updated"],
            unchanged=counts["unchanged"],
            held=counts["held"],
            rejected=counts["rejected"],
            missing=counts["missing"],
        )
    )


def _undone(work: Work, import_id: UUID) -> Import:
    made = queries.import_(work.session, import_id, lock=True)
    work.require(permissions.IMPORT, people.WHOLE_COUNCIL)
    if made.accepted_at is not None:
        raise AlreadyDone(accepted=True, at=made.accepted_at)
    if made.dropped_at is not None:
        raise AlreadyDone(accepted=False, at=made.dropped_at)
    return made


def _look_again(work: Work, made: Import, listing: Listing) -> Import:
    keeping.forget_lines(work, made)
    understand(work, made, listing)
    if not made.asks:
        _run(work, made, listing, applies=False, progress=None)
        keeping.keep(work, made, listing)
    return made


def _check_invitations(when: str) -> None:
    if when not in INVITATIONS:
        msg = "Choose when to invite: now, on the first day, or held until you say so."
        raise Invalid(msg, field="invitations")
