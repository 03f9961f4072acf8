"""HR's page of who was reached and who was missed, and the people behind one of its figures."""

import json
import re
import sqlite3
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from bs4 import BeautifulSoup

from lms.coverage.rules import BY_WORD, Gap, Reached, Stage, quarter_end
from lms.kernel.days import council_day, end_of, quarter_of
from lms.people.rules import KINDS
from lms.web.office.coverage_words import GAPS
from tests.bench import serving
from tests.bench.bench import Bench, Line, in_turn

LEFT_OUT = 500
"""Engagements that the latest file of HR's list left out."""

PEOPLE = f"""
WITH latest AS (
  SELECT i.id, i.missing, s.name, s.agency_id FROM lms_import i
  JOIN lms_source s ON s.id = i.source_id
  WHERE i.accepted_at = (SELECT max(accepted_at) FROM lms_import
                         WHERE source_id = i.source_id AND accepted_at < :till)
), listed AS (
  SELECT person_id, max(source = 'HR') AS hr,
    max(source NOT IN ({", ".join(f"'{one}'" for one in BY_WORD)})) AS listed,
    max(agency_id IN (SELECT agency_id FROM latest WHERE agency_id IS NOT NULL)) AS supplied,
    max(source IN (SELECT name FROM latest WHERE agency_id IS NOT NULL)) AS by_agency,
    max(id IN (SELECT replace(value, '-', '') FROM latest, json_each(missing))) AS left_out
  FROM lms_engagement WHERE starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)
  GROUP BY person_id
), sent AS (
  SELECT person_id, max(reached) AS reached, max(reached AND opened_at < :till) AS opened,
    max(sent_at < :till AND bounced_at < :till) AS back,
    max(made_at < :till AND (sent_at IS NULL OR sent_at >= :till)
        AND (cancelled_at IS NULL OR cancelled_at >= :till)) AS waits
  FROM (SELECT *, sent_at < :till AND (bounced_at IS NULL OR bounced_at >= :till) AS reached
        FROM lms_invitation)
  GROUP BY person_id
), known AS {{how}} (
  SELECT p.id, p.name, p.sort_name, p.email, CASE
      WHEN p.first_signed_in_at < :till THEN 'signed_in' WHEN sent.opened THEN 'opened'
      WHEN sent.reached THEN 'invited' WHEN p.email IS NULL THEN 'no_address'
      WHEN sent.back OR p.bounced_at < :till THEN 'bounced' WHEN sent.waits THEN 'waits'
      ELSE 'never_invited' END AS stage,
    listed AND NOT hr AS not_on_hr, supplied IS 1 AND NOT by_agency AS not_on_agency,
    NOT listed AS no_list, NOT listed AND p.first_signed_in_at < :till IS 1 AS came_unlisted,
    hr AND p.first_signed_in_at < :till IS NOT 1 AND sent.reached IS NOT 1
      AND sent.back IS NOT 1 AS hr_uninvited, left_out
  FROM listed JOIN lms_person p ON p.id = listed.person_id
  LEFT JOIN sent ON sent.person_id = p.id
)
"""

FIGURES = f"""
{PEOPLE.format(how="MATERIALIZED")}
SELECT NULL AS kind, stage, count(*), {", ".join(f"sum({one.value})" for one in Gap)}
FROM known GROUP BY stage
UNION ALL
SELECT kind, stage, count(*), {", ".join("0" for _ in Gap)}
FROM (SELECT DISTINCT kind, person_id FROM lms_engagement
      WHERE starts_on <= :day AND (ends_on IS NULL OR ends_on >= :day)) member
JOIN known ON known.id = member.person_id GROUP BY kind, stage
"""

FLOW = """
SELECT kind, CASE
  WHEN EXISTS (SELECT 1 FROM lms_certificate c WHERE c.person_id = p.id AND c.completed_on <= :day
    AND (c.expires_on IS NULL OR c.expires_on >= e.starts_on) AND c.id NOT IN
      (SELECT certificate_id FROM lms_withdrawal WHERE at < :till)) THEN 'certified'
  WHEN EXISTS (SELECT 1 FROM lms_place WHERE person_id = p.id AND begun_at < :till) THEN 'began'
  WHEN p.first_signed_in_at < :till THEN 'signed_in'
  WHEN EXISTS (SELECT 1 FROM lms_invitation WHERE person_id = p.id AND sent_at < :till
    AND (bounced_at IS NULL OR bounced_at >= :till)) THEN 'invited'
  ELSE 'known' END AS furthest, count(*)
FROM lms_engagement e JOIN lms_person p ON p.id = e.person_id
WHERE e.starts_on BETWEEN :first AND :last AND e.id NOT IN
  (SELECT engagement_id FROM lms_not_starter
   WHERE decided_at < :till AND (taken_back_at IS NULL OR taken_back_at >= :till))
GROUP BY kind, furthest
"""

BEHIND = f"""
{PEOPLE.format(how="NOT MATERIALIZED")}
SELECT known.*, count(*) OVER () AS number,
  (SELECT min(send_on) FROM lms_invitation i WHERE i.person_id = known.id
   AND sent_at IS NULL AND cancelled_at IS NULL) AS goes_out_on
FROM known WHERE stage IN ('no_address', 'bounced', 'waits', 'never_invited')
ORDER BY sort_name, id LIMIT 50
"""

SPELLS = """
SELECT e.person_id, e.kind, u.name, a.name, m.name, e.source, e.starts_on
FROM lms_engagement e LEFT JOIN lms_unit u ON u.id = e.unit_id
LEFT JOIN lms_agency a ON a.id = e.agency_id LEFT JOIN lms_person m ON m.id = e.manager_id
WHERE e.starts_on <= :day AND (e.ends_on IS NULL OR e.ends_on >= :day) AND e.person_id IN ({})
ORDER BY e.starts_on DESC, e.id
"""


def covering(bench: Bench) -> list[Line]:
    """Coverage and its list of people not reached, against SQL that gives the same figures."""
    instance = bench.instance(bench.large)
    _lists(instance)
    today = council_day(datetime.now(UTC))
    given = _given(today)
    with serving.our_site(instance) as url:
        officer = serving.Visitor(url).come_in(bench.links(instance, url)["hr"])
        database = sqlite3.connect(f"file:{instance / 'outset.sqlite'}?mode=ro", uri=True)
        database.execute("PRAGMA mmap_size = 268435456")
        engagements = database.execute("SELECT count(*) FROM lms_engagement").fetchone()[0]
        found = []
        for path, asked, agree in (
            ("/people/coverage", _figures, _same_figures),
            ("/people/coverage/list?missed=yes", _behind, _same_people),
        ):
            agree(officer.get(path), asked(database, given))
            jobs = (partial(officer.get, path), partial(asked, database, given))
            found.append(in_turn(7, *jobs))
    return [
        Line(
            what,
            f"{ours / hand:.1f} times the hand-written SQL",
            "within 3 times",
            f"{1000 * ours:,.0f} and {1000 * hand:,.0f} ms",
        )
        for what, (ours, hand) in zip(
            (
                f"/people/coverage at {engagements:,} engagements",
                f"/people/coverage/list, those not reached, at {engagements:,}",
            ),
            found,
            strict=True,
        )
    ]


def _given(today: date) -> dict[str, str]:
    first = quarter_of(today)
    return {
        "day": today.isoformat(),
        "till": f"{end_of(today):%Y-%m-%d %H:%M:%S.%f}",
        "first": first.isoformat(),
        "last": min(today, quarter_end(first)).isoformat(),
    }


def _figures(database: sqlite3.Connection, given: dict[str, str]) -> list[list[tuple]]:
    return [database.execute(one, given).fetchall() for one in (FIGURES, FLOW)]


def _behind(database: sqlite3.Connection, given: dict[str, str]) -> list[list[tuple]]:
    people = database.execute(BEHIND, given).fetchall()
    named = ", ".join(f"'{one[0]}'" for one in people)
    return [people, database.execute(SPELLS.format(named), given).fetchall()]


def _same_figures(page: str, found: list[list[tuple]]) -> None:
    """Raise RuntimeError where the page says something else than the SQL."""
    figures, flow = found
    document = BeautifulSoup(page, "html5lib")
    stages, gaps, kinds = dict.fromkeys(Stage, 0), dict.fromkeys(Gap, 0), {}
    for kind, stage, number, *of_gaps in figures:
        if kind is None:
            stages[Stage(stage)] = number
            for gap, more in zip(Gap, of_gaps, strict=True):
                gaps[gap] += more
        else:
            kinds.setdefault(kind, dict.fromkeys(Stage, 0))[Stage(stage)] = number
    tiles = [_number(one) for one in document.select(".o-facts__one b")]
    _agree("stages", tiles, list(stages.values()))
    told = {_said(one): _number(one.select_one("a")) for one in document.select(".o-gaps li")}
    wanted = {GAPS[gap][number != 1]: number for gap, number in gaps.items() if number}
    _agree("gaps", {key: told.get(key) for key in wanted}, wanted)
    table = document.select_one("[aria-labelledby=figures] table")
    rows = {
        row.th.text.casefold(): [_number(one) for one in row.select("td")][2:]
        for row in table.select("tbody tr")
    }
    _agree("kinds", rows, {KINDS[kind].casefold(): [*of.values()] for kind, of in kinds.items()})
    furthest = dict.fromkeys(Reached, 0)
    for _, one, number in flow:
        furthest[Reached(one)] += number
    reached = [sum([*furthest.values()][at:]) for at, _ in enumerate(Reached)]
    _agree("flow", [_number(one) for one in document.select(".o-sum td")], reached)


def _same_people(page: str, found: list[list[tuple]]) -> None:
    people, _ = found
    document = BeautifulSoup(page, "html5lib")
    _agree("number", _number(document.h1), people[0][5 + len(Gap)] if people else 0)
    shown = [one["value"].replace("-", "") for one in document.select("input[name=chosen]")]
    _agree("people", shown, [one[0] for one in people])


def _agree(what: str, ours: object, theirs: object) -> None:
    if ours != theirs:
        msg = f"{what}: the page says {ours} and the SQL {theirs}"
        raise RuntimeError(msg)


def _number(element) -> int:
    found = re.match(r"\s*([\d,]+)", element.text)
    return int(found[1].replace(",", "")) if found else 0


def _said(element) -> str:
    return element.select_one("p b").text


def _lists(instance: Path) -> None:
    """Give the instance lists: HR's, whose latest file left some out, and its agencies'."""
    with sqlite3.connect(instance / "outset.sqlite") as database:
        if database.execute("SELECT count(*) FROM lms_import").fetchone()[0]:
            return
        agencies = dict(database.execute("SELECT name, id FROM lms_agency"))
        out = database.execute(
            "SELECT id FROM lms_engagement WHERE source = 'HR' AND ends_on IS NULL LIMIT ?",
            (LEFT_OUT,),
        ).fetchall()
        now = datetime.now(UTC)
        for name, agency_id in [("HR", None), *agencies.items()]:
            missing = [one for (one,) in out] if name == "HR" else []
            source_id, at = uuid4().hex, f"{now:%Y-%m-%d %H:%M:%S.%f}"
            _insert(database, "lms_source", id=source_id, name=name, way="file",
                    agency_id=agency_id, last_seen_at=at, heard_on="[]")  # fmt: skip
            _insert(database, "lms_import", id=uuid4().hex, source_id=source_id, file_name="list",
                    file_hash="", made_at=at, accepted_at=at, invitations="held",
                    counts=json.dumps({"missing": len(missing)}), columns="[]", asks="[]",
                    missing=json.dumps(missing), alarms="{}", sign="")  # fmt: skip


def _insert(database: sqlite3.Connection, table: str, **values: object) -> None:
    columns, marks = ", ".join(values), ", ".join("?" for _ in values)
    database.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
