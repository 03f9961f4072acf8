"""``lms mentoring …``: who could help whom."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lms.cli import kit
from lms.delivery import kit as delivery

if TYPE_CHECKING:
    from lms.mentoring.queries.county import Proposed
    from lms.mentoring.rules.best import Chosen
    from lms.mentoring.rules.facts import Mentee, Mentor
    from lms.mentoring.rules.scoring import Table

Say = Callable[[Any], Any]
"""How a person is told in JSON: by id and name, or by a file's own id."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("mentoring")
def group() -> None:
    """New DSLs, and the experienced ones who help them into the role."""


@group.command("propose")
@click.option("--from", "file", type=FILE, help="A county as JSON, instead of the register.")
@click.option("--as-at", type=DAY, help="The day; today, or that of the file, without it.")
@click.option("--matrix", is_flag=True, help="Tell every pair too, with what rules it out.")
def propose(*, file: Path | None, as_at: datetime | None, matrix: bool) -> None:
    """Propose the best whole set of pairings; nothing is sent and nobody is told."""
    # SciPy takes a third of a second to load, which no other command should wait for.
    from lms.mentoring import reading  # noqa: PLC0415
    from lms.mentoring.queries import county  # noqa: PLC0415
    from lms.mentoring.rules.facts import Weights  # noqa: PLC0415

    day = as_at.date() if as_at else None
    if file is not None:
        found = county.best_of(reading.read_county(file.read_bytes(), as_at=day), Weights())
    else:
        found = county.proposed(delivery.session(), day or delivery.today(), delivery.settings())
    say = _plain if file is not None else _named
    document = _document(found, say)
    if matrix:
        document["pairs"] = _pairs(found.table, say)
    kit.answer(document, _text(found.table, found.chosen, document))


def _plain(one: "Mentor | Mentee") -> Any:  # noqa: ANN401 - what stands in JSON
    return one.id


def _named(one: "Mentor | Mentee") -> Any:  # noqa: ANN401 - what stands in JSON
    return {"id": one.id, "name": one.name}


def _document(found: "Proposed", say: Say) -> dict[str, Any]:
    from lms.mentoring.rules import explaining  # noqa: PLC0415

    table, chosen = found.table, found.chosen
    mentees, mentors = table.mentees, table.mentors
    return {
        "as_at": table.as_at,
        "paired": len(chosen),
        "waited_days": sum(mentees[one.mentee].waited(table.as_at) for one in chosen),
        "score": sum(int(table.score[one.mentee, one.mentor]) for one in chosen),
        "pairings": [
            {
                "mentor": say(mentors[one.mentor]),
                "mentee": say(mentees[one.mentee]),
                "score": int(table.score[one.mentee, one.mentor]),
                "parts": table.points(one.mentee, one.mentor),
                "why": explaining.fits(table, one.mentee, one.mentor),
                "next_best": [
                    {"mentor": say(mentors[other.mentor]), "score": other.score, "why": other.why}
                    for other in explaining.next_best(table, chosen, one)
                ],
                "sent": one.sent,
            }
            for one in chosen
        ],
        "unpaired": [
            {"mentee": say(mentees[at]), "reason": explaining.reason(table, at)}
            for at in found.unpaired
        ],
        "gaps": [
            {
                "phase": one.phase,
                "near": mentees[one.near].setting.id,
                "within_km": explaining.NEW_MENTOR_KM,
                "pairs": len(one.mentees),
                "mentees": [say(mentees[at]) for at in one.mentees],
            }
            for one in found.gaps
        ],
    }


def _pairs(table: "Table", say: Say) -> list[dict[str, Any]]:
    return [
        {
            "mentor": say(mentor),
            "mentee": say(mentee),
            "score": int(table.score[row, column]),
            "parts": table.points(row, column),
            "blocked_by": table.blocks(row, column),
        }
        for row, mentee in enumerate(table.mentees)
        for column, mentor in enumerate(table.mentors)
    ]


def _text(table: "Table", chosen: Sequence["Chosen"], document: dict[str, Any]) -> str:
    lines = [
        f"{len(chosen)} of {len(table.mentees)} new DSLs could be paired on {table.as_at}.",
        "",
    ]
    for one, told in zip(chosen, document["pairings"], strict=True):
        mentee, mentor = table.mentees[one.mentee], table.mentors[one.mentor]
        lines.append(f"{mentee.name} with {mentor.name}: {told['score']} points")
        lines += [f"  {told['parts'][part]:>3}  {why}" for part, why in told["why"].items()]
    paired = {one.mentee for one in chosen}
    left = [one for at, one in enumerate(table.mentees) if at not in paired]
    for person, told in zip(left, document["unpaired"], strict=True):
        lines += ["", f"{person.name} is not paired. {told['reason']}"]
    if "pairs" in document:
        lines += ["", "Every pair is told with --format json."]
    return "\n".join(lines)
