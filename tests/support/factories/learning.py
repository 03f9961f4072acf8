"""Builders of completions and what follows them."""

from datetime import date

import factory

from lms.learning.models import Attempt, Completion
from tests.support.factories import MADE, Base, EngagementFactory
from tests.support.factories.content import EditionFactory


class AttemptFactory(Base):
    class Meta:
        model = Attempt

    person_id = factory.LazyFunction(lambda: EngagementFactory().person_id)
    edition = factory.SubFactory(EditionFactory)
    module_slug = factory.LazyAttribute(lambda one: one.edition.module_slug)
    drawn = factory.LazyFunction(list)
    begun_at = MADE
    of = 10


class CompletionFactory(Base):
    class Meta:
        model = Completion

    person = factory.LazyFunction(lambda: EngagementFactory().person)
    edition = factory.SubFactory(EditionFactory)
    module_slug = factory.LazyAttribute(lambda one: one.edition.module_slug)
    completed_on = date(2026, 11, 24)
    completed_at = MADE
