"""Any list of people, held against the register: who on it is trained, and who unknown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.compliance.queries.asked import Asked
from lms.compliance.queries.figures import by_person
from lms.compliance.rules import Standing
from lms.intake.queries import Meant, people_meant
from lms.intake.rules.fields import Line

CHUNK = 500


class Verdict(StrEnum):
    """What a row comes to: the first that fits."""

    UNKNOWN = "unknown"
    """Nobody the register knows on the day: no such person, or no engagement that runs."""

    NOT_ENROLLED = "not_enrolled"
    OVERDUE = "overdue"
    KNOWN = "known"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One row of a list."""

    row: int
    name: str
    """As in the list; the address or number where it has no names."""

    person: Meant | None
    """Whom it means, in the register; perhaps somebody who has left."""

    verdict: Verdict
    told: Mapping[str, str]
    """What the list says, by field."""


def check(session: Session, lines: Iterable[Line], asked: Asked) -> Iterator[Checked]:
    """Yield what each row of a list comes to on a day, a few questions for hundreds of rows."""
    rest = iter(lines)
    while some := list(islice(rest, CHUNK)):
        people = people_meant(session, some)
        standing = _standing(session, {one.id for one in people if one is not None}, asked)
        for line, person in zip(some, people, strict=True):
            yield Checked(
                row=line.row,
                name=_name(line),
                person=person,
                told=line.told,
                verdict=_verdict(standing.get(person.id)) if person else Verdict.UNKNOWN,
            )


def _standing(session: Session, ids: set[UUID], asked: Asked) -> dict[UUID, Standing]:
    if not ids:
        return {}
    people = by_person(replace(asked, person_ids=frozenset(ids)))
    rows = session.execute(select(people.c.person_id, people.c.standing))
    return {row.person_id: Standing(row.standing) for row in rows}


def _verdict(standing: Standing | None) -> Verdict:
    if standing is None:
        return Verdict.UNKNOWN
    return {
        Standing.NOT_ENROLLED: Verdict.NOT_ENROLLED,
        Standing.OVERDUE: Verdict.OVERDUE,
    }.get(standing, Verdict.KNOWN)


def _name(line: Line) -> str:
    said = line.name or f"{line.first_name} {line.last_name}".strip()
    return said or line.email or line.reference or ""
