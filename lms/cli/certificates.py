"""``lms certificates``: the operator's certificate desk."""

from pathlib import Path
from typing import Any

import click

from lms.certificates import commands, errors, paper, queries, reading
from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import state


@click.group("certificates", help="List, print, check and withdraw certificates.")
def group() -> None:
    """Hold the commands together."""


@group.command("list")
def listing() -> None:
    """List every certificate, in order of issue."""
    rows = [shown(one) for one in queries.everyone(kit.session())]
    columns: dict[str, Any] = {
        "number": "number",
        "person": lambda row: row["person"]["name"],
        "module": "module",
        "edition": "edition",
        "completed on": "completed_on",
        "expires on": "expires_on",
        "withdrawn": lambda row: "withdrawn" if row["withdrawn"] else "",
    }
    cli.answer(rows, cli.table(rows, columns))


@group.command("render")
@click.argument("numbers", nargs=-1)
@click.option("--all", "everyone", is_flag=True, help="Every certificate there is.")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the files go.",
)
def render(numbers: tuple[str, ...], folder: Path, *, everyone: bool) -> None:
    """Write certificates as PDF files."""
    if not numbers and not everyone:
        msg = "Name certificates by their numbers, or say --all."
        raise click.UsageError(msg)
    session = kit.session()
    wanted = (
        queries.everyone(session)
        if everyone
        else [queries.by_number(session, number) for number in numbers]
    )
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for one in wanted:
        path = folder / f"{one.number}.pdf"
        path.write_bytes(rendered(one))
        files.append(str(path))
    cli.answer({"files": files}, "\n".join(files))


@group.command("withdraw")
@click.argument("number")
@click.option("--reason", required=True, help="What the holder and the auditor will read.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
def withdraw(number: str, reason: str, *, dry_run: bool) -> None:
    """Withdraw a certificate so that it no longer counts."""
    with cli.work(dry_run=dry_run) as work:
        found = queries.by_number(work.session, number)
        commands.withdraw(work, found.id, reason=reason)
        name = found.number
    cli.answer(
        {"number": name, "withdrawn": True},
        f"{'Would withdraw' if dry_run else 'Withdrawn'}: {name}",
    )


@group.command("verify")
@click.argument("what")
def verify(what: str) -> None:
    """Check a certificate by its number, or a PDF file of one. Needs no network."""
    path = Path(what)
    raw = path.read_bytes() if path.is_file() else None
    number = what if raw is None else reading.number_in(raw)
    try:
        found = queries.by_number(kit.session(), number or "")
    except errors.NoSuchCertificate as refusal:
        cli.answer({"valid": False, "number": number, "error": str(refusal)}, str(refusal))
        cli.no()
        return
    checked = queries.checked(kit.session(), found, kit.today())
    document = {"valid": checked.is_valid, **shown(found)}
    intact = True
    if raw is not None:
        intact = raw == rendered(found)
        document["signature"] = {"intact": intact, "trusted": intact}
        document["valid"] = checked.is_valid and intact
    said = checked.standing.value
    if not intact:
        said += ", but the file is not the paper as we print it; believe what stands here"
    cli.answer(
        document,
        f"{found.number}: {said}. {found.person_name}, {found.module_title}, edition "
        f"{found.edition_label}, completed {found.completed_on.isoformat()}.",
    )
    if not document["valid"]:
        cli.no()


def shown(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a row, whose table this floor does not know
    """Return the public form of a certificate."""
    return {
        "number": one.number,
        "person": {"id": str(one.person_id), "name": one.person_name},
        "module": one.module_slug,
        "edition": one.edition_label,
        "completed_on": one.completed_on.isoformat(),
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "withdrawn": one.withdrawal is not None,
    }


def rendered(one: Any) -> bytes:  # noqa: ANN401 - a row, whose table this floor does not know
    """Return the paper as PDF, from the template as it was when it was issued."""
    template = paper.Template(state().store.get(one.template_hash))
    return paper.render(template, paper.Facts.from_plain(one.facts))
