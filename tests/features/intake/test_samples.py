"""Each sample of HR's files comes to what is written beside it."""

import json
from pathlib import Path

import pytest

from lms.audit import queries as audit
from lms.intake import commands, queries
from lms.intake.reading import Upload
from lms.people.models import Engagement

SAMPLES = Path(__file__).parents[2] / "samples" / "hr"
FILES = sorted(
    path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json")
)


def bring_in(work, name, **over):
    upload = Upload(name, (SAMPLES / name).read_bytes())
    return queries.shown(work.session, commands.bring_in(work, upload, **over).id)


def rows(work, shown, status):
    return queries.lines(work.session, shown.id, status=status, limit=1000).rows


def kinds(work):
    return {one.kind.value for one in work.session.query(Engagement)}


@pytest.mark.parametrize("name", FILES)
def test_comes_to_what_is_expected(work, name):
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text())
    if "after" in expected:
        bring_in(work, expected["after"])

    shown = bring_in(work, name)

    counts = shown.counts
    for key in ("rows", "added", "people_added", "engagements_added"):
        assert getattr(counts, key) == expected.get(key, getattr(counts, key)), key
    faults = [(one.row, fault) for one in rows(work, shown, "rejected") for fault in one.faults]
    assert counts.faults == len(faults) == expected.get("rejected", counts.faults)
    assert counts.held == len(rows(work, shown, "review")) == expected.get("review", 0)
    assert counts.rows == sum(
        (counts.added, counts.updated, counts.unchanged, counts.held, counts.rejected)
    )
    if "rejected_rows" in expected:
        assert [
            {"row": row, "column": fault.column, "value": fault.value} for row, fault in faults
        ] == expected["rejected_rows"]
    if "kind" in expected:
        assert kinds(work) == {expected["kind"]}
    assert audit.check(work.session).intact


@pytest.mark.parametrize("name", FILES)
def test_changes_nothing_the_second_time(work, name):
    first = bring_in(work, name)
    told = len(work.events)

    again = bring_in(work, name)

    counts = again.counts
    assert (counts.added, counts.updated, counts.people_added) == (0, 0, 0)
    assert (counts.rows, counts.rejected, counts.held) == (
        first.counts.rows,
        first.counts.rejected,
        first.counts.held,
    )
    assert counts.missing == 0
    assert [one.tag for one in work.events[told:]] == ["people.imported"]
