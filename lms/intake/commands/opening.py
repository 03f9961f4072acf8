"""Reading what a file's columns hold, and entering it as an import."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import uuid4

from lms.intake import permissions, reading
from lms.intake.commands import headings
from lms.intake.commands.sources import ensure_source, set_kind
from lms.intake.models import Import
from lms.intake.reading import Listing, Upload
from lms.intake.rules import kinds
from lms.intake.rules.counts import Counts
from lms.intake.rules.headings import Column, missing
from lms.kernel.work import Work
from lms.people import rules as people


def open_file(
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
        alarms={},
        sign="",
    )
    understand(work, made, listing)
    work.session.add(made)
    work.session.flush()
    return made, listing


def understand(work: Work, made: Import, listing: Listing) -> None:
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
