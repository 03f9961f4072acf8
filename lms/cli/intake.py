"""``lms people import`` and ``lms people check``: lists of people, brought in or held against."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from lms.cli import kit, watching
from lms.compliance import queries as compliance
from lms.compliance.queries import Asked, Verdict
from lms.delivery import imports
from lms.delivery import kit as delivery
from lms.intake import commands, queries
from lms.intake.errors import Braked, UnknownColumns
from lms.intake.reading import FIELDS, Upload, check_size
from lms.kernel import words
from lms.kernel.errors import Invalid
from lms.people import rules

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])
INVITE = {"now": "now", "first-day": "first_day", "held": "held"}
SAID_EVERY = 5000
"""Rows after which progress is said."""


@click.command("import")
@click.argument("file", type=FILE, required=False)
@click.option("--source", default="HR", show_default=True, help="Whose list it is: HR, an agency.")
@click.option(
    "--kind",
    type=click.Choice(list(rules.KINDS)),
    help="Kind of engagement where the file names none; remembered for the source.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help="What a column holds, or 'leave out'; remembered for every file.",
)
@click.option(
    "--invite",
    type=click.Choice(list(INVITE)),
    default="held",
    show_default=True,
    help="When those who are new are invited.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Bring it in though it ends or moves very many people at once: this is meant.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option(
    "--watch",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take every file that is left in this folder, until stopped; each is moved to done/ or "
    "refused/ there, with its report.",
)
@click.option("--once", is_flag=True, help="With --watch: take what is there now, then end.")
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    default=30.0,
    show_default=True,
    help="With --watch: seconds between one look and the next.",
)
def import_(  # noqa: PLR0913 - options, by name
    file: Path | None,
    *,
    source: str,
    kind: str | None,
    columns: tuple[str, ...],
    invite: str,
    anyway: bool,
    dry_run: bool,
    folder: Path | None,
    once: bool,
    every: float,
) -> None:
    """Bring in the people of FILE, a CSV or XLSX list of starters.

    Bringing a file in again changes nothing, and nobody is deleted because a file left them out.
    """
    bring = partial(
        _brought_in, source=source, kind=kind, columns=columns, invite=invite, anyway=anyway
    )
    if anyway and folder is not None:
        msg = "--anyway is said of one file that somebody looked at, not of a watched folder."
        raise click.UsageError(msg)
    if (file is None) == (folder is None):
        msg = "Name a file, or a folder with --watch."
        raise click.UsageError(msg)
    if once and folder is None:
        msg = "--once goes with --watch."
        raise click.UsageError(msg)
    if file is not None:
        document, text = bring(file, dry_run=dry_run)
        kit.answer(document, text)
    elif folder is not None:
        if dry_run:
            msg = "--watch moves files, so it cannot be a dry run. Try one file with --dry-run."
            raise click.UsageError(msg)
        _watched(folder, lambda path: bring(path)[0], once=once, every=every)


def _watched(folder: Path, take: watching.Take, *, once: bool, every: float) -> None:
    if not once:
        kit.say(f"Watching {folder}. Ctrl-C ends it.")
        watching.watch(folder, take, every=every, tell=lambda turn: kit.say(_turn(turn)))
        return
    found = list(watching.turns(folder, take))
    document = {
        "done": [{"file": one.name, **one.report} for one in found if one.is_done],
        "refused": [{"file": one.name, **one.report} for one in found if not one.is_done],
    }
    kit.answer(document, "\n".join(map(_turn, found)) or f"Nothing is in {folder}.")
    if document["refused"]:
        kit.no()


def _turn(turn: watching.Turn) -> str:
    if not turn.is_done:
        return f"{turn.name}: refused. {turn.report['error']}"
    report = turn.report
    return (
        f"{turn.name}: {words.count(report['rows'], 'row')}, {report['added']:,} added, "
        f"{report['updated']:,} updated, {len(report['review']):,} held, "
        f"{len({one['row'] for one in report['rejected']}):,} rejected."
    )


def _brought_in(  # noqa: PLR0913 - options, by name
    file: Path,
    *,
    source: str,
    kind: str | None,
    columns: tuple[str, ...],
    invite: str,
    anyway: bool = False,
    dry_run: bool = False,
) -> tuple[dict[str, Any], str]:
    """Bring a file in; return what came of it, for a program and in words."""
    with kit.work(dry_run=dry_run) as work:
        try:
            made = commands.bring_in(
                work,
                _upload(file),
                source=source,
                kind=kind,
                columns=_columns(columns),
                invitations=INVITE[invite],
                anyway=anyway,
                progress=_progress(file.name),
            )
        except UnknownColumns as unknown:
            raise Invalid(_how_to_say(unknown), field=unknown.field) from None
        except Braked as braked:
            raise Invalid(_how_to_mean(braked, file.name), field=braked.field) from None
        shown = queries.shown(work.session, made.id)
        document = imports.document(work.session, shown)
    return document, _text(shown, document, dry_run=dry_run)


@click.command("check")
@click.argument("file", type=FILE)
@click.option("--as-at", type=DAY, help="A past day, 2026-11-23; today without it.")
def check(file: Path, *, as_at: datetime | None) -> None:
    """Hold any list of people in FILE against the register; nothing of it is kept.

    Ends with status 1 if anybody on it is unknown, not enrolled or overdue.
    """
    settings = delivery.settings()
    day = as_at.date() if as_at else delivery.today()
    asked = Asked(day=day, today=delivery.today(), soon_days=settings.due_soon_days)
    session = delivery.session()
    lines = queries.read_list(session, _upload(file), settings)
    found: dict[str, list[dict[str, Any]]] = {one: [] for one in ("known", *_worse())}
    for one in compliance.check(session, lines, asked):
        person = {"id": one.person.id, "name": one.person.name} if one.person else None
        found[one.verdict].append({"row": one.row, "name": one.name, "person": person})
    kit.answer(found, _checked(found))
    if any(found[one] for one in _worse()):
        kit.no()


@click.command("undo-import")
@click.argument("import_id", type=click.UUID)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
def undo(import_id: UUID, *, dry_run: bool) -> None:
    """Put back what an import added and changed, but for what somebody did since.

    The id stands in the address of the import's page.
    """
    with kit.work(dry_run=dry_run) as work:
        done = commands.undo(work, import_id)
        document = {
            "import": str(import_id),
            "people": len(done.people),
            "engagements": len(done.engagements),
            "put_back": done.put_back,
            "places": done.places.going,
            "places_stay": [{"name": one.name, "reason": one.why} for one in done.places.stay],
            "stays": [{"row": one.row, "name": one.name, "reason": one.why} for one in done.stays],
        }
    said = (
        f"{words.count(len(done.engagements), 'engagement')} taken out, "
        f"{words.count(len(done.people), 'person leaves', 'people leave')} the register, "
        f"{words.count(done.put_back, 'change')} put back."
    )
    places = [
        f"{words.count(done.places.going, 'place')} that the list had made taken out "
        "(teams, schools, agencies)."
    ]
    places += [f"{one.name} stays. {one.why}" for one in done.places.stay]
    stays = [f"Row {one.row}, {one.name}, stays. {one.why}" for one in done.stays]
    dry = ["This was a dry run: nothing was changed."] if dry_run else []
    kit.answer(document, "\n".join([said, *places, *stays, *dry]))


def _worse() -> tuple[str, ...]:
    return (Verdict.UNKNOWN.value, Verdict.NOT_ENROLLED.value, Verdict.OVERDUE.value)


def _upload(file: Path) -> Upload:
    """Return the file; one that is too large is not read at all."""
    check_size(file.stat().st_size, delivery.settings())
    return Upload(file.name, file.read_bytes())


def _columns(given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        heading, equals, field = one.rpartition("=")
        if not equals or not heading.strip():
            msg = f"--column {one!r} is not like 'HEADING=FIELD' or 'HEADING=leave out'."
            raise click.UsageError(msg)
        found[heading.strip()] = field.strip()
    return found


def _progress(name: str) -> Callable[[int, int], None]:
    def say(done: int, of: int) -> None:
        if of >= SAID_EVERY and (done % SAID_EVERY == 0 or done == of):
            kit.say(f"{name}: {done:,} of {of:,} rows")

    return say


def _how_to_mean(braked: Braked, name: str) -> str:
    return (
        f"{' '.join(braked.said)} Nothing was brought in. Look at the file. If this is meant: "
        f"lms people import {name} --anyway"
    )


def _how_to_say(unknown: UnknownColumns) -> str:
    fields = " ".join(
        f"--column {heading!r}=FIELD" for heading in unknown.unknown[:1] or ["HEADING"]
    )
    return f"{unknown} For example: {fields}. FIELD is one of {', '.join(FIELDS)} or 'leave out'."


def _text(shown: queries.Shown, document: dict[str, Any], *, dry_run: bool) -> str:
    counts = shown.counts
    new = (
        f"{words.count(counts.people_added, 'new person', 'new people')}, "
        f"{words.count(counts.engagements_added, 'new engagement')}"
    )
    lines = [
        f"{words.count(counts.rows, 'row')}: {counts.added:,} added ({new}), "
        f"{counts.updated:,} updated, {counts.unchanged:,} unchanged, {counts.held:,} held, "
        f"{counts.rejected:,} rejected.",
    ]
    lines += [
        f"Row {one['row']}, {one['column'] or 'the whole row'}: {one['value']!r}. {one['reason']}"
        for one in document["rejected"]
    ]
    for one in document["review"]:
        names = words.listed([person["name"] for person in one["candidates"]])
        lines.append(f"Row {one['row']} is held: {one['reason']} It might be {names}.")
    missing = [one["name"] for one in document["missing_from_feed"]]
    if missing:
        lines.append(f"Not in this file, and nobody was ended: {words.listed(missing[:20])}.")
    if counts.without_address:
        people = words.count(counts.without_address, "new person has", "new people have")
        lines.append(f"{people} no address: a manager can print a sign-in card.")
    if dry_run:
        lines.append("This was a dry run: nothing was changed.")
    return "\n".join(lines)


def _checked(found: dict[str, list[dict[str, Any]]]) -> str:
    rows = [
        {"verdict": verdict.replace("_", " "), **one}
        for verdict in (*_worse(), Verdict.KNOWN.value)
        for one in found[verdict]
    ]
    columns: dict[str, Any] = {
        "": "verdict",
        "row": "row",
        "name": "name",
        "in the register": lambda row: row["person"]["name"] if row["person"] else "",
    }
    return kit.table(rows, columns) or "There is nobody on this list."
