"""Builders of mentors, of new DSLs who wait, and of what was proposed to the two."""

from datetime import date

import factory

from lms.mentoring.models import MentorNeed, MentorProfile, Pairing, Term
from tests.support.factories import (
    MADE,
    Base,
    DslAppointmentFactory,
    DslTrainingFactory,
    SettingFactory,
)


class TermFactory(Base):
    class Meta:
        model = Term

    name = "Autumn"
    from_on = date(2026, 9, 1)
    until_on = date(2026, 12, 18)


class MentorProfileFactory(Base):
    """``MentorProfileFactory(setting=…)`` is a DSL there whom nothing keeps from mentoring."""

    class Meta:
        model = MentorProfile

    class Params:
        setting = factory.SubFactory(SettingFactory)

    person = factory.LazyAttribute(lambda one: DslAppointmentFactory(setting=one.setting).person)
    phases = factory.LazyFunction(lambda: ["primary"])
    contexts = factory.LazyFunction(list)
    days = factory.LazyFunction(list)
    online = True
    travel_km = 10
    capacity = 2
    dsl_since = date(2020, 9, 1)
    offered_at = MADE
    head_asked_at = MADE
    head_agreed_at = MADE
    head_name = "R. Amadi, head"

    @factory.post_generation
    def trained_on(one, _create, told, **_more):  # noqa: N805 - factory_boy's way
        """When both trainings were done; ``trained_on=False`` for neither."""
        if told is not False:
            for kind in ("role", "refresh"):
                DslTrainingFactory(
                    person_id=one.person_id, kind=kind, done_on=told or date(2026, 9, 1)
                )


class MentorNeedFactory(Base):
    """``MentorNeedFactory(setting=…)`` is a DSL there since September who waits from then."""

    class Meta:
        model = MentorNeed

    setting = factory.SubFactory(SettingFactory)
    person = factory.LazyAttribute(lambda one: DslAppointmentFactory(setting=one.setting).person)
    notified_on = date(2026, 11, 2)
    contexts = factory.LazyFunction(list)
    days = factory.LazyFunction(list)
    online = True
    aims = ""
    closed_for = ""


class PairingFactory(Base):
    """What was proposed to two today, and neither has answered."""

    class Meta:
        model = Pairing

    need = factory.SubFactory(MentorNeedFactory)
    mentor = factory.LazyFunction(lambda: MentorProfileFactory().person)
    score = 70
    parts = factory.LazyFunction(dict)
    reason = ""
    sent_at = MADE
    lapses_on = date(2026, 12, 1)
    ended_for = ""
    ended_by = ""
