"""``lms tokens``: what other systems may ask and tell."""

from datetime import date
from typing import Any

import click

from lms.cli import kit as cli
from lms.delivery import kit
from lms.identity import commands, queries, rules
from lms.kernel.days import council_day


@click.group("tokens", help="Tokens of other systems.")
def group() -> None:
    """Hold the commands together."""


@group.command("add")
@click.argument("name")
@click.option(
    "--scopes",
    required=True,
    multiple=True,
    help=f"What it may do: {', '.join(rules.SCOPES)}. Several at once with commas.",
)
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day on which it works, like 2027-08-31; no end without one.",
)
def add(name: str, scopes: tuple[str, ...], expires: Any) -> None:  # noqa: ANN401 - click's own
    """Give the system NAME a token. It is shown this once."""
    wanted = [one.strip() for some in scopes for one in some.replace(",", " ").split()]
    last: date | None = expires.date() if expires else None
    with cli.work() as work:
        _, secret = commands.add_token(work, name=name, scopes=wanted, expires_on=last)
    cli.say("Keep it safe: it is shown this once, and whoever has it can act as that system.")
    cli.answer({"token": secret}, secret)


@group.command("list")
def listing() -> None:
    """List every token there is or was, without its secret."""
    rows = [
        {
            "name": one.name,
            "scopes": one.scopes,
            "made_on": council_day(one.made_at).isoformat(),
            "expires_on": one.last_day.isoformat() if one.last_day else None,
            "revoked": one.revoked_at is not None,
            "last_used_on": one.last_used_on.isoformat() if one.last_used_on else None,
        }
        for one in queries.tokens(kit.session())
    ]
    columns: dict[str, Any] = {
        "name": "name",
        "scopes": lambda row: " ".join(row["scopes"]),
        "made on": "made_on",
        "expires on": "expires_on",
        "last used on": "last_used_on",
        "revoked": lambda row: "revoked" if row["revoked"] else "",
    }
    nothing = "No system has a token. Give one with: lms tokens add NAME --scopes people:read"
    cli.answer(rows, cli.table(rows, columns) or nothing)


@group.command("revoke")
@click.argument("name")
def revoke(name: str) -> None:
    """Let the token of the system NAME work no more."""
    with cli.work() as work:
        found = commands.revoke_token(work, queries.token_named(work.session, name).id)
        said = found.name
    cli.answer({"name": said, "revoked": True}, f"Revoked: {said}")
