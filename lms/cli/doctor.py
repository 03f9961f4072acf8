"""``lms doctor``: what is missing, and how to mend it."""

from collections.abc import Sequence
from dataclasses import asdict

import click
from sqlalchemy.exc import DBAPIError

from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import state
from lms.operations import doctor as operations
from lms.operations.doctor import Check
from lms.operations.schema import NewerDatabase


@click.command("doctor")
def doctor() -> None:
    """Look at the set-up; say of everything that is missing how to mend it."""
    found = _examine()
    ill = [one for one in found if not one.ok]
    cli.answer({"checks": [asdict(one) for one in found]}, _text(found))
    if ill:
        cli.no()


def _examine() -> Sequence[Check]:
    meta = click.get_current_context().find_root().meta
    try:
        app = meta["create_app"](instance=meta["instance"])
    except (DBAPIError, NewerDatabase, OSError) as error:
        return operations.no_database(error)
    with app.app_context():
        here = state()
        patient = operations.Patient(
            session=kit.session(), settings=here.settings, instance=here.instance, now=kit.now()
        )
        return operations.checks(patient)


def _text(found: Sequence[Check]) -> str:
    wide = max(len(one.name) for one in found)
    return "\n".join(
        f"{'well   ' if one.ok else 'MISSING'}  {one.name.ljust(wide)}  {one.advice}"
        for one in found
    )
