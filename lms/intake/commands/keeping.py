"""What is kept of a file until it is accepted or dropped."""

from sqlalchemy import delete, select

from lms.intake import reading
from lms.intake.commands import headings
from lms.intake.errors import Unreadable
from lms.intake.models import Import, ImportLine
from lms.intake.reading import Listing
from lms.intake.rules.headings import Column
from lms.kernel.work import Work

GONE = "What was kept of this file is gone. Drop this import, and upload the file again."


def kept(work: Work, made: Import) -> Listing:
    """Return the list as it was kept. Raises Unreadable where it is gone."""
    try:
        return reading.kept(work.store.get(made.file_hash))
    except (FileNotFoundError, ValueError):
        raise Unreadable(GONE) from None


def keep(work: Work, made: Import, listing: Listing) -> None:
    """Keep the columns that may be read; while it asks, those too that nobody knows yet."""
    before = made.file_hash
    columns = _wanted(work, listing, unknown_too=bool(made.asks))
    made.file_hash = work.store.put(reading.keep(listing, columns))
    _discard(work, before, but=made)


def _wanted(work: Work, listing: Listing, *, unknown_too: bool) -> list[Column]:
    columns = headings.table(work).columns(listing.header)
    return [one for one in columns if one.field or (unknown_too and one.field is None)]


def forget_lines(work: Work, made: Import) -> None:
    """Take the rows away that a look at it wrote."""
    work.session.execute(delete(ImportLine).where(ImportLine.import_id == made.id))


def forget_file(work: Work, made: Import) -> None:
    """Take the file away once this work is committed."""
    _discard(work, made.file_hash, but=made)
    made.file_hash = ""


def _discard(work: Work, file_hash: str, *, but: Import) -> None:
    """Remove a kept file once this work is committed, unless another import needs it."""
    other = select(Import.id).where(Import.file_hash == file_hash, Import.id != but.id)
    still = file_hash == but.file_hash and but.accepted_at is None and but.dropped_at is None
    if file_hash and not still and work.session.scalar(other.limit(1)) is None:
        work.later(lambda: work.store.discard(file_hash))
