"""``lms settings …``: schools, colleges and nurseries."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from lms.appointments import commands as appointments
from lms.appointments import reading
from lms.cli import kit
from lms.delivery import kit as delivery
from lms.intake.reading import Upload
from lms.kernel import words
from lms.schools import commands, queries, rules

if TYPE_CHECKING:
    from lms.schools.models import SchoolList

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("settings")
def group() -> None:
    """Schools, colleges and nurseries, and who leads on safeguarding there."""


@group.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--authority",
    help="The council's name or code as the file writes it; LMS_AUTHORITY without it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
def bring_in(file: Path, *, authority: str | None, dry_run: bool) -> None:
    """Bring in the public register of schools from FILE: the council's own, of any size.

    FILE is the 'Establishment fields CSV' of Get information about schools.
    """
    asked = authority or delivery.settings().school_authority
    with file.open("rb") as opened:

        def again() -> Any:  # noqa: ANN401 - the open file
            opened.seek(0)
            return opened

        with kit.work(dry_run=dry_run) as work:
            made = commands.look(work, again, file_name=file.name, authority=asked)
            if not dry_run:
                commands.accept(work, made.id)
            document = _document(work.session, made)
    kit.answer(document, _text(document, dry_run=dry_run))


def _document(session: Session, made: "SchoolList") -> dict[str, Any]:
    held = queries.rows(session, made.id, status="held")
    return {
        "rows": sum(made.counts.values()),
        **{sort: made.counts[sort] for sort in rules.SORTS if sort not in {"held", "rejected"}},
        "rejected": [
            {"row": one.row, **fault}
            for one in queries.rows(session, made.id, status="rejected")
            for fault in one.faults
        ],
        "held": [
            {
                "row": one.row,
                "urn": one.urn,
                "name": one.name,
                "candidates": [{"id": key, "name": name} for key, name in one.candidates],
            }
            for one in held
        ],
        "missing": [
            {"id": UUID(key), "name": name}
            for key, name in queries.setting_names(session, made.missing).items()
        ],
    }


def _text(document: dict[str, Any], *, dry_run: bool) -> str:
    faulty = len({one["row"] for one in document["rejected"]})
    lines = [
        f"{words.count(document['rows'], 'row')}: {document['added']:,} new, "
        f"{document['changed']:,} changed, {document['closed']:,} closed, "
        f"{document['unchanged']:,} unchanged, {document['passed_over']:,} passed over, "
        f"{len(document['held']):,} to decide, {faulty:,} with a fault, "
        f"{document['not_ours']:,} of other councils."
    ]
    lines += [
        f"Row {one['row']}, {one['column'] or 'the whole row'}: {one['value']!r}. {one['reason']}"
        for one in document["rejected"]
    ]
    for one in document["held"]:
        names = words.listed([each["name"] for each in one["candidates"]])
        lines.append(
            f"Row {one['row']}, {one['name']} (URN {one['urn']}), may be {names}: decide on the "
            "page of this register under Settings."
        )
    missing = [one["name"] for one in document["missing"]]
    if missing:
        lines.append(f"Not in this file, and left as they are: {words.listed(missing[:20])}.")
    if dry_run:
        lines.append("This was a dry run: nothing was changed.")
    return "\n".join(lines)


@group.command("dsls")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
def bring_in_dsls(file: Path, *, dry_run: bool) -> None:
    """Bring in who is DSL and deputy where from FILE: CSV or XLSX, one appointment a row.

    Columns: URN or Setting, Role (DSL or deputy), First name, Last name, Email, and, where
    known, From, Role training and Yearly refresh.
    """
    upload = Upload(file.name, file.read_bytes())
    with kit.work(dry_run=dry_run) as work:
        outcome = appointments.bring_in(work, reading.rows(upload, delivery.settings()))
    kit.answer(_dsls_document(outcome), _dsls_text(outcome, dry_run=dry_run))


def _dsls_document(outcome: appointments.Outcome) -> dict[str, Any]:
    return {
        "rows": outcome.rows,
        "added": len(outcome.added),
        "confirmed": len(outcome.confirmed),
        "held": [one.row for one in outcome.held],
        "followed": outcome.followed,
        "rejected": [
            {"row": row.row, "column": one.column, "value": one.value, "reason": one.reason}
            for row, one in outcome.rejected
        ],
    }


def _dsls_text(outcome: appointments.Outcome, *, dry_run: bool) -> str:
    lines = [
        f"{words.count(outcome.rows, 'row')}: {len(outcome.added):,} entered, "
        f"{len(outcome.confirmed):,} confirmed, {len(outcome.held):,} to decide, "
        f"{len(outcome.rejected):,} with a fault."
    ]
    lines += [
        f"Row {row.row}, {one.column or 'the whole row'}: {one.value!r}. {one.reason}"
        for row, one in outcome.rejected
    ]
    if outcome.followed:
        lines.append(f"No longer DSL, another follows: {words.listed(outcome.followed)}.")
    if outcome.held:
        lines.append("Decide under Settings, ‘waits for your yes’.")
    if dry_run:
        lines.append("This was a dry run: nothing was changed.")
    return "\n".join(lines)
