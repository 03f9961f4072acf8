"""``lms compliance``: the same figures as HR's page."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from lms.cli import kit as cli
from lms.compliance import queries
from lms.compliance.queries import Asked
from lms.compliance.rules import Status, check_known_on
from lms.delivery import kit

DAY = click.DateTime(formats=["%Y-%m-%d"])
AS_AT = click.option("--as-at", type=DAY, help="A past day, 2026-11-23; today without it.")
KNOWN_ON = click.option(
    "--known-on",
    type=DAY,
    help="Only by what was known at the end of this day: the answer as it was given then.",
)


@click.group("compliance", help="Who is trained, who is not, and who was never enrolled.")
def group() -> None:
    """Hold the commands together."""


@group.command("report")
@AS_AT
@KNOWN_ON
@click.option(
    "--by", type=click.Choice(["unit", "kind", "agency", "requirement"]), help="How to group."
)
def report(as_at: datetime | None, known_on: datetime | None, by: queries.By | None) -> None:
    """Say coverage first, then what is owed by status."""
    asked = _asked(as_at, known_on)
    covered = queries.coverage(kit.session(), asked)
    found = queries.figures(kit.session(), asked, by=by or "")
    groups = [_group(one) for one in found]
    cli.answer(
        {
            "as_at": asked.day.isoformat(),
            "known_on": asked.known_on.isoformat() if asked.known_on else None,
            "coverage": asdict(covered),
            "groups": groups,
        },
        f"{covered.known} known on {asked.day.isoformat()}"
        + (f" by what we knew on {asked.known_on.isoformat()}" if asked.known_on else "")
        + f", {covered.enrolled} enrolled, "
        f"{covered.signed_in} signed in.\n"
        + cli.table(groups, {key: key for key in (groups[0] if groups else ())}),
    )


@group.command("list")
@click.option("--status", type=click.Choice([one.value for one in Status]), help="Only these.")
@AS_AT
@KNOWN_ON
def listing(status: str | None, as_at: datetime | None, known_on: datetime | None) -> None:
    """List the people behind a figure."""
    asked = _asked(as_at, known_on)
    wanted = Status(status) if status else None
    rows = [
        {
            "person": {"id": str(line.person_id), "name": line.person},
            "kind": line.kind,
            "unit": line.unit or None,
            "requirement": line.requirement,
            "due_on": line.due_on.isoformat(),
            "status": line.status.value,
        }
        for line in queries.every_line(kit.session(), asked, status=wanted)
    ]
    columns: dict[str, Any] = {
        "person": lambda row: row["person"]["name"],
        "kind": "kind",
        "unit": "unit",
        "requirement": "requirement",
        "due on": "due_on",
        "status": "status",
    }
    cli.answer(rows, cli.table(rows, columns))


def _asked(as_at: datetime | None, known_on: datetime | None) -> Asked:
    """Return what is asked: of which day, by what was known when. Refuses what nobody can know."""
    day, by_then = _day(as_at), known_on.date() if known_on else None
    check_known_on(by_then, day=day, today=kit.today())
    return Asked(
        day=day, today=kit.today(), known_on=by_then, soon_days=kit.settings().due_soon_days
    )


def _day(given: datetime | None) -> date:
    return given.date() if given else kit.today()


def _group(one: queries.Figures) -> dict[str, Any]:
    return {
        "name": one.name,
        "people": one.people,
        "owed": one.owed,
        "done": one.done,
        "not_due": one.not_due,
        "due_soon": one.due_soon,
        "overdue": one.overdue,
        "exempt": one.exempt,
        "paused": one.paused,
    }
