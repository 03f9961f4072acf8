"""What people decided, or have still to decide, about rows of earlier files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.intake.models import Import, ImportLine, LineStatus, Source
from lms.intake.rules.fields import Line

LEFT_OUT = "left_out"
AGAIN = "again"

Letters = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person has still to decide about a row."""

    line_id: UUID
    reason: str
    candidates: tuple[UUID, ...]


class Remembered:
    """Rows of a source that were held: those left out for good, and those still open."""

    def __init__(self, session: Session, source: str, import_id: UUID) -> None:
        self._left_out: set[Letters] = set()
        self._open: dict[Letters, list[Question]] = {}
        self.met: set[UUID] = set()
        """Open rows that this file brings again."""

        wanted = (
            select(
                ImportLine.id,
                ImportLine.fields,
                ImportLine.decision,
                ImportLine.reason,
                ImportLine.candidates,
            )
            .join(Import, Import.id == ImportLine.import_id)
            .join(Source, Source.id == Import.source_id)
            .where(
                Source.name == source,
                Import.accepted_at.is_not(None),
                Import.undone_at.is_(None),
                Import.id != import_id,
                ImportLine.status == LineStatus.REVIEW,
                ImportLine.decision.in_(["", LEFT_OUT]),
            )
        )
        for line_id, fields, decision, reason, candidates in session.execute(wanted):
            if decision == LEFT_OUT:
                self._left_out.add(_letters(fields))
            else:
                some = tuple(UUID(one) for one in candidates)
                asked = Question(line_id, reason, some)
                self._open.setdefault(_letters(fields), []).append(asked)

    def is_left_out(self, line: Line) -> bool:
        """Tell whether a person decided to leave this very row out."""
        return bool(self._left_out) and _letters(line.told) in self._left_out

    def meet(self, line: Line) -> None:
        """Note a row, so that the same one of an earlier file need not be settled any more."""
        if self._open:
            self.met.update(one.line_id for one in self.asked(line))

    def asked(self, line: Line) -> Sequence[Question]:
        """Return what is still asked about this very row of earlier files."""
        return self._open.get(_letters(line.told), ()) if self._open else ()


def _letters(fields: Mapping[str, Any]) -> Letters:
    return tuple(sorted(fields.items()))
