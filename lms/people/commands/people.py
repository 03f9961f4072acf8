"""Entering people and putting their details right."""

from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from lms.kernel.permissions import Permission
from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import AddressGuarded, AddressTaken, AlreadyMerged
from lms.people.events import (
    AddressBounced,
    FirstSignedIn,
    PersonCorrected,
    PersonJoined,
    SignedOutEverywhere,
)
from lms.people.models import Person


def join(  # noqa: PLR0913 - a person has these parts
    work: Work,
    *,
    first_name: str,
    last_name: str,
    name: str | None = None,
    email: str | None = None,
    other_email: str | None = None,
    needs: Permission = permissions.ADD,
) -> Person:
    """Enter a person into the register.

    Args:
        work: the piece of work.
        first_name: as in HR's list.
        last_name: as in HR's list.
        name: as they are called and as certificates print it; both names without one.
        email: where messages go; None while nobody knows one.
        other_email: a second address that may sign in.
        needs: what the actor must be allowed; another where it follows from another act.

    Raises:
        NotAllowed: the actor may not add starters.
        Invalid: a name is missing, or an address is none.
        AddressTaken: somebody has the address already.

    """
    work.require(needs)
    first = rules.clean_name(first_name, field="first_name")
    last = rules.clean_name(last_name, field="last_name")
    main, other = _addresses(work, email, other_email, but=None)
    person = Person(
        id=uuid4(),
        first_name=first,
        last_name=last,
        name=rules.clean_name(name or f"{first} {last}", field="name"),
        sort_name=rules.sort_name(first, last),
        email=main,
        other_email=other,
        created_at=work.now,
    )
    work.session.add(person)
    _flush(work, main or other)
    work.record(PersonJoined(subject_id=person.id, person_id=person.id))
    return person


def correct(  # noqa: PLR0913 - a person has these parts
    work: Work,
    person_id: UUID,
    *,
    first_name: str,
    last_name: str,
    name: str | None,
    email: str | None,
    other_email: str | None,
) -> Person:
    """Put a person's names and addresses right; what is already printed stays as it is.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not change them.
        AlreadyMerged: their record became part of another meanwhile.
        AddressGuarded: the address is that of an administrator or approver.
        Invalid: a name is missing, or an address is none.
        AddressTaken: somebody else has the address already.

    """
    person = _alone(work, person_id)
    work.require(permissions.CHANGE, person)
    first = rules.clean_name(first_name, field="first_name")
    last = rules.clean_name(last_name, field="last_name")
    main, other = _addresses(work, email, other_email, but=person.id)
    wanted: dict[str, str | None] = {
        "first_name": first,
        "last_name": last,
        "name": rules.clean_name(name or f"{first} {last}", field="name"),
        "email": main,
        "other_email": other,
    }
    changed = [key for key, value in wanted.items() if getattr(person, key) != value]
    if {"email", "other_email"} & set(changed):
        _refuse_guarded(work, person)
    for key in changed:
        setattr(person, key, wanted[key])
    person.sort_name = rules.sort_name(first, last)
    if "email" in changed:
        person.bounced_at = None
    if changed:
        _flush(work, main or other)
        work.record(
            PersonCorrected(subject_id=person.id, person_id=person.id, changed=sorted(changed))
        )
    return person


def bounced(work: Work, person_id: UUID) -> Person:
    """Note that mail to a person came back, so that they no longer count as enrolled by it.

    Raises:
        NotFound: there is no such person.
        NotAllowed: the actor may not change them.

    """
    person = queries.person(work.session, person_id)
    work.require(permissions.CHANGE, person)
    person.bounced_at = work.now
    work.record(AddressBounced(subject_id=person.id, person_id=person.id))
    return person


def signed_in(work: Work, person_id: UUID) -> Person:
    """Note that a person signed in; the first time is an event. Raises NotFound."""
    person = queries.person(work.session, person_id)
    person.last_signed_in_at = work.now
    if person.first_signed_in_at is None:
        person.first_signed_in_at = work.now
        work.record(FirstSignedIn(subject_id=person.id, person_id=person.id))
    return person


def sign_out_everywhere(work: Work, person_id: UUID) -> Person:
    """End every session of a person's; they do it themselves, or HR does.

    Raises:
        NotFound: there is no such person.
        NotAllowed: it is somebody else, whom the actor may not change.

    """
    person = queries.person(work.session, person_id)
    if work.actor.id != person.id:
        work.require(permissions.CHANGE, person)
    person.signed_out_at = work.now
    work.record(SignedOutEverywhere(subject_id=person.id, person_id=person.id))
    return person


def _alone(work: Work, person_id: UUID) -> Person:
    """Return a person whom nobody else changes or merges until this work ends."""
    queries.lock(work.session, person_id)
    person = queries.person(work.session, person_id)
    work.session.refresh(person)
    if person.merged_into_id is not None:
        raise AlreadyMerged(person.name, queries.person(work.session, person.merged_into_id).name)
    return person


def _addresses(
    work: Work, email: str | None, other_email: str | None, *, but: UUID | None
) -> tuple[str | None, str | None]:
    """Return both addresses as they are kept, once nobody else has them."""
    main = rules.normal_address(email, field="email")
    other = rules.normal_address(other_email, field="other_email")
    if other == main:
        other = None
    for address, field in ((main, "email"), (other, "other_email")):
        owner = queries.address_owner(work.session, address, but=but)
        if address is not None and owner is not None:
            raise AddressTaken(address, field=field, person_id=owner.id)
    return main, other


def _refuse_guarded(work: Work, person: Person) -> None:
    """Refuse to move the door of somebody whose powers are more than the actor's."""
    if work.actor.may(permissions.GRANT):
        return
    held = {one.duty.value for one in queries.held_by(work.session, person.id)}
    for duty in rules.GUARDED:
        if duty in held:
            raise AddressGuarded(rules.DUTIES[duty])


def _flush(work: Work, address: str | None) -> None:
    """Write now; where another entered the address in the same instant, say so."""
    try:
        work.session.flush()
    except IntegrityError as error:
        if address is None or "email" not in str(error.orig):
            raise
        raise AddressTaken(address, field="email", person_id=None) from None
