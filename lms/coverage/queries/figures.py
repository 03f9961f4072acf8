"""Figures of coverage: how far people were reached, in all and by group; what lists miss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import CTE, Select, case, func, literal, null, select, union_all
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
class Group(Reach):
    """The people of one kind, agency, unit, week or source."""

    key: str
    """What a list is narrowed by; empty where there is none."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Covered(Reach):
    """The whole, with what one list tells and another does not, and the same by group."""

    gaps: Mapping[Gap, int]
    groups: Sequence[Group] = ()


def covered(session: Session, asked: Asked, known: Lists, *, by: By | None = None) -> Covered:
    """Return everybody asked about by stage, and how many stand in each gap.

    Args:
        session: the session.
        asked: of whom, and on which day.
        known: the lists there are.
        by: what else they are grouped by. Who has two engagements stands in each group they
            belong to. All is counted in one query, which looks at each person once.

    """
    found = people(session, asked, known).cte("reached")
    gaps = [func.sum(found.c[gap.value]) for gap in Gap]
    wanted = select(literal(1).label("whole"), null().label("key"), found.c.stage, func.count())
    whole = wanted.add_columns(*gaps).group_by(found.c.stage)
    rows = session.execute(whole if by is None else union_all(_by(found, asked, by), whole)).all()
    of_all = [row for row in rows if row.whole]
    stages = {Stage(row.stage): row[3] for row in of_all}
    counts: dict[Any, dict[Stage, int]] = {}
    for row in rows:
        if not row.whole:
            counts.setdefault(row.key, dict.fromkeys(Stage, 0))[Stage(row.stage)] = row[3]
    return Covered(
        stages={one: stages.get(one, 0) for one in Stage},
        gaps={gap: sum(row[4 + at] for row in of_all) for at, gap in enumerate(Gap)},
        groups=_groups(session, counts, by) if by else (),
    )


def _by(found: CTE, asked: Asked, by: By) -> Select[Any]:
    member = (
        running(asked)
        .with_only_columns(_key(by, asked).label("key"), Engagement.person_id)
        .distinct()
        .subquery("member")
    )
    return (
        select(
            literal(0).label("whole"),
            member.c.key,
            found.c.stage,
            func.count(),
            *(literal(0).label(gap.value) for gap in Gap),
        )
        .join(found, found.c.person_id == member.c.person_id)
        .group_by(member.c.key, found.c.stage)
    )


def _groups(session: Session, counts: Mapping[Any, Mapping[Stage, int]], by: By) -> list[Group]:
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
