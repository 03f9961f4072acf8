"""An agency sends in the list of its workers; what comes of it is the council's to say."""

from dataclasses import asdict
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.intake import permissions, queries, reading
from lms.intake.commands import headings, keeping
from lms.intake.commands.opening import understand
from lms.intake.commands.sources import AGENCY, add_source, meaning
from lms.intake.events import ImportDropped, ListHandedIn
from lms.intake.models import Import, Source
from lms.intake.reading import Listing, Upload
from lms.intake.rules.counts import Counts
from lms.intake.rules.handed import Beside, beside
from lms.intake.rules.lines import Reader
from lms.intake.rules.ways import Way
from lms.kernel.permissions import Placement
from lms.kernel.work import Work
from lms.people import queries as people
from lms.people import rules
from lms.people.models import Agency


def hand_in(work: Work, upload: Upload, agency_id: UUID) -> Import:
    """Take an agency's list, to be looked at by the council; nobody is added or changed.

    What is said of it comes from the list and from the agency's own workers alone: whether a
    row is somebody whom another agency supplies is not even looked up.

    Args:
        work: the work.
        upload: the list.
        agency_id: whose list; one that came before and that nobody has looked at gives way.

    Raises:
        NotFound: there is no such agency.
        NotAllowed: the actor does not act for it.
        Unreadable: it is no list that can be read.

    """
    agency = people.agency(work.session, agency_id)
    placement = Placement(unit_path="", agency_id=agency.id, manager_id=None)
    work.require(permissions.HAND_IN, rules.Place(placements=(placement,)))
    listing = reading.open_list(upload, headings.table(work), work.settings)
    made = Import(
        id=uuid4(),
        source=_source(work, agency),
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
    understand(work, made, listing)
    work.session.flush()
    work.session.refresh(made.source, with_for_update=True)
    _replace(work, made.source)
    made.handed = _beside(work, made, listing, agency).to_plain()
    work.session.add(made)
    work.session.flush()
    keeping.keep(work, made, listing)
    work.record(ListHandedIn(subject_id=made.id, agency_id=agency.id, rows=made.handed["rows"]))
    return made


def _source(work: Work, agency: Agency) -> Source:
    """Return the agency's own list, making it where it never came before."""
    lists = select(Source).filter_by(way=Way.FILE).order_by(Source.name)
    found = (
        work.session.scalars(lists.filter_by(agency_id=agency.id)).first()
        or work.session.scalars(lists.filter_by(name=agency.name)).first()
    )
    if found is not None:
        found.agency, found.kind = agency, found.kind or AGENCY
        return found
    return add_source(work, agency.name, AGENCY, agency)


def _replace(work: Work, source: Source) -> None:
    """Let go of an earlier list of the same agency that nobody has looked at."""
    for earlier in queries.arrived(work.session, source.id):
        earlier.dropped_at = work.now
        keeping.forget_file(work, earlier)
        work.record(ImportDropped(subject_id=earlier.id, source=source.name))


def _beside(work: Work, made: Import, listing: Listing, agency: Agency) -> Beside:
    workers = queries.workers_of(work.session, agency.id, work.today)
    if made.asks:
        return Beside(rows=listing.count, gone=[])
    table = headings.table(work)
    by_field = table.by_field(table.columns(listing.header))
    means = meaning(made.source, strict=listing.strict, only=True)
    reader = Reader(by_field, listing.width, means)
    lines = (reader.line(row, cells) for row, cells in listing.read())
    return beside((line for line in lines if line is not None), workers)
