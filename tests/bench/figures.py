"""HR's page of who is trained."""

import sqlite3
from datetime import UTC, datetime

from lms.compliance.rules import soon_until
from lms.kernel.days import council_day
from tests.bench import load, serving
from tests.bench.bench import Bench, Line, median_of
from tests.bench.load import Ask

FIGURES = """
WITH owed AS (
  SELECT o.id, o.engagement_id, o.person_id, o.due_on
  FROM lms_obligation o WHERE o.begun_on <= :day AND (o.ended_on IS NULL OR o.ended_on > :day)
), proof AS (
  SELECT obligation_id, max(until_on) AS until_on FROM lms_proof
  WHERE from_on <= :day AND (ended_on IS NULL OR ended_on > :day) GROUP BY obligation_id
), moved AS (
  SELECT obligation_id, max(due_on) AS due_on FROM lms_due_change
  WHERE from_on <= :day GROUP BY obligation_id
), state AS (
  SELECT owed.engagement_id, owed.person_id, CASE
    WHEN owed.id IN (SELECT obligation_id FROM lms_exemption
                     WHERE from_on <= :day AND until_on > :day) THEN 'exempt'
    WHEN owed.engagement_id IN (SELECT engagement_id FROM lms_pause WHERE from_on <= :day
                     AND (until_on IS NULL OR until_on > :day)) THEN 'paused'
    WHEN max(owed.due_on, coalesce(moved.due_on, ''), coalesce(proof.until_on, '')) < :day
      THEN 'overdue'
    WHEN max(owed.due_on, coalesce(moved.due_on, ''), coalesce(proof.until_on, '')) <= :soon
      THEN 'due_soon'
    WHEN proof.until_on >= :day THEN 'done' ELSE 'not_due' END AS status
  FROM owed LEFT JOIN proof ON proof.obligation_id = owed.id
  LEFT JOIN moved ON moved.obligation_id = owed.id
), active AS (
  SELECT id, person_id, kind FROM lms_engagement
  WHERE starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)
)
"""

BY_KIND = """
SELECT active.kind, state.status, count(*), count(DISTINCT state.person_id)
FROM state JOIN active ON active.id = state.engagement_id GROUP BY active.kind, state.status
"""

BY_PERSON = """
, reached AS (
  SELECT p.id, p.first_signed_in_at IS NOT NULL AND p.first_signed_in_at < :till AS signed_in,
    EXISTS (SELECT 1 FROM lms_invitation i WHERE i.person_id = p.id AND i.sent_at < :till
            AND (i.bounced_at IS NULL OR i.bounced_at >= :till)) AS invited
  FROM lms_person p WHERE p.id IN (SELECT person_id FROM active)
), worst AS (
  SELECT active.person_id, max(status = 'overdue') AS overdue, max(status = 'due_soon') AS soon,
    max(status = 'done') AS done, max(status = 'not_due') AS not_due
  FROM active LEFT JOIN state ON state.engagement_id = active.id GROUP BY active.person_id
)
SELECT count(*), sum(signed_in OR invited), sum(signed_in),
  sum(NOT (signed_in OR invited)),
  sum((signed_in OR invited) AND overdue), sum((signed_in OR invited) AND NOT overdue AND soon)
FROM reached JOIN worst ON worst.person_id = reached.id
"""


def figures(bench: Bench) -> list[Line]:
    """HR's page, against hand-written SQL for the same figures on the same file."""
    instance = bench.instance(bench.large)
    today = council_day(datetime.now(UTC))
    with serving.our_site(instance) as url:
        officer = serving.Visitor(url).come_in(bench.links(instance, url)["hr"])
        page = Ask(f"{url}/compliance", cookie=officer.cookie)
        database = sqlite3.connect(f"file:{instance / 'outset.sqlite'}?mode=ro", uri=True)
        database.execute("PRAGMA mmap_size = 268435456")
        asked = {
            "day": today.isoformat(),
            "soon": soon_until(today, 5).isoformat(),
            "till": f"{today.isoformat()} 23:59:59",
        }
        ours = load.milliseconds(page) / 1000
        hand = median_of(
            5,
            lambda: [
                database.execute(FIGURES + one, asked).fetchall() for one in (BY_KIND, BY_PERSON)
            ],
        )
        engagements = database.execute("SELECT count(*) FROM lms_engagement").fetchone()[0]
    return [
        Line(
            f"/compliance at {engagements:,} engagements",
            f"{ours / hand:.1f} times the hand-written SQL",
            "under 3 times",
            f"{1000 * ours:,.0f} and {1000 * hand:,.0f} ms",
        )
    ]
