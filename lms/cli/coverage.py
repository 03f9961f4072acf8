"""``lms coverage``: who is known, how far each was reached, what one list misses of another."""

from datetime import datetime
from typing import Any, get_args

import click

from lms.cli import kit as cli
from lms.coverage import queries
from lms.coverage.queries import Asked, By, Group, Those
from lms.coverage.rules import Gap, Stage
from lms.delivery import kit
from lms.kernel import words
from lms.kernel.errors import Invalid
from lms.kernel.permissions import EVERYONE

DAY = click.DateTime(formats=["%Y-%m-%d"])
AS_AT = click.option("--as-at", type=DAY, help="A past day, 2026-11-23; today without it.")


@click.group("coverage", help="Was anybody missed? Known starters of every source.")
def group() -> None:
    """Hold the commands together."""


@group.command("report")
@AS_AT
@click.option("--by", type=click.Choice(get_args(By)), help="How to group.")
def report(as_at: datetime | None, by: By | None) -> None:
    """Say how far everybody known was reached, and how many stand in each gap between lists.

    Beside them, counted nowhere else: who signed in though nobody has said that they started.
    """
    asked, session = _asked(as_at), kit.session()
    known = queries.lists(session, asked.day)
    found = queries.covered(session, asked, known, by=by)
    groups = [_group(one) for one in found.groups]
    stages = {stage.value: number for stage, number in found.stages.items()}
    gaps = {gap.value: number for gap, number in found.gaps.items()}
    _, unknown = queries.uncounted(session, EVERYONE, asked.day, unknown=True)
    lines = [
        f"{found.known} known on {asked.day.isoformat()}: {found.enrolled} enrolled, "
        f"{found.missed} missed.",
        cli.table([stages], {key: key for key in stages}),
        "Found in one place and missing in another:",
        cli.table([gaps], {key: key for key in gaps}),
        f"Signed in, and nobody has named them: {words.count(unknown, 'person', 'people')}.",
    ]
    if groups:
        lines.append(cli.table(groups, {key: key for key in groups[0]}))
    cli.answer(
        {
            "as_at": asked.day.isoformat(),
            "known": found.known,
            "enrolled": found.enrolled,
            "missed": found.missed,
            "stages": stages,
            "gaps": gaps,
            "unknown": unknown,
            "groups": groups,
        },
        "\n".join(lines),
    )


@group.command("list")
@AS_AT
@click.option("--stage", type=click.Choice([one.value for one in Stage]), help="Only these.")
@click.option("--gap", type=click.Choice([one.value for one in Gap]), help="Only these.")
def listing(as_at: datetime | None, stage: str | None, gap: str | None) -> None:
    """List the people behind a figure."""
    asked, session = _asked(as_at), kit.session()
    those = Those(stages=(Stage(stage),) if stage else (), gap=Gap(gap) if gap else None)
    rows: list[dict[str, Any]] = [
        {
            "person": {"id": str(line.person_id), "name": line.person},
            "stage": line.stage.value,
            "gaps": sorted(one.value for one in line.gaps),
            "engagements": [
                {
                    "id": str(one.id),
                    "kind": one.kind,
                    "unit": one.unit or None,
                    "agency": one.agency or None,
                    "source": one.source,
                    "starts_on": one.starts_on.isoformat(),
                }
                for one in line.spells
            ],
        }
        for lines in queries.every(session, asked, queries.lists(session, asked.day), those)
        for line in lines
    ]
    columns: dict[str, Any] = {
        "person": lambda row: row["person"]["name"],
        "stage": "stage",
        "gaps": lambda row: ", ".join(row["gaps"]),
        "source": lambda row: ", ".join(one["source"] for one in row["engagements"]),
    }
    cli.answer(rows, cli.table(rows, columns))


def _asked(as_at: datetime | None) -> Asked:
    """Return what is asked. Raises Invalid for a day to come."""
    day = as_at.date() if as_at else kit.today()
    if day > kit.today():
        msg = "That day is still to come. Ask for today or a day before."
        raise Invalid(msg, field="as_at")
    return Asked(day=day)


def _group(one: Group) -> dict[str, Any]:
    stages = {stage.value: number for stage, number in one.stages.items()}
    return {
        "name": one.name,
        "known": one.known,
        "enrolled": one.enrolled,
        "missed": one.missed,
        **stages,
    }
