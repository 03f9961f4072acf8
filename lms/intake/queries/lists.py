"""Any list of people, read to be held against the register; nothing of it is kept."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.intake import reading
from lms.intake.errors import UnknownColumns
from lms.intake.models import HeadingChoice
from lms.intake.reading import Upload
from lms.intake.rules.fields import FIELDS, Line
from lms.intake.rules.headings import Headings
from lms.intake.rules.lines import Meaning, Reader
from lms.kernel.errors import NotFound
from lms.kernel.settings import Settings

ENOUGH = (
    {"email"},
    {"personal_email"},
    {"employee_number"},
    {"assignment_number"},
    {"full_name"},
    {"first_name", "last_name"},
)
"""What a list must tell at least, one of them."""


def headings(session: Session, settings: Settings) -> Headings:
    """Return what headings mean: what ships, what the council set, what people have said."""
    chosen = {one.heading: one.field for one in session.scalars(select(HeadingChoice))}
    return reading.headings(settings.headings, chosen)


def choices(session: Session) -> list[HeadingChoice]:
    """Return what people have said of headings, in order of the heading."""
    return list(session.scalars(select(HeadingChoice).order_by(HeadingChoice.heading)))


def choice(session: Session, choice_id: UUID) -> HeadingChoice:
    """Return what somebody said of a heading. Raises NotFound."""
    found = session.get(HeadingChoice, choice_id)
    if found is None:
        msg = "That answer is forgotten already. The next file with the heading asks again."
        raise NotFound(msg)
    return found


def read_list(
    session: Session,
    upload: Upload,
    settings: Settings,
    *,
    more: Mapping[str, str] | None = None,
) -> Iterator[Line]:
    """Return the rows of any list of people; what is wrong with them does not matter here.

    Args:
        session: the database.
        upload: the list.
        settings: the council's settings.
        more: heading → field, empty to leave the column out; beside what is remembered.

    Raises:
        Unreadable: it is no list that can be read.
        UnknownColumns: no column says who anybody is.

    """
    table = headings(session, settings)
    table = table.with_more(more) if more else table
    listing = reading.open_list(upload, table, settings)
    columns = table.columns(listing.header)
    by_field = table.by_field(columns)
    if not any(enough <= set(by_field) for enough in ENOUGH):
        unknown = [one.heading for one in columns if one.field is None]
        raise UnknownColumns([FIELDS["email"], FIELDS["full_name"]], unknown)
    meaning = Meaning(kinds=reading.kinds(), strict=False)
    reader = Reader(by_field, listing.width, meaning)
    found = (reader.line(row, cells) for row, cells in listing.read())
    return (line for line in found if line is not None)
