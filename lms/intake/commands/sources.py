"""Whose list it is, and what its rows are by themselves."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.intake import permissions, queries, reading
from lms.intake.events import SourceDescribed
from lms.intake.models import Source
from lms.intake.rules.lines import Meaning
from lms.intake.rules.ways import NAMED, Way
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import queries as people
from lms.people import rules
from lms.people.models import Agency, EngagementKind

HR = "HR"
AGENCY = EngagementKind.AGENCY.value
LONGEST_OWNER = 200


def ensure_source(work: Work, name: str, *, says_kind: bool) -> Source:
    """Return the source of that name, making it where there is none.

    A list that is not HR's and does not say what its people are is an agency's.

    Args:
        work: the work.
        name: whose list.
        says_kind: whether a column of it holds contract types.

    Raises:
        Invalid: the name is blank, too long, or one that is taken.

    """
    cleaned = rules.clean_name(name, field="source")
    wanted = rules.fold(cleaned)
    taken = next((one for one in NAMED if rules.fold(one) == wanted), None)
    if taken is not None:
        msg = f"{taken} is a way in of its own, without a list. Give the list another name."
        raise Invalid(msg, field="source")
    known = queries.sources(work.session)
    found = next((one for one in known if rules.fold(one.name) == wanted), None)
    if found is not None:
        return found
    is_hr = wanted == rules.fold(HR)
    agency = None if is_hr else people.agency_named(work.session, cleaned)
    kind = AGENCY if agency or not (is_hr or says_kind) else None
    return add_source(work, HR if is_hr else cleaned, kind, agency)


def add_source(work: Work, name: str, kind: str | None, agency: Agency | None) -> Source:
    """Return a new list's source; another's, who made it in the same instant."""
    made = Source(id=uuid4(), name=name, kind=kind, agency=agency)
    try:
        with work.session.begin_nested():
            work.session.add(made)
    except IntegrityError:
        return work.session.scalars(select(Source).filter_by(name=name, way=Way.FILE)).one()
    return made


def describe(work: Work, source_id: UUID, *, owner: str, kind: str | None) -> Source:
    """Say who answers for a way in, and what a list's people are where it does not say.

    Args:
        work: the work.
        source_id: which.
        owner: who answers for it and how they are reached; blank for nobody.
        kind: kind of engagement; None where the list says it for everybody.

    Raises:
        NotFound: there is no such list.
        NotAllowed: the actor may not bring in the whole council's people.
        Invalid: the words are too long, or there is no such kind.

    """
    found = queries.source(work.session, source_id)
    work.require(permissions.IMPORT, rules.WHOLE_COUNCIL)
    said = " ".join(owner.split())
    if len(said) > LONGEST_OWNER:
        msg = f"Use at most {LONGEST_OWNER} characters."
        raise Invalid(msg, field="owner")
    if kind is not None:
        _check_kind(kind)
    wanted = {"owner": said or None, "kind": kind}
    changed = sorted(name for name, value in wanted.items() if getattr(found, name) != value)
    if changed:
        found.owner, found.kind = said or None, kind
        work.session.flush()
        work.record(SourceDescribed(subject_id=found.id, source=found.name, changed=changed))
    return found


def set_kind(work: Work, source: Source, kind: str | None) -> None:
    """Remember what a source's rows are where they do not say. Raises Invalid for no kind."""
    if kind is None:
        return
    _check_kind(kind)
    if source.kind != kind:
        source.kind = kind
        work.session.flush()


def _check_kind(kind: str) -> None:
    if kind not in rules.KINDS:
        msg = f"There is no kind of engagement {kind}. The kinds are {', '.join(rules.KINDS)}."
        raise Invalid(msg, field="kind")


def link_agency(work: Work, source: Source) -> None:
    """Remember which agency an agency's list is of, once it is in the register."""
    if source.kind == AGENCY and source.agency is None and source.name != HR:
        source.agency = people.agency_named(work.session, source.name)


def meaning(source: Source, *, strict: bool, only: bool = False) -> Meaning:
    """Return what rows of a source mean where they do not say; ``only`` its own agency's."""
    of_agency = source.kind == AGENCY or source.name != HR
    name = source.agency.name if source.agency else source.name
    return Meaning(
        kinds=reading.kinds(),
        kind=source.kind,
        agency=name if of_agency else None,
        only=only,
        strict=strict,
    )
