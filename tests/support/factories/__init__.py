"""Builders of rows: every value valid, only what matters named by the test."""

from datetime import UTC, date, datetime

import factory
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session

from lms.appointments.models import DslAppointment, DslCover, DslTraining
from lms.assignment.models import Obligation, Requirement
from lms.identity.models import ExternalIdentity, Knock
from lms.people import rules
from lms.people.models import (
    Agency,
    Duty,
    Engagement,
    EngagementFact,
    EngagementKind,
    Group,
    GroupMember,
    Person,
    Setting,
    Unit,
    UnitKind,
)

_bound: list[Session] = []
MADE = datetime(2026, 9, 1, 8, tzinfo=UTC)


def bind(session: Session) -> None:
    _bound[:] = [session]


class Base(SQLAlchemyModelFactory):
    """Commits (to the test's savepoint), or a refused request would take the rows away."""

    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: _bound[0]  # noqa: E731
        sqlalchemy_session_persistence = "commit"


class UnitFactory(Base):
    class Meta:
        model = Unit

    id = factory.Faker("uuid4", cast_to=None)
    name = factory.Sequence(lambda n: f"Team {n}")
    kind = UnitKind.TEAM
    path = factory.LazyAttribute(
        lambda unit: (unit.parent.path if unit.parent else "/") + unit.id.hex[:12] + "/"
    )
    parent = None


class AgencyFactory(Base):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")


class SettingFactory(Base):
    class Meta:
        model = Setting

    name = factory.Sequence(lambda n: f"School {n}")
    urn = factory.Sequence(lambda n: f"{100000 + n}")
    phase = "primary"


class PersonFactory(Base):
    class Meta:
        model = Person

    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Bowen{n}")
    name = factory.LazyAttribute(lambda person: f"{person.first_name} {person.last_name}")
    sort_name = factory.LazyAttribute(
        lambda person: rules.sort_name(person.first_name, person.last_name)
    )
    email = factory.Sequence(lambda n: f"person{n}@marlshire.example")
    created_at = MADE


class EngagementFactory(Base):
    class Meta:
        model = Engagement

    person = factory.SubFactory(PersonFactory)
    kind = EngagementKind.PERMANENT
    source = "HR"
    reference = factory.Sequence(lambda n: f"{n:06}-1")
    employee_number = factory.LazyAttribute(
        lambda one: one.reference.partition("-")[0] if one.reference else None
    )
    unit = factory.SubFactory(UnitFactory)
    starts_on = date(2026, 9, 1)
    created_at = MADE

    @factory.post_generation
    def noted(one, *_args):  # noqa: N805 - factory_boy's way
        """What was learnt when it was made."""
        session = _bound[0]
        session.add(
            EngagementFact(
                engagement_id=one.id,
                n=1,
                learnt_at=one.created_at,
                from_on=rules.EVER,
                person_id=one.person_id,
                kind=one.kind,
                unit_id=one.unit_id,
                setting_id=one.setting_id,
                agency_id=one.agency_id,
                manager_id=one.manager_id,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
            )
        )
        session.commit()


class DutyFactory(Base):
    """``DutyFactory(duty="hr").person`` is somebody who holds it and works here."""

    class Meta:
        model = Duty

    person = factory.LazyFunction(lambda: EngagementFactory().person)
    duty = "hr"
    granted_at = MADE


class AccountFactory(Base):
    class Meta:
        model = ExternalIdentity

    issuer = "https://id.marlshire.example"
    subject = factory.Sequence(lambda n: f"account-{n}")
    person = factory.LazyFunction(lambda: EngagementFactory().person)
    first_seen_at = last_seen_at = MADE


class KnockFactory(Base):
    class Meta:
        model = Knock

    issuer = "https://id.marlshire.example"
    subject = factory.Sequence(lambda n: f"subject-{n}")
    first_name, last_name = "Nia", "Old"
    email = factory.Sequence(lambda n: f"unknown{n}@marlshire.example")
    is_vouched = True
    first_at = last_at = MADE


class GroupFactory(Base):
    class Meta:
        model = Group

    name = factory.Sequence(lambda n: f"Group {n}")
    description = ""


class GroupMemberFactory(Base):
    class Meta:
        model = GroupMember

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory)
    from_on = date(2026, 9, 1)


class RequirementFactory(Base):
    class Meta:
        model = Requirement

    name = "Safeguarding induction"
    module_slug = "safeguarding-induction"
    kinds = factory.LazyFunction(list)
    due_days = factory.LazyFunction(lambda: {"": 10, "agency": 5})
    repeat_months = 12
    carry_months = 12
    basis = "Everyone who starts learns to safeguard children."
    from_on = date(2020, 1, 1)


class ObligationFactory(Base):
    class Meta:
        model = Obligation

    engagement = factory.SubFactory(EngagementFactory)
    requirement = factory.SubFactory(RequirementFactory)
    person_id = factory.LazyAttribute(lambda one: one.engagement.person_id)
    module_slug = factory.LazyAttribute(lambda one: one.requirement.module_slug)
    begun_on = factory.LazyAttribute(lambda one: one.engagement.starts_on)
    due_on = date(2026, 9, 15)
    known_at = MADE


class DslAppointmentFactory(Base):
    """``DslAppointmentFactory(setting=…)`` is a DSL there since September."""

    class Meta:
        model = DslAppointment

    setting = factory.SubFactory(SettingFactory)
    role = "dsl"
    from_on = date(2026, 9, 1)
    engagement = factory.LazyAttribute(
        lambda one: EngagementFactory(
            source=rules.BY_SCHOOL,
            reference=None,
            unit=None,
            setting=one.setting,
            starts_on=one.from_on,
        )
    )
    person = factory.LazyAttribute(lambda one: one.engagement.person)
    named_by = "coordinator"
    made_at = MADE


class DslCoverFactory(Base):
    class Meta:
        model = DslCover

    appointment = factory.SubFactory(DslAppointmentFactory)
    from_on = date(2026, 11, 1)
    made_at = MADE


class DslTrainingFactory(Base):
    class Meta:
        model = DslTraining

    kind = "role"
    done_on = date(2026, 9, 1)
    told_by = "coordinator"
    told_at = MADE
