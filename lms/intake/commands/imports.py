"""Looking at a file, answering what it asks, accepting or dropping it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from lms.intake import permissions, queries, reading
from lms.intake.commands import headings
from lms.intake.commands.passing import Outcome, Pass, Progress
from lms.intake.commands.sources import ensure_source, link_agency, meaning, set_kind
from lms.intake.errors import (
    AlreadyDone,
    RegisterChanged,
    StillAsking,
    UnknownColumns,
    Unreadable,
)
from lms.intake.events import ImportDropped, PeopleImported
from lms.intake.models import Import, ImportLine
from lms.intake.reading import Listing, Upload
from lms.intake.rules import kinds
from lms.intake.rules.counts import Counts
from lms.intake.rules.fields import FIELDS
from lms.intake.rules.headings import Column, missing
from lms.intake.rules.lines import Reader
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import rules as people

INVITATIONS = ("now", "first_day", "held")
KEPT_DAYS = 14
"""Days after which a file that nobody accepted is dropped."""

GONE = "What was kept of this file is gone. Drop this import, and upload the file again."


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
    made, listing = _open(work, upload, source, kind, columns or {})
    if made.asks:
        made.file_hash = work.store.put(reading.keep(listing, _keepable(work, listing)))
        return made
    _run(work, made, listing, applies=False, progress=progress)
    made.file_hash = work.store.put(reading.keep(listing, _read_columns(work, listing)))
    return made


def bring_in(  # noqa: PLR0913 - a file, and what is known about it
    work: Work,
    upload: Upload,
    *,
    source: str = "HR",
    kind: str | None = None,
    columns: Mapping[str, str] | None = None,
    invitations: str = "held",
    progress: Progress | None = None,
) -> Import:
    """Look at a file and accept what it comes to, in one; nothing of the file is kept.

    Raises:
        NotAllowed, Unreadable, Invalid: as for ``look``.
        UnknownColumns: something needed is in no column that is known.

    """
    _check_invitations(invitations)
    made, listing = _open(work, upload, source, kind, columns or {})
    if made.asks:
        unknown = [heading for heading, field in made.columns if field is None]
        raise UnknownColumns([FIELDS[one] for one in made.asks], unknown)
    made.accepted_at, made.invitations = work.now, invitations
    work.session.flush()
    _run(work, made, listing, applies=True, progress=progress)
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
    listing = _kept(work, made)
    headings.explain(work, columns, [one for one in listing.header if one])
    set_kind(work, made.source, kind)
    return _look_again(work, made, listing)


def look_again(work: Work, import_id: UUID) -> Import:
    """Decide anew about every row, against the register as it is now.

    Raises:
        NotFound, NotAllowed, AlreadyDone: as for ``accept``.

    """
    made = _undone(work, import_id)
    return _look_again(work, made, _kept(work, made))


def accept(
    work: Work, import_id: UUID, *, invitations: str = "held", progress: Progress | None = None
) -> Import:
    """Do exactly what was shown, in one transaction.

    Args:
        work: the work.
        import_id: which.
        invitations: ``now``, ``first_day`` of each engagement, or ``held`` until HR says so.
        progress: is told how many rows are done.

    Raises:
        NotFound: there is no such import.
        NotAllowed: the actor may not bring in the whole council's people.
        AlreadyDone: it was accepted or dropped before.
        StillAsking: nobody has said yet what some of its columns hold.
        RegisterChanged: it would come to something else now; nothing was done.
        Invalid: there is no such way to invite.

    """
    _check_invitations(invitations)
    made = _undone(work, import_id)
    if made.asks:
        raise StillAsking
    shown, listing = made.sign, _kept(work, made)
    made.accepted_at, made.invitations = work.now, invitations
    _forget_lines(work, made)
    _run(work, made, listing, applies=True, progress=progress)
    if made.sign != shown:
        raise RegisterChanged
    _forget_file(work, made)
    _tell(work, made)
    return made


def drop(work: Work, import_id: UUID) -> Import:
    """Leave a file that was looked at; nothing of it is kept.

    Raises:
        NotFound, NotAllowed, AlreadyDone: as for ``accept``.

    """
    made = _undone(work, import_id)
    made.dropped_at = work.now
    _forget_lines(work, made)
    _forget_file(work, made)
    work.record(ImportDropped(subject_id=made.id, source=made.source.name))
    return made


def tidy(work: Work) -> int:
    """Drop files that nobody accepted for two weeks. Returns how many."""
    wanted = select(Import.id).where(
        Import.accepted_at.is_(None),
        Import.dropped_at.is_(None),
        Import.made_at < work.now - timedelta(days=KEPT_DAYS),
    )
    found = list(work.session.scalars(wanted))
    for import_id in found:
        drop(work, import_id)
    return len(found)


def _open(
    work: Work, upload: Upload, source: str, kind: str | None, columns: Mapping[str, str]
) -> tuple[Import, Listing]:
    """Read the file's headings and enter it as an import."""
    work.require(permissions.IMPORT, people.WHOLE_COUNCIL)
    # Answers are not written before the file's headings are known to hold them.
    table = headings.table(work, {one: headings.meant(said) for one, said in columns.items()})
    listing = reading.open_list(upload, table, work.settings)
    headings.explain(work, columns, [one for one in listing.header if one])
    says_kind = any(field == "contract_type" for field in map(table.field, listing.header))
    found = ensure_source(work, source, says_kind=says_kind)
    set_kind(work, found, kind)
    made = Import(
        id=uuid4(),
        source=found,
        file_name=upload.name,
        file_hash="",
        made_at=work.now,
        made_by=work.actor.id,
        counts=asdict(Counts()),
        columns=[],
        asks=[],
        missing=[],
        sign="",
    )
    _understand(work, made, listing)
    work.session.add(made)
    work.session.flush()
    return made, listing


def _understand(work: Work, made: Import, listing: Listing) -> None:
    """Note what the columns hold, and what is needed and in none of them."""
    table = headings.table(work)
    columns = table.columns(listing.header)
    fields = set(table.by_field(columns))
    now = {one.heading: one.field for one in columns}
    before = made.columns or [[one.heading, one.field] for one in columns]
    made.columns = [[heading, now.get(heading, field)] for heading, field in before]
    says_kind = made.source.kind is not None or "agency" in fields
    made.asks = missing(fields, needs_kind=not says_kind and not _roles_say(listing, columns))


def _roles_say(listing: Listing, columns: Sequence[Column]) -> bool:
    """Tell whether a job title of the list says what kind of engagement it is."""
    at = next((one.at for one in columns if one.field == "job_title"), None)
    if at is None:
        return False
    return any(at < len(cells) and kinds.of_role(cells[at].strip()) for _, cells in listing.read())


def _run(
    work: Work, made: Import, listing: Listing, *, applies: bool, progress: Progress | None
) -> Outcome:
    table = headings.table(work)
    by_field = table.by_field(table.columns(listing.header))
    reader = Reader(by_field, listing.width, meaning(made.source, strict=listing.strict))
    try:
        outcome = Pass(work, made, reader, applies=applies).over(listing, progress)
    except IntegrityError:
        raise RegisterChanged from None
    made.counts, made.sign = asdict(outcome.counts), outcome.sign
    made.missing = outcome.missing
    work.session.flush()
    return outcome


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
    made = queries.import_(work.session, import_id)
    work.require(permissions.IMPORT, people.WHOLE_COUNCIL)
    if made.accepted_at is not None:
        raise AlreadyDone(accepted=True, at=made.accepted_at)
    if made.dropped_at is not None:
        raise AlreadyDone(accepted=False, at=made.dropped_at)
    return made


def _kept(work: Work, made: Import) -> Listing:
    try:
        return reading.kept(work.store.get(made.file_hash))
    except (FileNotFoundError, ValueError):
        raise Unreadable(GONE) from None


def _look_again(work: Work, made: Import, listing: Listing) -> Import:
    _forget_lines(work, made)
    _understand(work, made, listing)
    if not made.asks:
        _run(work, made, listing, applies=False, progress=None)
        before = made.file_hash
        made.file_hash = work.store.put(reading.keep(listing, _read_columns(work, listing)))
        _discard(work, before, but=made)
    return made


def _keepable(work: Work, listing: Listing) -> list[Column]:
    """Return the columns that may be read, and those that nobody knows yet."""
    return [one for one in headings.table(work).columns(listing.header) if one.field != ""]


def _read_columns(work: Work, listing: Listing) -> list[Column]:
    return [one for one in headings.table(work).columns(listing.header) if one.field]


def _forget_lines(work: Work, made: Import) -> None:
    work.session.execute(delete(ImportLine).where(ImportLine.import_id == made.id))


def _forget_file(work: Work, made: Import) -> None:
    _discard(work, made.file_hash, but=made)
    made.file_hash = ""


def _discard(work: Work, file_hash: str, *, but: Import) -> None:
    """Remove a kept file once this work is committed, unless another import needs it."""
    other = select(Import.id).where(Import.file_hash == file_hash, Import.id != but.id)
    still = file_hash == but.file_hash and but.accepted_at is None and but.dropped_at is None
    if file_hash and not still and work.session.scalar(other.limit(1)) is None:
        work.later(lambda: work.store.discard(file_hash))


def _check_invitations(when: str) -> None:
    if when not in INVITATIONS:
        msg = "Choose when to invite: now, on the first day, or held until you say so."
        raise Invalid(msg, field="invitations")
