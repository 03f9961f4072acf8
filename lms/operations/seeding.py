"""What a new instance begins with: the requirements of its first three modules."""

from datetime import date
from typing import Any

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from lms.assignment import commands as assignment
from lms.assignment.models import Requirement
from lms.kernel.work import Work
from lms.people import commands as people

LONG_AGO = date(2000, 1, 1)
"""Before anybody who still works here began, so that due days count from everybody's start."""

WRITERS = "Writes risk assessments"
LOCK = 0x4C4D5345

FIRST: tuple[dict[str, Any], ...] = (
    {
        "name": "Day-one essentials",
        "module_slug": "day-one-essentials",
        "due_days": {"": 0},
        "repeat_months": None,
        "carry_months": 6,
        "basis": "Everybody who works here knows on their first day whom to tell about a child.",
    },
    {
        "name": "Safeguarding induction",
        "module_slug": "safeguarding-induction",
        "due_days": {"": 10, "agency": 5, "temporary": 5, "casual": 5},
        "repeat_months": 12,
        "carry_months": 12,
        "basis": "National guidance asks for training at induction and at least yearly updates.",
    },
    {
        "name": "Risk assessment",
        "module_slug": "risk-assessment",
        "due_days": {"": 20},
        "repeat_months": 24,
        "carry_months": 12,
        "basis": "You write, advise on or check risk assessments.",
    },
)
"""Each as a requirement is begun, in their order. Source: the council's training matrix."""


def is_seeded(session: Session) -> bool:
    """Tell whether there is or ever was a requirement; a council's own matrix is left alone."""
    return bool(session.scalar(select(exists().where(Requirement.id.is_not(None)))))


def seed(work: Work) -> bool:
    """Begin the first requirements where there never were any.

    Returns:
        Whether there was anything to do.

    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    if is_seeded(work.session):
        return False
    group = people.add_group(
        work,
        name=WRITERS,
        description="People who write, advise on or check risk assessments about children.",
    )
    people.kept_group(work, "dsl")
    for place, one in enumerate(FIRST, 1):
        assignment.begin_requirement(
            work,
            **one,
            position=10 * place,
            from_on=LONG_AGO,
            group_id=group.id if one["module_slug"] == "risk-assessment" else None,
        )
    return True
