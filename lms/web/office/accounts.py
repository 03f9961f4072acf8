"""Accounts from elsewhere: with which a person signs in, and those of people in no list."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.delivery import kit
from lms.directory import queries as directory
from lms.identity import commands, permissions, queries
from lms.kernel.errors import NotFound
from lms.people.permissions import ADD
from lms.people.rules import WHOLE_COUNCIL
from lms.web.office.people import seen

if TYPE_CHECKING:
    from lms.people.models import Person

pages = Blueprint("accounts", __name__, url_prefix="/people")


@pages.get("/unknown")
@kit.requires(permissions.READ_UNKNOWN)
def unknown() -> ResponseReturnValue:
    """List who signed in at a provider and is in no list, the newest first."""
    kit.check(permissions.READ_UNKNOWN, WHOLE_COUNCIL)
    session, today = kit.session(), kit.today()
    return render_template(
        "lms/office/unknown.html",
        found=queries.knocked_page(session, today, after=request.args.get("after")),
        number=queries.knocked_count(session, today),
        provider=provider,
        add=ADD,
    )


@pages.get("/<uuid:person_id>/accounts")
@kit.requires_over(permissions.READ_ACCOUNTS, seen)
def of_person(person: "Person") -> ResponseReturnValue:
    """List the accounts with which a person signs in."""
    return render_template(
        "lms/office/accounts.html",
        person=person,
        accounts=queries.accounts(kit.session(), person.id),
        may_unlink=kit.may(permissions.UNLINK, person),
        users=directory.of_person(kit.session(), person.id),
        works_here=any(one.is_active_on(kit.today()) for one in person.engagements),
        provider=provider,
    )


@pages.post("/<uuid:person_id>/accounts/<uuid:account_id>/unlink")
@kit.requires_over(permissions.UNLINK, seen)
def unlink(person: "Person", account_id: UUID) -> ResponseReturnValue:
    """Take an account off a person."""
    with kit.work() as work:
        if queries.linked_account(work.session, account_id).person_id != person.id:
            msg = "That account is not linked any more."
            raise NotFound(msg)
        commands.unlink(work, account_id)
    flash("The account is taken off. Whoever has the address now may sign in with theirs.")
    return redirect(url_for(".of_person", person_id=person.id))


def provider(issuer: str) -> str:
    """Return what people call the provider; where it is set no more, its address."""
    names = {one.issuer: one.name for one in kit.settings().oidc}
    return names.get(issuer) or urlsplit(issuer).hostname or issuer
