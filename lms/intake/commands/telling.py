"""Another system tells of one person: matched as a row of a list is, at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.audit.commands import wait_turn
from lms.intake.commands import settling, writing
from lms.intake.commands.hearing import heard_from
from lms.intake.commands.places import Gazetteer
from lms.intake.models import Import, ImportLine, Source
from lms.intake.queries.managers import Managers
from lms.intake.queries.register import HR, Register
from lms.intake.rules import deciding, likeness, managers, matching
from lms.intake.rules.changes import Places
from lms.intake.rules.counts import Counts
from lms.intake.rules.deciding import REVIEW, Context, Decision
from lms.intake.rules.fields import Line
from lms.intake.rules.known import Known
from lms.intake.rules.matching import Held
from lms.intake.rules.ways import Way
from lms.kernel import words
from lms.kernel.work import Work
from lms.people import permissions as people
from lms.people import queries as places
from lms.people.models import Person, Unit
from lms.people.rules import WHOLE_COUNCIL, sort_name

NAMESAKES = 20
"""People of one name that are looked at."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of what another system told of somebody."""

    person_id: UUID | None
    """None while somebody has to decide who it is."""

    engagement_id: UUID | None
    """The engagement that began by it; None where one ran, or was to come, already."""

    line_id: UUID | None
    """What waits for a decision, among the rows that lists hold."""


def tell(work: Work, told: Mapping[str, str], *, source: str, way: Way) -> Told:
    """Take what another system tells of one person, by the rules by which a list's row is taken.

    Its numbers are HR's. Somebody who works here, or will, has no second engagement by it; else
    one begins under ``source``. It has no number of its own, so that HR's list takes it over.
    Whoever cannot be told apart waits among the rows that lists hold.

    Args:
        work: the work.
        told: fields of ``intake.rules.fields``, ``start_date`` and ``kind`` among them.
        source: what an engagement that begins names as its source.
        way: how it tells.

    Raises:
        NotAllowed: the actor may not add people to the whole council.

    """
    work.require(people.ADD, WHOLE_COUNCIL)
    wait_turn(work)
    line = settling.line_of(1, dict(told), agency=None)
    register = Register(work.session, HR, guards=not work.actor.may(people.GRANT))
    register.look_up([line])
    gazetteer = Gazetteer(work, makes=True)
    found = Managers(work.session, register, HR)
    keys = managers.keys(line.told)
    found.look_up(keys)
    at = Places(
        unit_id=gazetteer.unit(line),
        setting_id=gazetteer.setting(line),
        agency_id=gazetteer.agency(line.agency),
        manager_id=found.find(keys),
    )
    register.look_for_alike([(line, at.unit_id)])
    verdict = matching.who(line, HR, register.find(line, at))
    if verdict is None:
        verdict = _namesakes(work, line, register, at)
    if isinstance(verdict, Held):
        return _hold(work, line, verdict, source, way)
    if verdict is not None and any(
        one.ends_on is None or one.ends_on >= work.today for one in verdict.spells
    ):
        return Told(person_id=verdict.id, engagement_id=None, line_id=None)
    line.number = line.reference = None
    known = verdict or deciding.new_person(line, uuid4())
    context = Context(source, frozenset())
    done = deciding.begin(line, context, known, at, joins=verdict is None)
    writing.bring_in(work, [done])
    return Told(
        person_id=known.id, engagement_id=done.spell.id if done.spell else None, line_id=None
    )


def unit_named(work: Work, name: str) -> Unit | None:
    """Return the unit that a word of another system means, made under 'Unplaced' if there is none.

    Returns:
        None for a blank.

    Raises:
        NotAllowed: it is missing and the actor may not arrange units.

    """
    line = Line(row=1, told={"team": name})
    found = Gazetteer(work, makes=True).unit(line)
    return places.unit(work.session, found) if found is not None else None


def _hold(work: Work, line: Line, verdict: Held, source: str, way: Way) -> Told:
    """Let what was told wait for somebody, as a list of one row that was brought in."""
    decision = Decision(line, REVIEW, verdict.reason, list(verdict.candidates))
    counts = Counts()
    counts.add(decision)
    made = Import(
        id=uuid4(),
        source=_source(work, source, way),
        file_name=f"Told by {source}, {words.moment(work.now)}",
        file_hash="",
        made_at=work.now,
        made_by=work.actor.id,
        accepted_at=work.now,
        invitations="first_day",
        counts=asdict(counts),
        columns=[],
        asks=[],
        missing=[],
        alarms={},
        sign="",
    )
    work.session.add(made)
    work.session.flush()
    writing.Lines(work, made.id).write([decision], applied=True)
    held = select(ImportLine.id).filter_by(import_id=made.id)
    return Told(person_id=None, engagement_id=None, line_id=work.session.scalar(held))


def _source(work: Work, name: str, way: Way) -> Source:
    heard_from(work, name, way=way)
    work.session.flush()
    return work.session.scalars(select(Source).filter_by(name=name, way=way)).one()


def _namesakes(work: Work, line: Line, register: Register, at: Places) -> Held | None:
    """Return who of the same name began here lately, or works in the same team."""
    called = sort_name(line.first_name, line.last_name)
    wanted = select(Person.id).where(Person.sort_name == called)
    ids = list(work.session.scalars(wanted.limit(NAMESAKES)))
    register.look_up_people(ids)
    alike = [register.people[one] for one in ids if _is_near(register.people[one], work, at)]
    if not alike:
        return None
    names = words.listed([one.name for one in alike])
    return Held(f"{names} has the same name, and began lately or works in the same team.", alike)


def _is_near(known: Known, work: Work, at: Places) -> bool:
    return any(
        (one.ends_on is None or one.ends_on >= work.today)
        and (
            one.unit_id == at.unit_id is not None
            or abs(work.today - one.starts_on) <= likeness.NEAR
        )
        for one in known.spells
    )
