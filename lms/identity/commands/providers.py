"""Letting people in whom an identity provider vouches for, and keeping note of the unknown."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.identity import permissions, queries, rules
from lms.identity.commands.links import may_come_in
from lms.identity.errors import AddressOfTwo, AnotherAccount
from lms.identity.events import AccountLinked, AccountUnlinked, Knocked, SignedIn
from lms.identity.models import ExternalIdentity, Knock
from lms.identity.rules import Claimed
from lms.kernel.providers import Provider
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as people_queries


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of a sign-in at a provider."""

    person_id: UUID | None
    """Who is in; None for somebody who may not come in."""

    last_day: date | None = None
    """Of somebody we know whose time here is over; None for somebody unknown."""

    is_vouched: bool = True
    """Whether they could be recognised at all."""


def come_in_through(work: Work, claimed: Claimed, provider: Provider) -> Came:
    """Let in whoever a provider means, known by account, else by a verified address.

    The first time links the account to the person; from then on it is known by itself,
    whatever becomes of addresses. Of somebody nobody told us of it is kept that they came.

    Raises:
        AddressOfTwo: two people have the address.
        AnotherAccount: the person of that address has another account at that provider.

    """
    account = queries.account(work.session, claimed.issuer, claimed.subject)
    if account is None:
        owners = _owners(work, claimed)
        if not claimed.is_vouched:
            if not owners:
                _keep_knock(work, claimed, provider, None)
            return Came(person_id=None, is_vouched=False)
        if len(owners) > 1:
            raise AddressOfTwo
        person_id = owners[0] if owners else None
    else:
        person_id = account.person_id
    if person_id is None or not may_come_in(work, person_id):
        _keep_knock(work, claimed, provider, person_id)
        return Came(person_id=None, last_day=_last_day(work, person_id))
    account = account or _link(work, claimed, provider, person_id)
    account.last_seen_at = work.now
    return Came(person_id=_entered(work, claimed, provider, account.person_id))


def unlink(work: Work, account_id: UUID) -> UUID:
    """Take an account off a person: its next sign-in is recognised by address again, or not.

    Returns:
        Whose it was.

    Raises:
        NotFound: it is not linked any more.
        NotAllowed: the actor may not.

    """
    found = queries.linked_account(work.session, account_id)
    work.require(permissions.UNLINK, found.person)
    person_id = found.person_id
    work.session.delete(found)
    work.record(AccountUnlinked(subject_id=account_id, person_id=person_id))
    return person_id


def tidy_knocks(work: Work) -> int:
    """Forget who came unknown so long ago that it helps nobody. Returns how many there were."""
    old = delete(Knock).where(Knock.last_at < work.now - timedelta(days=rules.KNOCK_DAYS))
    return work.session.connection().execute(old).rowcount


def _owners(work: Work, claimed: Claimed) -> list[UUID]:
    if claimed.address is None:
        return []
    return people_queries.owners(work.session, claimed.address)


def _last_day(work: Work, person_id: UUID | None) -> date | None:
    found = people_queries.standing(work.session, person_id) if person_id else None
    return found.last_day if found else None


def _entered(work: Work, claimed: Claimed, provider: Provider, person_id: UUID) -> UUID:
    knock = queries.knock(work.session, claimed.issuer, claimed.subject)
    if knock is not None:
        work.session.delete(knock)
    people.signed_in(work, person_id)
    work.record(
        SignedIn(subject_id=person_id, person_id=person_id, by="provider", provider=provider.key)
    )
    return person_id


def _link(work: Work, claimed: Claimed, provider: Provider, person_id: UUID) -> ExternalIdentity:
    """Link the account; two windows at once link it once, as the person is locked meanwhile."""
    people_queries.lock(work.session, person_id)
    found = queries.accounts_of(work.session, claimed.issuer, person_id)
    same = [one for one in found if one.subject == claimed.subject]
    if same:
        return same[0]
    if found:
        raise AnotherAccount(provider.name)
    made = ExternalIdentity(
        issuer=claimed.issuer,
        subject=claimed.subject,
        person_id=person_id,
        first_seen_at=work.now,
        last_seen_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    work.record(AccountLinked(subject_id=made.id, person_id=person_id))
    return made


def _keep_knock(work: Work, claimed: Claimed, provider: Provider, person_id: UUID | None) -> None:
    """Keep that somebody came; again only counts, and what they are called now."""
    found = queries.knock(work.session, claimed.issuer, claimed.subject)
    if found is None:
        found = _first_knock(work, claimed, provider, person_id)
    found.first_name, found.last_name = claimed.first_name, claimed.last_name
    found.email, found.is_vouched = claimed.address, claimed.is_vouched
    found.person_id, found.last_at = person_id, work.now
    found.times += 1


def _first_knock(
    work: Work, claimed: Claimed, provider: Provider, person_id: UUID | None
) -> Knock:
    made = Knock(
        issuer=claimed.issuer,
        subject=claimed.subject,
        first_name="",
        last_name="",
        is_vouched=False,
        first_at=work.now,
        last_at=work.now,
        times=0,
    )
    try:
        with work.session.begin_nested():
            work.session.add(made)
            work.session.flush()
    except IntegrityError:
        return queries.knock(work.session, claimed.issuer, claimed.subject) or made
    work.record(Knocked(subject_id=made.id, person_id=person_id, provider=provider.key))
    return made
