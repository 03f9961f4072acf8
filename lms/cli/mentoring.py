"""``lms mentoring …``: who could help whom."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.cli import kit

if TYPE_CHECKING:
    from lms.mentoring.rules.best import Chosen
    from lms.mentoring.rules.scoring import Table

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("mentoring")
def group() -> None:
    """New DSLs, and the experienced ones who help them into the role."""


@group.command("propose")
@click.option("--from", "file", type=FILE, required=True, help="A county as JSON.")
@click.option("--as-at", type=DAY, help="The day; that of the file without it.")
@click.option("--matrix", is_flag=True, help="Tell every pair too, with what rules it out.")
def propose(*, file: Path, as_at: datetime | None, matrix: bool) -> None:
    """Propose the best whole set of pairings; nothing is sent and nobody is told."""
    # SciPy takes a third of a second to load, which no other command should wait for.
    from lms.mentoring import reading  # noqa: PLC0415
    from lms.mentoring.rules import best, scoring  # noqa: PLC0415

    county = reading.read_county(file.read_bytes(), as_at=as_at.date() if as_at else None)
    table = scoring.table(county)
    chosen = best.best_set(table, county.sent)
    document = _document(table, chosen)
    if matrix:
        document["pairs"] = _pairs(table)
    kit.answer(document, _text(table, chosen, document))


def _document(table: "Table", chosen: list["Chosen"]) -> dict[str, Any]:
    from lms.mentoring.rules import explaining  # noqa: PLC0415

    paired = {one.mentee for one in chosen}
    unpaired = [at for at in range(len(table.mentees)) if at not in paired]
    return {
        "as_at": table.as_at,
        "paired": len(chosen),
        "waited_days": sum(table.mentees[one.mentee].waited(table.as_at) for one in chosen),
        "score": sum(int(table.score[one.mentee, one.mentor]) for one in chosen),
        "pairings": [
            {
                "mentor": table.mentors[one.mentor].id,
                "mentee": table.mentees[one.mentee].id,
                "score": int(table.score[one.mentee, one.mentor]),
                "parts": table.points(one.mentee, one.mentor),
                "why": explaining.fits(table, one.mentee, one.mentor),
                "next_best": [
                    {
                        "mentor": table.mentors[other.mentor].id,
                        "score": other.score,
                        "why": other.why,
                    }
                    for other in explaining.next_best(table, chosen, one)
                ],
                "sent": one.sent,
            }
            for one in chosen
        ],
        "unpaired": [
            {"mentee": table.mentees[at].id, "reason": explaining.reason(table, at)}
            for at in unpaired
        ],
        "gaps": [
            {
                "phase": one.phase,
                "near": table.mentees[one.near].setting.id,
                "within_km": explaining.NEW_MENTOR_KM,
                "pairs": len(one.mentees),
                "mentees": [table.mentees[at].id for at in one.mentees],
            }
            for one in explaining.gaps(table, unpaired)
        ],
    }


def _pairs(table: "Table") -> list[dict[str, Any]]:
    return [
        {
            "mentor": mentor.id,
            "mentee": mentee.id,
            "score": int(table.score[row, column]),
            "parts": table.points(row, column),
            "blocked_by": table.blocks(row, column),
        }
        for row, mentee in enumerate(table.mentees)
        for column, mentor in enumerate(table.mentors)
    ]


def _text(table: "Table", chosen: list["Chosen"], document: dict[str, Any]) -> str:
    lines = [
        f"{len(chosen)} of {len(table.mentees)} new DSLs could be paired on {table.as_at}.",
        "",
    ]
    for one, told in zip(chosen, document["pairings"], strict=True):
        mentee, mentor = table.mentees[one.mentee], table.mentors[one.mentor]
        lines.append(f"{mentee.name} with {mentor.name}: {told['score']} points")
        lines += [f"  {told['parts'][part]:>3}  {why}" for part, why in told["why"].items()]
    names = {one.id: one.name for one in table.mentees}
    for told in document["unpaired"]:
        lines += ["", f"{names[told['mentee']]} is not paired. {told['reason']}"]
    if "pairs" in document:
        lines += ["", "Every pair is told with --format json."]
    return "\n".join(lines)
