"""``lms people …``: who is in the register, and what they may do."""

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from lms.cli import intake, kit
from lms.delivery import kit as delivery
from lms.kernel import words
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.operations import links
from lms.people import commands, errors, queries, rules

if TYPE_CHECKING:
    from lms.people.models import Duty, Person

PAGE = 1000
"""People read at a time."""


@click.group("people")
def people() -> None:
    """People in the register, and what they may do."""


@people.command("list")
def list_people() -> None:
    """List everybody in the register, with their engagements."""
    found = _everybody(delivery.session())
    kit.answer(
        found,
        kit.table(
            found,
            {
                "Name": "name",
                "Address": "email",
                "Works in": lambda row: words.listed(
                    [one["unit"] or one["agency"] or one["kind"] for one in row["engagements"]]
                ),
                "Id": "id",
            },
        )
        or "Nobody is in the register yet. Load a list with: lms people import FILE",
    )


@people.command("grant")
@click.argument("who")
@click.argument("duty")
@click.option("--over", help="A unit or an agency; the whole council without one.")
@click.option("--name", help="What to call somebody who is not in the register yet.")
def grant(who: str, duty: str, *, over: str | None, name: str | None) -> None:
    """Give WHO (an address or an id) the duty DUTY.

    An address that nobody has yet is entered as a new person: so the first administrator is
    made.
    """
    with kit.work() as work:
        person = _found_or_joined(work, who, name)
        unit_id, agency_id = _scope(work.session, over)
        remark = f"{person.name} is now {rules.DUTIES.get(duty, duty)}{_over(over)}."
        try:
            commands.grant(work, person, duty=duty, unit_id=unit_id, agency_id=agency_id)
        except errors.DutyHeld as held:
            remark = str(held)
        document = {"person": {"id": person.id, "name": person.name}, "duty": duty}
    kit.answer(document, remark)


@people.command("withdraw")
@click.argument("who")
@click.argument("duty")
@click.option("--over", help="The unit or agency over which it is held, where it is held twice.")
def withdraw(who: str, duty: str, *, over: str | None) -> None:
    """Take the duty DUTY back from WHO (an address or an id)."""
    with kit.work() as work:
        person = person_meant(work.session, who)
        commands.withdraw_duty(work, _held(work.session, person, duty, over).id)
        document = {"person": {"id": person.id, "name": person.name}, "duty": duty}
    kit.answer(document, f"{person.name} no longer is {rules.DUTIES[duty]}{_over(over)}.")


@people.command("merge")
@click.argument("keep")
@click.argument("other")
@click.option("--reason", required=True, help="How it is known that they are one person.")
def merge(keep: str, other: str, reason: str) -> None:
    """Make one record of two of the same human: OTHER becomes part of KEEP (addresses or ids).

    Nothing is deleted; 'lms people unmerge' takes them apart again.
    """
    with kit.work() as work:
        ids = [person_meant(work.session, one).id for one in (keep, other)]
        made = commands.merge(work, *ids, reason=reason)
        name = made.keep.name
        document = {"merge": made.id, "person": {"id": made.keep_id, "name": name}}
    kit.answer(document, f"{name} is one record now. To take it apart: {document['merge']}")


@people.command("unmerge")
@click.argument("merge_id", metavar="MERGE", type=click.UUID)
@click.option("--reason", required=True, help="How it is known that they are two people.")
def unmerge(merge_id: UUID, reason: str) -> None:
    """Take a merge apart: everything goes back to where it was."""
    with kit.work() as work:
        made = commands.unmerge(work, merge_id, reason=reason)
        names = [made.keep.name, made.other.name]
        document = {
            "people": [
                {"id": key, "name": name}
                for key, name in zip((made.keep_id, made.other_id), names, strict=True)
            ]
        }
    kit.answer(document, f"{names[0]} and {names[1]} are two records again.")


@people.command("sign-in-link")
@click.argument("who")
def sign_in_link(who: str) -> None:
    """Make a link that lets WHO (an address or an id) in once; the record keeps that it was shown.

    It works for as long as one that is mailed: 15 minutes, unless a setting says otherwise.
    """
    with kit.work() as work:
        url = links.one_time(work, person_meant(work.session, who))
    kit.answer({"url": url}, url)


def person_meant(session: Session, who: str) -> "Person":
    """Return the person with that address or id.

    Raises:
        NotFound: nobody has it.

    """
    found = queries.person_by_address(session, who) if "@" in who else None
    person_id = _uuid(who)
    if person_id is not None:
        return queries.person(session, person_id)
    if found is None:
        msg = f"Nobody in the register has the address or id {who}. See: lms people list"
        raise NotFound(msg)
    return found


people.add_command(intake.import_)
people.add_command(intake.check)
people.add_command(intake.undo)


def _everybody(session: Session) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        part = queries.people_visible_to(
            session, kit.SYSTEM, state="all", after=after, day=delivery.today(), limit=PAGE
        )
        found += [_shown(one) for one in part.rows]
        if part.after is None:
            return found
        after = part.after


def _shown(person: queries.Listed) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "engagements": [
            {
                "reference": one.reference,
                "kind": one.kind,
                "unit": one.unit,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "agency": one.agency,
            }
            for one in person.engagements
        ],
    }


def _found_or_joined(work: Work, who: str, name: str | None) -> "Person":
    """Return the person meant, entering them where an address is nobody's yet."""
    if "@" not in who or queries.person_by_address(work.session, who) is not None:
        return person_meant(work.session, who)
    first, last = _names(name or "", who)
    return commands.join(work, first_name=first, last_name=last, email=who)


def _names(name: str, address: str) -> tuple[str, str]:
    """Return first and last name, as given or as an address such as ``ann.lee@…`` has them."""
    local, _at, domain = address.partition("@")
    parts = name.split() or [part.title() for part in re.split(r"[._+\d-]+", local) if part]
    first = parts[0] if parts else local
    return first, " ".join(parts[1:]) or domain.partition(".")[0].title()


def _scope(session: Session, over: str | None) -> tuple[UUID | None, UUID | None]:
    """Return the unit or the agency meant; neither for the whole council."""
    if not over:
        return None, None
    *above, wanted = [rules.fold(part) for part in over.split("/")]
    meant = [
        one
        for one in queries.units(session)
        if rules.fold(one.name) == wanted
        and (not above or (one.parent is not None and rules.fold(one.parent.name) == above[-1]))
    ]
    agency = queries.agency_named(session, over)
    if len(meant) + (agency is not None) > 1:
        msg = f"{over} is the name of more than one. Write it as SERVICE/TEAM."
        raise Invalid(msg, field="over")
    if meant:
        return meant[0].id, None
    if agency is None:
        msg = f"There is no unit or agency called {over}. Check its spelling under Units."
        raise Invalid(msg, field="over")
    return None, agency.id


def _held(session: Session, person: "Person", duty: str, over: str | None) -> "Duty":
    """Return the one duty meant."""
    unit_id, agency_id = _scope(session, over)
    held = [
        one
        for one in queries.held_by(session, person.id)
        if one.duty == duty and (not over or (one.unit_id, one.agency_id) == (unit_id, agency_id))
    ]
    if not held:
        msg = f"{person.name} does not hold the duty {duty}{_over(over)}. Nothing to do."
        raise NotFound(msg)
    if len(held) > 1:
        msg = f"{person.name} holds that duty more than once. Say which with --over."
        raise Invalid(msg, field="over")
    return held[0]


def _over(over: str | None) -> str:
    return f" over {over}" if over else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
