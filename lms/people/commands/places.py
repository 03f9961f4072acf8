"""Units, settings and agencies."""

from uuid import UUID, uuid4

from sqlalchemy import func, select, update

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import MovesIntoItself, NameTaken, UrnTaken
from lms.people.events import (
    AgencyAdded,
    AgencyRenamed,
    SettingAdded,
    SettingChanged,
    UnitAdded,
    UnitMoved,
    UnitRenamed,
)
from lms.people.models import Agency, Setting, Unit, UnitKind

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


def move_unit(work: Work, unit_id: UUID, *, parent_id: UUID) -> Unit:
    """Put a unit and all below it under another.

    Raises:
        NotFound: there is no such unit.
        NotAllowed: the actor may not arrange units.
        MovesIntoItself: the new place is the unit, or below it.
        NameTaken: there is one of that name there.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    unit = queries.unit(work.session, unit_id)
    parent = queries.unit(work.session, parent_id)
    if parent.path.startswith(unit.path):
        raise MovesIntoItself
    if unit.parent_id == parent.id:
        return unit
    _refuse_namesake(work, unit.name, parent, but=unit.id)
    before, after = unit.path, f"{parent.path}{unit.id.hex[:12]}/"
    unit.parent_id = parent.id
    work.session.flush()
    work.session.execute(
        update(Unit)
        .where(Unit.path.startswith(before, autoescape=True))
        .values(path=after + func.substr(Unit.path, len(before) + 1))
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()
    work.record(UnitMoved(subject_id=unit.id, parent_id=parent.id))
    return unit


def add_setting(work: Work, *, name: str, urn: str | None, phase: str) -> Setting:
    """Enter a school, college or nursery.

    Raises:
        NotAllowed: the actor may not arrange settings.
        Invalid: the name is blank, the URN has not six digits.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    cleaned, number = rules.clean_name(name, field="name"), rules.clean_urn(urn)
    _refuse_urn(work, number, but=None)
    made = Setting(id=uuid4(), name=cleaned, urn=number, phase=phase)
    work.session.add(made)
    work.session.flush()
    work.record(SettingAdded(subject_id=made.id))
    return made


def ensure_setting(work: Work, name: str) -> Setting:
    """Return the setting of that name, making it where there is none.

    Raises:
        NotAllowed: it is missing and the actor may not arrange settings.
        Invalid: the name is blank.

    """
    wanted = rules.fold(rules.clean_name(name, field="setting"))
    found = (one for one in queries.settings(work.session) if rules.fold(one.name) == wanted)
    return next(found, None) or add_setting(work, name=name, urn=None, phase="other")


def change_setting(
    work: Work, setting_id: UUID, *, name: str, urn: str | None, phase: str
) -> Setting:
    """Put a setting's details right.

    Raises:
        NotFound: there is no such setting.
        NotAllowed: the actor may not arrange settings.
        Invalid: the name is blank, the URN has not six digits.
        UrnTaken: another setting has that URN.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    setting = queries.setting(work.session, setting_id)
    cleaned, number = rules.clean_name(name, field="name"), rules.clean_urn(urn)
    _refuse_urn(work, number, but=setting.id)
    if (setting.name, setting.urn, setting.phase) == (cleaned, number, phase):
        return setting
    setting.name, setting.urn, setting.phase = cleaned, number, phase
    work.session.flush()
    work.record(SettingChanged(subject_id=setting.id))
    return setting


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


def _refuse_urn(work: Work, urn: str | None, *, but: UUID | None) -> None:
    if urn is None:
        return
    other = work.session.scalar(select(Setting).filter_by(urn=urn))
    if other is not None and other.id != but:
        raise UrnTaken(urn, other.name)
