"""A person's decision about a row that was held."""

from datetime import date
from uuid import UUID, uuid4

from lms.audit.commands import wait_turn
from lms.intake import permissions, queries
from lms.intake.commands import writing
from lms.intake.commands.places import Gazetteer
from lms.intake.commands.sources import AGENCY, meaning
from lms.intake.errors import AlreadyDecided, NotAccepted
from lms.intake.events import RowSettled
from lms.intake.models import Import, ImportLine, LineStatus
from lms.intake.queries.managers import Managers
from lms.intake.queries.register import Register
from lms.intake.rules import deciding, managers, matching, names
from lms.intake.rules.changes import Places
from lms.intake.rules.deciding import Context, Decision
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import permissions as people_permissions
from lms.people import queries as people
from lms.people import rules
from lms.people.errors import AddressTaken

SAME, NEW, LEFT_OUT = "same", "new", "left_out"


def decide(
    work: Work,
    line_id: UUID,
    *,
    decision: str,
    person_id: UUID | None = None,
    without_address: bool = False,
) -> ImportLine:
    """Settle a row that was held: it is somebody known, somebody new, or left out.

    Args:
        work: the work.
        line_id: which row, of an accepted import.
        decision: ``same``, ``new`` or ``left_out``.
        person_id: who it is, for ``same``; a candidate or anybody else.
        without_address: for ``new``, leave out an address that is somebody else's already.

    Raises:
        NotFound: there is no such row or person.
        NotAllowed: the actor may not bring in the whole council's people.
        NotAccepted: its import still waits.
        AlreadyDecided: somebody settled it before.
        AddressTaken: a new person's address is somebody else's.
        Invalid: there is no such decision, or nobody was named.

    """
    held = queries.import_line(work.session, line_id)
    made = queries.import_(work.session, held.import_id, lock=True)
    work.require(permissions.IMPORT, rules.WHOLE_COUNCIL)
    wait_turn(work)
    work.session.refresh(held)
    _check(held, made, decision, person_id)
    if decision != LEFT_OUT:
        done = _bring_in(work, held, made, person_id, without_address=without_address)
        held.person_id = done.person.id if done.person else None
        held.engagement_id = done.spell.id if done.spell else None
        held.before = writing.before_of(done)
    held.decision, held.decided_at, held.decided_by = decision, work.now, work.actor.id
    work.session.flush()
    work.record(RowSettled(subject_id=held.id, person_id=held.person_id, decision=decision))
    return held


def _check(held: ImportLine, made: Import, decision: str, person_id: UUID | None) -> None:
    if decision not in {SAME, NEW, LEFT_OUT}:
        msg = "Choose who the row is: somebody known, somebody new, or nobody to bring in."
        raise Invalid(msg, field="decision")
    if (decision == SAME) != (person_id is not None):
        msg = "Choose the person whom the row tells of."
        raise Invalid(msg, field="person")
    if made.accepted_at is None:
        raise NotAccepted
    if held.status is not LineStatus.REVIEW or held.decision:
        raise AlreadyDecided


def _bring_in(
    work: Work, held: ImportLine, made: Import, person_id: UUID | None, *, without_address: bool
) -> Decision:
    source = made.source.name
    line = line_of(held.row, held.fields, agency=meaning(made.source, strict=True).agency)
    guards = not work.actor.may(people_permissions.GRANT)
    register = Register(work.session, source, guards=guards)
    register.look_up([line])
    if person_id is not None:
        people.person(work.session, person_id)
        register.look_up_people([person_id])
    _free_addresses(work, line, person_id, leaves_out=without_address or person_id is not None)
    gazetteer = Gazetteer(work, makes=True)
    found = Managers(work.session, register, source)
    keys = managers.keys(line.told)
    found.look_up(keys)
    at = Places(
        unit_id=gazetteer.unit(line),
        setting_id=gazetteer.setting(line),
        agency_id=gazetteer.agency(line.agency),
        manager_id=found.find(keys),
    )
    fields = frozenset(field for _, field in made.columns if field)
    context = Context(source, fields, others=register.others_references)
    known = register.people[person_id] if person_id is not None else None
    done = _decided(line, context, known, at)
    writing.bring_in(work, [done])
    return done


def _decided(line: Line, context: Context, known: Known | None, at: Places) -> Decision:
    if known is None:
        return deciding.begin(line, context, deciding.new_person(line, uuid4()), at, joins=True)
    spell, _ = matching.spell_of(line, context.source, known, context.claimed)
    if spell is None:
        return deciding.begin(line, context, known, at, joins=False)
    return deciding.change(line, context, known, spell, at)


def _free_addresses(work: Work, line: Line, person_id: UUID | None, *, leaves_out: bool) -> None:
    """Take addresses out of a row that are somebody else's. Raises AddressTaken."""
    free: list[str] = []
    for address in (line.email, line.other_email):
        owner = people.address_owner(work.session, address, but=person_id)
        if owner is not None and address is not None and not leaves_out:
            raise AddressTaken(address, field="decision", person_id=owner.id)
        if owner is None and address is not None:
            free.append(address)
    line.email, line.other_email = [*free, None, None][:2]


def line_of(row: int, told: dict[str, str], *, agency: str | None) -> Line:
    """Return a row again from what was kept of it."""
    kind = told.get("kind", "")
    first, last = told.get("first_name", ""), told.get("last_name", "")
    email = told.get("email") or told.get("personal_email")
    other = told.get("personal_email")
    number = told.get("employee_number")
    ends_on = told.get("end_date")
    return Line(
        row=row,
        told=dict(told),
        first_name=first,
        last_name=last,
        name=names.called(first, last, told.get("known_as", ""))[: rules.LONGEST_NAME],
        email=email,
        other_email=other if other != email else None,
        number=number,
        reference=told.get("assignment_number") or number,
        job_title=told.get("job_title"),
        kind=kind,
        agency=(told.get("agency") or agency) if kind == AGENCY else None,
        starts_on=date.fromisoformat(told["start_date"]),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
    )
