from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditRow
from lms.kernel.work import Work
from lms.policy import HeldDuty, PersonActor
from tests.support.clock import Clock
from tests.support.factories import DutyFactory


@pytest.fixture
def coordinator() -> PersonActor:
    """Whoever brings new DSLs and mentors together, and may do nothing else."""
    person = DutyFactory(duty="network_coordinator").person
    return PersonActor(id=person.id, duties=frozenset({HeldDuty("network_coordinator")}))


@pytest.fixture
def told(session: Session) -> Callable[[], list[str]]:
    """``told()``: what the record tells of mentoring since it was last asked."""
    seen = [0]

    def since() -> list[str]:
        wanted = select(AuditRow).where(AuditRow.serial > seen[0]).order_by(AuditRow.serial)
        rows = session.scalars(wanted).all()
        seen[0] = rows[-1].serial if rows else seen[0]
        return [one.tag for one in rows if one.tag.startswith("mentoring.")]

    return since


@pytest.fixture
def days_pass(work: Work, clock: Clock) -> Callable[[int], None]:
    """``days_pass(7)``: a week later, at the same hour."""

    def move(days: int) -> None:
        work.now = clock.move(days=days)

    return move
