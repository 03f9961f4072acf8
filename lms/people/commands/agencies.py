"""Who supplies agency workers."""

from uuid import UUID, uuid4

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import NameTaken
from lms.people.events import AgencyAdded, AgencyRenamed
from lms.people.models import Agency


def add_agency(work: Work, *, name: str) -> Agency:
    """Enter who supplies agency workers.

    Raises:
        NotAllowed: the actor may not arrange agencies.
        Invalid: the name is blank.
        NameTaken: there is an agency of that name.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    found = queries.agency_named(work.session, rules.clean_name(name, field="name"))
    if found is not None:
        raise NameTaken("an agency", found.name)
    return ensure_agency(work, name)


def ensure_agency(work: Work, name: str) -> Agency:
    """Return the agency of that name, making it where there is none.

    Raises:
        NotAllowed: it is missing and the actor may not add starters.
        Invalid: the name is blank.

    """
    cleaned = rules.clean_name(name, field="agency")
    found = queries.agency_named(work.session, cleaned)
    if found is not None:
        return found
    work.require(permissions.ADD)
    made = Agency(id=uuid4(), name=cleaned)
    work.session.add(made)
    work.session.flush()
    work.record(AgencyAdded(subject_id=made.id))
    return made


def rename_agency(work: Work, agency_id: UUID, *, name: str) -> Agency:
    """Give an agency another name.

    Raises:
        NotFound: there is no such agency.
        NotAllowed: the actor may not arrange agencies.
        Invalid: the name is blank.
        NameTaken: another agency has that name.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    agency = queries.agency(work.session, agency_id)
    cleaned = rules.clean_name(name, field="name")
    other = queries.agency_named(work.session, cleaned)
    if other is not None and other.id != agency.id:
        raise NameTaken("an agency", other.name)
    if cleaned != agency.name:
        agency.name = cleaned
        work.session.flush()
        work.record(AgencyRenamed(subject_id=agency.id))
    return agency
