"""The tree of units."""

from uuid import UUID, uuid4

from sqlalchemy import case, func, select, update

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import MovesIntoItself, NameTaken
from lms.people.events import UnitAdded, UnitMoved, UnitRenamed
from lms.people.models import Unit, UnitKind

LEVELS = (UnitKind.DIRECTORATE, UnitKind.SERVICE, UnitKind.TEAM)


def ensure_unit(work: Work, *names: str) -> Unit:
    """Return the unit of these names, from the directorate down, making what is missing.

    Case and accents make no other unit.

    Raises:
        NotAllowed: something is missing and the actor may not arrange units.
        Invalid: a name is blank.
        ValueError: no name was given.

    """
    unit: Unit | None = None
    for name in names:
        below = _below(work, unit)
        wanted = rules.fold(rules.clean_name(name, field="unit"))
        unit = next((one for one in below if rules.fold(one.name) == wanted), None) or (
            _make_unit(work, name, unit)
        )
    if unit is None:
        msg = "name at least one unit"
        raise ValueError(msg)
    return unit


def add_unit(work: Work, *, name: str, parent_id: UUID | None) -> Unit:
    """Make a unit below another, or a directorate.

    Raises:
        NotFound: there is no such unit to stand below.
        NotAllowed: the actor may not arrange units.
        Invalid: the name is blank.
        NameTaken: there is one of that name there.

    """
    parent = queries.unit(work.session, parent_id) if parent_id else None
    _refuse_namesake(work, name, parent)
    return _make_unit(work, name, parent)


def rename_unit(work: Work, unit_id: UUID, *, name: str) -> Unit:
    """Give a unit another name.

    Raises:
        NotFound: there is no such unit.
        NotAllowed: the actor may not arrange units.
        Invalid: the name is blank.
        NameTaken: another beside it has that name.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    unit = queries.unit(work.session, unit_id)
    cleaned = rules.clean_name(name, field="name")
    if cleaned == unit.name:
        return unit
    _refuse_namesake(work, cleaned, unit.parent, but=unit.id)
    unit.name = cleaned
    work.session.flush()
    work.record(UnitRenamed(subject_id=unit.id))
    return unit


def move_unit(work: Work, unit_id: UUID, *, parent_id: UUID | None) -> Unit:
    """Put a unit and all below it under another, or make it a directorate.

    Each becomes what its new level makes it: a directorate, a service or a team.

    Raises:
        NotFound: there is no such unit.
        NotAllowed: the actor may not arrange units.
        MovesIntoItself: the new place is the unit, or below it.
        NameTaken: there is one of that name there.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    unit = queries.unit(work.session, unit_id)
    parent = queries.unit(work.session, parent_id) if parent_id else None
    if parent is not None and parent.path.startswith(unit.path):
        raise MovesIntoItself
    if unit.parent_id == parent_id:
        return unit
    _refuse_namesake(work, unit.name, parent, but=unit.id)
    before, after = unit.path, f"{parent.path if parent else '/'}{unit.id.hex[:12]}/"
    unit.parent_id = parent_id
    work.session.flush()
    _repath(work, before, after)
    work.record(UnitMoved(subject_id=unit.id, parent_id=parent_id))
    return unit


def _repath(work: Work, before: str, after: str) -> None:
    """Give a unit and all below it their new paths, and the kinds of their new levels."""
    level = func.length(Unit.path)
    kind = case(
        *((level == 1 + rules.STEP * n, LEVELS[n - 1]) for n in range(1, len(LEVELS))),
        else_=LEVELS[-1],
    )
    for path, values in (
        (before, {"path": after + func.substr(Unit.path, len(before) + 1)}),
        (after, {"kind": kind}),
    ):
        work.session.execute(
            update(Unit)
            .where(Unit.path.startswith(path, autoescape=True))
            .values(values)
            .execution_options(synchronize_session=False)
        )
    work.session.expire_all()


def _make_unit(work: Work, name: str, parent: Unit | None) -> Unit:
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    level = 0 if parent is None else min(LEVELS.index(parent.kind) + 1, len(LEVELS) - 1)
    made = Unit(
        id=uuid4(),
        name=rules.clean_name(name, field="name"),
        kind=LEVELS[level],
        parent=parent,
    )
    made.path = f"{parent.path if parent else '/'}{made.id.hex[:12]}/"
    work.session.add(made)
    work.session.flush()
    work.record(
        UnitAdded(
            subject_id=made.id, kind=made.kind.value, parent_id=parent.id if parent else None
        )
    )
    return made


def _below(work: Work, parent: Unit | None) -> list[Unit]:
    wanted = select(Unit).where(Unit.parent_id == (parent.id if parent else None))
    return list(work.session.scalars(wanted))


def _refuse_namesake(
    work: Work, name: str, parent: Unit | None, *, but: UUID | None = None
) -> None:
    wanted = rules.fold(rules.clean_name(name, field="name"))
    for one in _below(work, parent):
        if one.id != but and rules.fold(one.name) == wanted:
            raise NameTaken("a unit beside it", one.name)
