"""What runs by itself: messages, and the record's own check."""

import click

from lms.audit import queries as audit
from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import state
from lms.identity import commands as identity
from lms.notifications import commands as notifications


@click.group("messages", help="The outbox.")
def messages() -> None:
    """Hold the commands together."""


@messages.command("send")
@click.option("--dry-run", is_flag=True, help="Only count what waits.")
def send(*, dry_run: bool) -> None:
    """Write the invitations and reminders that are due, then send what waits."""
    here = state()
    if not dry_run:
        with cli.work() as work:
            while identity.invitations_due(work):
                pass
            notifications.remind(work)
    result = notifications.send_due(
        cli.work,
        lambda mail, settings, instance: here.plugins.hook.send_mail(
            mail=mail, settings=settings, instance=instance
        ),
        here.instance,
        dry_run=dry_run,
    )
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
