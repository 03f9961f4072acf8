"""What a list came to, as other programs are told it: on the command line and by the API."""

from typing import Any

from sqlalchemy.orm import Session

from lms.intake import queries


def document(session: Session, shown: queries.Shown) -> dict[str, Any]:
    """Return the numbers of a list, and every row that needs somebody."""
    counts = shown.counts
    return {
        "rows": counts.rows,
        "added": counts.added,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "people_added": counts.people_added,
        "engagements_added": counts.engagements_added,
        "rejected": [
            {
                "row": line.row,
                "column": fault.column,
                "value": fault.value,
                "reason": fault.reason,
            }
            for line in _every(session, shown, "rejected")
            for fault in line.faults
        ],
        "review": [
            {
                "row": line.row,
                "reason": line.reason,
                "candidates": [{"id": one.id, "name": one.name} for one in line.candidates],
            }
            for line in _every(session, shown, "review")
        ],
        "missing_from_feed": [
            {
                "id": one.person_id,
                "name": one.name,
                "reference": one.reference,
                "starts_on": one.starts_on,
            }
            for one in queries.missing(session, shown.id, limit=counts.missing or 1).rows
        ],
    }


def _every(session: Session, shown: queries.Shown, status: str) -> list[queries.LineShown]:
    return queries.lines(session, shown.id, status=status, limit=shown.counts.rows or 1).rows
