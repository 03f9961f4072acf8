"""Figures of coverage: how far people were reached, in all and by group; what lists miss."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from lms.coverage.queries.asked import Asked, running
from lms.coverage.queries.lists import Lists
from lms.coverage.queries.reached import people
from lms.coverage.rules import ENROLLED, MISSED, Gap, Stage, weeks
from lms.people.models import Agency, Engagement, Unit

By = Literal["kind", "agency", "unit", "week", "source"]
EARLIER = "earlier"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Known people by how far they were reached; the stages are disjoint and complete."""

    stages: Mapping[Stage, int]

    @property
    def known(self) -> int:
        """Everybody who works here, as far as anybody knows."""
        return sum(self.stages.values())

    @property
    def enrolled(self) -> int:
        """Those whom an invitation reached, or who came in."""
        return sum(self.stages[one] for one in ENROLLED)

    @property
    def missed(self) -> int:
        """Those whom nothing reached yet."""
        return sum(self.stages[one] for one in MISSED)


@dataclass(frozen=True, kw_only=True)
class Covered(Reach):
    """The whole, with what one list tells and another does not."""

    gaps: Mapping[Gap, int]


@dataclass(frozen=True, kw_only=True)
class Group(Reach):
    """The people of one kind, agency, unit, week or source."""

    key: str
    """What a list is narrowed by; empty where there is none."""

    name: str


def covered(session: Session, asked: Asked, known: Lists) -> Covered:
    """Return everybody asked about by stage, and how many stand in each gap, in one query."""
    found = people(session, asked, known)
    gaps = [func.sum(found.c[gap.value]) for gap in Gap]
    rows = session.execute(
        select(found.c.stage, func.count(), *gaps).group_by(found.c.stage)
    ).all()
    stages = {Stage(row[0]): row[1] for row in rows}
    return Covered(
        stages={one: stages.get(one, 0) for one in Stage},
        gaps={gap: sum(row[2 + at] for row in rows) for at, gap in enumerate(Gap)},
    )


def groups(session: Session, asked: Asked, known: Lists, *, by: By) -> list[Group]:
    """Return the same by group. Who has two engagements stands in each group they belong to."""
    found = people(session, asked, known)
    member = (
        running(asked)
        .with_only_columns(_key(by, asked).label("key"), Engagement.person_id)
        .distinct()
        .subquery("member")
    )
    rows = session.execute(
        select(member.c.key, found.c.stage, func.count())
        .join(found, found.c.person_id == member.c.person_id)
        .group_by(member.c.key, found.c.stage)
    )
    counts: dict[Any, dict[Stage, int]] = {}
    for key, stage, number in rows:
        counts.setdefault(key, dict.fromkeys(Stage, 0))[Stage(stage)] = number
    names = _names(session, by)
    made = [
        Group(key=_text(key), name=str(names.get(key, "") if names else _text(key)), stages=stages)
        for key, stages in counts.items()
    ]
    return sorted(made, key=lambda one: (one.key == "", *_order(by, one)))


def _order(by: By, one: Group) -> tuple[Any, ...]:
    if by == "week":
        return (one.key == EARLIER, -int(one.key.replace("-", "")) if one.key != EARLIER else 0)
    return (0, one.name.casefold())


def _key(by: By, asked: Asked) -> Any:  # noqa: ANN401 - a column
    """Return what engagements are grouped by."""
    if by == "week":
        mondays = weeks(asked.day)
        whens = [(Engagement.starts_on >= one, one.isoformat()) for one in mondays]
        return case(*whens, else_=EARLIER)
    return {
        "kind": Engagement.kind,
        "agency": Engagement.agency_id,
        "unit": Engagement.unit_id,
        "source": Engagement.source,
    }[by]


def _names(session: Session, by: By) -> dict[UUID, str]:
    if by not in {"agency", "unit"}:
        return {}
    of = Agency if by == "agency" else Unit
    return {row.id: row.name for row in session.execute(select(of.id, of.name))}


def _text(key: Any) -> str:  # noqa: ANN401 - an id, a kind, a name
    return key.hex if isinstance(key, UUID) else str(getattr(key, "value", key) or "")
