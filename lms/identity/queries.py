"""Questions about ways to sign in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from lms.identity import rules
from lms.identity.models import ExternalIdentity, Invitation, KeptAnswer, Knock, SignInLink, Token
from lms.kernel.days import end_of
from lms.kernel.errors import NotFound
from lms.kernel.paging import PAGE, Slice
from lms.kernel.permissions import Reach
from lms.people.models import Engagement, Person, Unit
from lms.people.queries import active_on, within
from lms.people.queries.lists import works_within

INVITED_AT_ONCE = 200
"""Invitations that one press of a button sends."""


def signed_in_by(day: date) -> ColumnElement[bool]:
    """Return the condition that a person had signed in by the end of ``day``."""
    return and_(Person.first_signed_in_at.is_not(None), Person.first_signed_in_at < end_of(day))


def enrolled(day: date) -> ColumnElement[bool]:
    """Return the condition that a person was enrolled by the end of ``day``.

    They have been sent an invitation that did not bounce, or have signed in.
    """
    by_then = end_of(day)
    invited = exists().where(
        Invitation.person_id == Person.id,
        Invitation.sent_at < by_then,
        or_(Invitation.bounced_at.is_(None), Invitation.bounced_at >= by_then),
    )
    return or_(signed_in_by(day), invited)


def goes_out_on() -> ScalarSelect[date | None]:
    """Return the day on which a person's next waiting invitation goes out, as a column."""
    waits = (Invitation.sent_at.is_(None), Invitation.cancelled_at.is_(None))
    wanted = select(func.min(Invitation.send_on)).where(Invitation.person_id == Person.id, *waits)
    return wanted.correlate(Person).scalar_subquery()


def link(session: Session, link_id: UUID) -> SignInLink | None:
    """Return the link, or None where there is none."""
    return session.get(SignInLink, link_id)


def card(session: Session, code_hash: str) -> SignInLink | None:
    """Return the printed card with that code, or None."""
    return session.scalars(select(SignInLink).filter_by(code_hash=code_hash)).first()


def invitations(session: Session, person_id: UUID) -> list[Invitation]:
    """Return a person's invitations, newest first."""
    wanted = select(Invitation).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(Invitation.made_at.desc())))


@dataclass(frozen=True, kw_only=True)
class Held:
    """An invitation that goes out when somebody says so."""

    id: UUID
    person_id: UUID
    name: str
    email: str | None
    kind: str | None
    unit: str | None
    starts_on: date | None
    made_at: datetime


def held(
    session: Session, reach: Reach, *, after: str | None = None, limit: int = PAGE
) -> Slice[Held]:
    """Return held invitations of people within reach, whoever starts first before the others."""
    starts_on = func.coalesce(Engagement.starts_on, date.max)
    wanted = (
        select(Invitation, Person, Engagement, Unit.name, starts_on)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(Engagement, Engagement.id == Invitation.engagement_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(*_is_held(reach))
    )
    day, last = _read_key(after)
    if last is not None:
        wanted = wanted.where(tuple_(starts_on, Invitation.id) > (day, last))
    rows = session.execute(wanted.order_by(starts_on, Invitation.id).limit(limit + 1)).all()
    shown = [
        Held(
            id=one.id,
            person_id=person.id,
            name=person.name,
            email=person.email,
            kind=engagement.kind.value if engagement else None,
            unit=unit,
            starts_on=engagement.starts_on if engagement else None,
            made_at=one.made_at,
        )
        for one, person, engagement, unit, _ in rows[:limit]
    ]
    more = len(rows) > limit
    return Slice(shown, f"{rows[limit - 1][4].isoformat()} {shown[-1].id.hex}" if more else None)


def held_count(session: Session, reach: Reach) -> int:
    """Return how many invitations are held, of people within reach."""
    wanted = select(func.count()).select_from(Invitation)
    return session.scalar(wanted.join(Person).where(*_is_held(reach))) or 0


def held_ids(session: Session, reach: Reach) -> list[UUID]:
    """Return every held invitation of people within reach."""
    return list(session.scalars(select(Invitation.id).join(Person).where(*_is_held(reach))))


def invitable(
    session: Session, reach: Reach, day: date, *, limit: int = INVITED_AT_ONCE
) -> list[UUID]:
    """Return who works within reach, has an address that does not bounce, and was not reached."""
    working = (
        select(Engagement.person_id)
        .outerjoin(Unit, Unit.id == Engagement.unit_id)
        .where(active_on(day), within(reach))
    )
    goes_out = exists().where(
        Invitation.person_id == Person.id,
        Invitation.due_at.is_not(None),
        Invitation.sent_at.is_(None),
        Invitation.cancelled_at.is_(None),
    )
    wanted = select(Person.id).where(
        Person.id.in_(working),
        Person.email.is_not(None),
        Person.bounced_at.is_(None),
        ~enrolled(day),
        ~goes_out,
    )
    return list(session.scalars(wanted.order_by(Person.sort_name, Person.id).limit(limit)))


def _is_held(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions; whoever came in by a card in the meantime needs none any more."""
    return (
        Invitation.send_on.is_(None),
        Invitation.cancelled_at.is_(None),
        Person.first_signed_in_at.is_(None),
        works_within(reach, Person.id),
    )


def _read_key(after: str | None) -> tuple[date, UUID | None]:
    """Return where a page begins; what cannot be read begins at the first."""
    try:
        day, _, hexed = (after or "").partition(" ")
        return date.fromisoformat(day), UUID(hexed)
    except ValueError:
        return date.min, None


def invitation_facts(session: Session, invitation_id: UUID) -> dict[str, str | None]:
    """Return what an invitation's words say of the engagement it is for."""
    found = session.get(Invitation, invitation_id)
    engagement = found.engagement if found else None
    return {
        "starts_on": engagement.starts_on.isoformat() if engagement else None,
        "team": engagement.unit.name if engagement and engagement.unit else None,
    }


def account(session: Session, issuer: str, subject: str) -> ExternalIdentity | None:
    """Return the account that a provider means by ``subject``, where it is linked to a person."""
    wanted = select(ExternalIdentity).filter_by(issuer=issuer, subject=subject)
    return session.scalars(wanted).first()


def accounts(session: Session, person_id: UUID) -> list[ExternalIdentity]:
    """Return the accounts a person signs in with, the one used last first."""
    wanted = select(ExternalIdentity).filter_by(person_id=person_id)
    return list(session.scalars(wanted.order_by(ExternalIdentity.last_seen_at.desc())))


def accounts_of(session: Session, issuer: str, person_id: UUID) -> list[ExternalIdentity]:
    """Return a person's accounts at one provider."""
    wanted = select(ExternalIdentity).filter_by(issuer=issuer, person_id=person_id)
    return list(session.scalars(wanted))


def linked_account(session: Session, account_id: UUID) -> ExternalIdentity:
    """Return the account with that id. Raises NotFound."""
    found = session.get(ExternalIdentity, account_id)
    if found is None:
        msg = "That account is not linked any more."
        raise NotFound(msg)
    return found


def knock(session: Session, issuer: str, subject: str) -> Knock | None:
    """Return the knock of that account, where it is kept."""
    return session.scalars(select(Knock).filter_by(issuer=issuer, subject=subject)).first()


def knocked(day: date) -> Select[Knock]:
    """Return the question who signed in at a provider and is in no list on ``day``, newest first.

    Whoever has been entered since, by address or by a new engagement, is not among them.
    """
    known = exists().where(or_(Person.email == Knock.email, Person.other_email == Knock.email))
    engaged = exists().where(Engagement.person_id == Knock.person_id, last_day() >= day)
    since = end_of(day) - timedelta(days=rules.KNOCK_DAYS + 1)
    return (
        select(Knock)
        .where(
            Knock.last_at >= since,
            Knock.first_at < end_of(day),
            case((Knock.person_id.is_(None), ~known), else_=~engaged),
        )
        .order_by(Knock.last_at.desc(), Knock.id)
    )


def knocked_count(session: Session, day: date) -> int:
    """Return how many signed in at a provider and are in no list on ``day``."""
    return session.scalar(knocks(day)) or 0


def knocks(day: date) -> Select[int]:
    """Return the question how many those are, for other figures to stand beside it."""
    return select(func.count()).select_from(knocked(day).order_by(None).subquery())


def knocked_page(
    session: Session, day: date, *, after: str | None = None, limit: int = PAGE
) -> Slice[Knock]:
    """Return those people a page at a time, whoever came last before the others."""
    wanted = knocked(day)
    last = session.get(Knock, key) if (key := _read_id(after)) else None
    if last is not None:
        same = and_(Knock.last_at == last.last_at, Knock.id > last.id)
        wanted = wanted.where(or_(Knock.last_at < last.last_at, same))
    rows = list(session.scalars(wanted.limit(limit + 1)))
    return Slice(rows[:limit], rows[limit - 1].id.hex if len(rows) > limit else None)


def _read_id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def last_day() -> ColumnElement[date]:
    """Return the last day of an engagement, as a column; far away for one without."""
    return func.coalesce(Engagement.ends_on, date.max)


def token(session: Session, token_id: UUID) -> Token:
    """Return the token. Raises NotFound."""
    found = session.get(Token, token_id)
    if found is None:
        msg = "There is no such token. Look at the list of tokens."
        raise NotFound(msg)
    return found


def tokens(session: Session) -> list[Token]:
    """Return every token there is or was, those that work first."""
    working = (Token.revoked_at.is_not(None), Token.name)
    return list(session.scalars(select(Token).order_by(*working)))


def token_named(session: Session, name: str) -> Token:
    """Return the token of that name. Raises NotFound."""
    found = session.scalars(select(Token).filter_by(name=name.strip())).first()
    if found is None:
        msg = f"There is no token called {name}. See: lms tokens list"
        raise NotFound(msg)
    return found


def token_of(session: Session, secret_hash: str, now: datetime) -> Token | None:
    """Return the token of a secret, if it works; None for one nobody gave, revoked or expired."""
    wanted = select(Token).filter_by(secret_hash=secret_hash, revoked_at=None)
    still = or_(Token.expires_at.is_(None), Token.expires_at > now)
    return session.scalars(wanted.where(still)).first()


def token_names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of those that are tokens."""
    if not ids:
        return {}
    rows = session.execute(select(Token.id, Token.name).where(Token.id.in_(ids)))
    return {key: f"the system {name}" for key, name in rows}


def answer_kept(
    session: Session, token_id: UUID | None, key: str, now: datetime
) -> KeptAnswer | None:
    """Return what a token's request of that key was answered in the last day, or None."""
    since = now - timedelta(hours=rules.ANSWER_HOURS)
    wanted = select(KeptAnswer).filter_by(token_id=token_id, key=key)
    return session.scalars(wanted.where(KeptAnswer.made_at > since)).first()
