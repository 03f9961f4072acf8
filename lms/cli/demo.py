"""``lms demo``: an invented council to look at."""

from contextlib import suppress
from pathlib import Path

import click

from lms.cli import kit as cli
from lms.content.errors import BadModule
from lms.delivery.state import state
from lms.kernel.errors import Conflict, Invalid
from lms.operations.demo import filling
from lms.operations.demo.cases import ROLES
from lms.operations.demo.names import SETTINGS_OF_THE_SITE


class OwnSettings(Conflict):
    """The instance has settings, and they do not say that it is a demonstration."""

    def __init__(self) -> None:
        super().__init__(
            "This instance has a config.py that does not say LMS_DEMO = True, so it is no "
            "demonstration. Use another: lms --instance NEW-FOLDER demo"
        )


@click.command("demo")
@click.option(
    "--people",
    type=click.IntRange(filling.FEWEST, 1_000_000),
    default=400,
    show_default=True,
    help="How many; they stay as they are where they are there already.",
)
def demo(people: int) -> None:
    """Fill an empty instance with the invented council of Marlshire; print a link for each role.

    The links may be used again and again. Where Marlshire is there already it stays as people
    left it, and only the links are printed.
    """
    here = state()
    with cli.work() as work:
        work.settings = filling.as_marlshire(here.settings)
        if not filling.is_filled(work):
            if (here.instance / "config.py").exists() and not here.settings.demo:
                raise OwnSettings
            cli.say(f"Filling {here.instance} with {people:,} people of Marlshire …")
            try:
                filling.fill(work, people=people)
            except BadModule as bad:
                raise Invalid(str(bad), field="modules") from bad
        shown = filling.show(work)
    _keep_settings(here.instance)
    document = {"people": shown.people, "links": shown.links}
    cli.answer(document, _text(shown))


def _keep_settings(instance: Path) -> None:
    """Write what makes the instance a demonstration, unless it has settings of its own."""
    lines = [f"{key} = {value!r}" for key, value in SETTINGS_OF_THE_SITE.items()]
    text = "\n".join(['"""A demonstration: the invented council of Marlshire."""', "", *lines, ""])
    with suppress(FileExistsError), (instance / "config.py").open("x", encoding="utf-8") as file:
        file.write(text)


def _text(shown: filling.Shown) -> str:
    wide = max((len(name) for name in shown.names.values()), default=0)
    rows = [
        f"{shown.names[role].ljust(wide)}  {ROLES[role]}\n    {address}"
        for role, address in shown.links.items()
    ]
    return "\n".join([f"{shown.people:,} people of Marlshire. Sign in as", *rows])
