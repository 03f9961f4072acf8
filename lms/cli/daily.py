"""What runs by itself: messages, and the record's own check."""

import click

from lms.audit import queries as audit
from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import state
from lms.notifications import commands as notifications
from lms.operations import jobs


@click.group("messages", help="The outbox.")
def messages() -> None:
    """Hold the commands together."""


@messages.command("send")
@click.option("--dry-run", is_flag=True, help="Only count what waits.")
def send(*, dry_run: bool) -> None:
    """Do once all that runs by itself: whatever is due is written, then what waits is sent."""
    here = state()
    rounds = jobs.Rounds(
        open_work=cli.work,
        send=lambda mail, settings, instance: here.plugins.hook.send_mail(
            mail=mail, settings=settings, instance=instance
        ),
        instance=here.instance,
        clock=here.clock,
        modules=here.settings.modules,
    )
    if dry_run:
        result = notifications.send_due(cli.work, rounds.send, here.instance, dry_run=True)
    else:
        result = rounds.once()
    document = {"sent": result.sent, "failed": result.failed, "waiting": result.waiting}
    cli.answer(document, f"{result.sent} sent, {result.failed} failed, {result.waiting} waiting.")


@click.group("audit", help="The record of what happened.")
def record() -> None:
    """Hold the commands together."""


@record.command("verify")
def verify() -> None:
    """Check that no event was changed or taken away."""
    found = audit.check(kit.session())
    document = {
        "events": found.events,
        "intact": found.intact,
        "first_broken": found.first_broken,
    }
    said = "the record is intact." if found.intact else f"broken at event {found.first_broken}."
    cli.answer(document, f"{found.events:,} events checked: {said}")
    if not found.intact:
        cli.no()
