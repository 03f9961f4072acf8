"""``lms backup`` and ``lms restore``."""

from dataclasses import asdict
from pathlib import Path

import click

from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import state
from lms.kernel import words
from lms.operations import backup as operations

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write a consistent copy of the instance to FILE, while it serves or not.

    Whoever has the file can read all of it: keep it where only administrators come. The secret key
    is not in it, so it lets nobody sign in as somebody else.
    """
    here = state()
    engine = kit.session().get_bind().engine
    copied = operations.back_up(
        engine, here.instance, file, now=kit.now(), logo=here.settings.logo
    )
    size = file.stat().st_size
    cli.answer(
        {"file": str(file), "bytes": size, **asdict(copied)},
        f"{words.count(copied.people, 'person', 'people')} and "
        f"{words.count(copied.files, 'file')} in {file}, {size / 1_000_000:.1f} MB.",
    )


@click.command("restore")
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Bring the copy in FILE into an empty instance; then start the site anew."""
    here = state()
    engine = kit.session().get_bind().engine
    kit.session().close()
    copied = operations.restore(engine, here.instance, file)
    if (here.instance / operations.ASIDE).exists():
        cli.say(f"Its settings are in {operations.ASIDE}: take over what you want into config.py.")
    cli.answer(
        {"file": str(file), **asdict(copied)},
        f"{words.count(copied.people, 'person', 'people')} and "
        f"{words.count(copied.files, 'file')}, as at {copied.made_at}.",
    )
