"""When DSL training was last completed: by what the player recorded, or as it was told."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, null, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import SQLCoreOperations

from lms.appointments.models import DslTraining
from lms.assignment.models import Obligation, Proof
from lms.kernel.settings import Settings


def modules(settings: Settings) -> Mapping[str, str]:
    """Return the module that is each training, empty where the council has none."""
    return {"role": settings.dsl_role_module, "refresh": settings.dsl_refresh_module}


def told_on(person_id: "SQLCoreOperations[Any]", kind: str) -> ColumnElement[Any]:
    """Return the day that was last told, as a scalar of the row around it."""
    told = select(DslTraining.done_on).where(
        DslTraining.person_id == person_id, DslTraining.kind == kind
    )
    return told.order_by(DslTraining.told_at.desc()).limit(1).scalar_subquery()


def recorded_on(person_id: "SQLCoreOperations[Any]", module: str) -> ColumnElement[Any]:
    """Return the day of the latest completion that no withdrawal took away, as a scalar."""
    if not module:
        return null()
    found = select(func.max(Proof.from_on)).join(Obligation, Obligation.id == Proof.obligation_id)
    found = found.where(
        Obligation.person_id == person_id,
        Obligation.module_slug == module,
        Proof.ended_on.is_(None),
    )
    return found.scalar_subquery()


def done_on(
    person_id: "InstrumentedAttribute[UUID]", kind: str, settings: Settings
) -> ColumnElement[Any]:
    """Return the later of what was recorded and what was told, as a scalar."""
    told, recorded = told_on(person_id, kind), recorded_on(person_id, modules(settings)[kind])
    if not modules(settings)[kind]:
        return told
    return case(
        (recorded.is_(None), told),
        (told.is_(None), recorded),
        (told > recorded, told),
        else_=recorded,
    )
