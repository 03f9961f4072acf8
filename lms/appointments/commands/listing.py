"""Bringing in a list of DSLs and deputies."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

from lms.appointments import permissions, queries
from lms.appointments.commands import appointing, training
from lms.appointments.commands.appointing import Named
from lms.appointments.events import DslsImported
from lms.appointments.models import DslAppointment, DslTold
from lms.appointments.reading import Fault, Row
from lms.kernel.errors import Refusal
from lms.kernel.work import Work
from lms.people import queries as places
from lms.people.errors import LooksKnown
from lms.people.models import Setting
from lms.people.rules import WHOLE_COUNCIL, fold

TRAINED = {"role": "trained_on", "refresh": "refreshed_on"}
"""Training → what of a row holds its day."""


@dataclass
class Outcome:
    """What a list of DSLs comes to; each row is in exactly one of the five."""

    added: list[Row] = field(default_factory=list)
    confirmed: list[Row] = field(default_factory=list)
    """Held already, and noted as right."""

    held: list[Row] = field(default_factory=list)
    """Somebody looks like them: wait for a coordinator, like what a setting tells."""

    rejected: list[tuple[Row, Fault]] = field(default_factory=list)
    """The first fault of each row that could not be taken."""

    followed: list[str] = field(default_factory=list)
    """Who is DSL no longer, because the list names another: name and setting, in words."""

    @property
    def rows(self) -> int:
        """All rows."""
        return len(self.added) + len(self.confirmed) + len(self.held) + len(self.rejected)


class _Places:
    """Our settings by URN and by name; a name that two have names none."""

    def __init__(self, work: Work) -> None:
        found = places.settings(work.session)
        self.by_urn = {one.urn: one for one in found if one.urn}
        self.by_name: dict[str, list[Setting]] = {}
        for one in found:
            self.by_name.setdefault(fold(one.name), []).append(one)

    def find(self, row: Row) -> Setting | Fault:
        if row.urn:
            known = self.by_urn.get(row.urn)
            return known or Fault(
                "URN", row.urn, "No setting has this URN. Add the setting first."
            )
        named = self.by_name.get(fold(row.setting), [])
        if len(named) == 1:
            return named[0]
        reason = (
            "Several settings are called so. Give the URN."
            if named
            else "No setting is called so. Write it as under Settings, or give the URN."
        )
        return Fault("Setting", row.setting, reason)


def bring_in(work: Work, rows: Iterable[Row]) -> Outcome:
    """Enter what a list says of who is DSL and deputy where; the rows may come again.

    A row whose person holds that role there is confirmed. Anybody else is appointed; where a
    list names one DSL of a setting and another is DSL there now, the new one follows. Whoever
    looks like somebody known waits for a coordinator. Nobody is ended for not being listed.

    Raises:
        NotAllowed: the actor may not say who is DSL.

    """
    work.require(permissions.CHANGE, WHOLE_COUNCIL)
    ours, outcome = _Places(work), Outcome()
    placed: list[tuple[Row, Setting]] = []
    for row in rows:
        found = row.faults[0] if row.faults else ours.find(row)
        if isinstance(found, Fault):
            outcome.rejected.append((row, found))
        else:
            placed.append((row, found))
    leads: dict[object, int] = {}
    for row, setting in placed:
        if row.role == "dsl":
            leads[setting.id] = leads.get(setting.id, 0) + 1
    for row, setting in placed:
        _take(work, row, setting, outcome, is_only=leads.get(setting.id) == 1)
    if outcome.rows:
        work.record(
            DslsImported(
                subject_id=uuid4(),
                rows=outcome.rows,
                added=len(outcome.added),
                confirmed=len(outcome.confirmed),
                held=len(outcome.held),
                rejected=len(outcome.rejected),
            )
        )
    return outcome


def _take(work: Work, row: Row, setting: Setting, outcome: Outcome, *, is_only: bool) -> None:
    running = [
        one
        for one in queries.appointments_at(work.session, setting.id)
        if one.until_on is None or one.until_on > work.today
    ]
    try:
        same = next((one for one in running if _is_held_by(one, row)), None)
        if same is not None:
            appointing.confirmed(work, same, told_by="import")
            outcome.confirmed.append(row)
        else:
            same = _appoint(work, row, setting, instead=is_only)
            outcome.added.append(row)
            outcome.followed += [
                f"{one.person.name} at {setting.name}"
                for one in running
                if is_only and row.role == one.role == "dsl"
            ]
        for kind, key in TRAINED.items():
            if getattr(row, key) is not None:
                training.told(work, same.person_id, kind, getattr(row, key), "import")
    except LooksKnown:
        _hold(work, row, setting)
        outcome.held.append(row)
    except Refusal as refusal:
        column = getattr(refusal, "field", "") or ""
        outcome.rejected.append((row, Fault(column, "", str(refusal))))


def _is_held_by(one: DslAppointment, row: Row) -> bool:
    """Tell whether an appointment is what a row says: role, and name or address."""
    if one.role != row.role:
        return False
    if row.email and one.person.email:
        return row.email.strip().lower() == one.person.email
    return fold(one.person.name) == fold(f"{row.first_name} {row.last_name}")


def _appoint(work: Work, row: Row, setting: Setting, *, instead: bool) -> DslAppointment:
    return appointing.appoint(
        work,
        setting.id,
        Named(first_name=row.first_name, last_name=row.last_name, email=row.email),
        role=row.role,
        from_on=row.from_on or work.today,
        named_by="import",
        instead=instead and row.role == "dsl",
    )


def _hold(work: Work, row: Row, setting: Setting) -> None:
    """Let a row wait for a coordinator; once, however often the list comes."""
    name = fold(f"{row.first_name} {row.last_name}")
    if any(
        one.setting_id == setting.id and one.role == row.role and fold(one.name) == name
        for one in queries.all_waiting(work.session)
    ):
        return
    work.session.add(
        DslTold(
            id=uuid4(),
            setting_id=setting.id,
            kind="new",
            first_name=row.first_name,
            last_name=row.last_name,
            email=row.email,
            role=row.role,
            on=row.from_on or work.today,
            told_by="import",
            told_at=work.now,
        )
    )
    work.session.flush()
