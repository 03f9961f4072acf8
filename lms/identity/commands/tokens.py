"""Giving other systems a token, and taking it back."""

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.identity import permissions, queries, rules
from lms.identity.errors import AlreadyRevoked, NameUsed
from lms.identity.events import TokenAdded, TokenRevoked
from lms.identity.models import Token
from lms.kernel import words
from lms.kernel.days import end_of
from lms.kernel.errors import Invalid
from lms.kernel.work import Work
from lms.people import rules as people


def add_token(
    work: Work, *, name: str, scopes: Collection[str], expires_on: date | None = None
) -> tuple[Token, str]:
    """Give another system a token.

    Args:
        work: the work.
        name: which system; what it enters names this as its source.
        scopes: what it may do, of ``rules.SCOPES``.
        expires_on: the last day on which it works; None for no end.

    Returns:
        The token and its secret, which nobody can read again.

    Raises:
        NotAllowed: the actor may not give tokens.
        Invalid: the name is missing, a scope is none or none is named, or the day is past.
        NameUsed: a token has that name, or had it.

    """
    work.require(permissions.KEEP_TOKENS)
    cleaned = people.clean_name(name, field="name")
    wanted = _checked(scopes)
    if expires_on is not None and expires_on < work.today:
        msg = "Choose a day that is still to come, or none."
        raise Invalid(msg, field="expires_on")
    if work.session.scalar(select(Token.id).filter_by(name=cleaned)) is not None:
        raise NameUsed(cleaned)
    secret = rules.new_secret()
    made = Token(
        id=uuid4(),
        name=cleaned,
        secret_hash=rules.secret_hash(secret),
        scopes=wanted,
        made_at=work.now,
        made_by=work.actor.id,
        expires_at=end_of(expires_on) if expires_on else None,
    )
    work.session.add(made)
    try:
        work.session.flush()
    except IntegrityError:
        raise NameUsed(cleaned) from None
    work.record(TokenAdded(subject_id=made.id, name=cleaned, scopes=wanted))
    return made, secret


def revoke_token(work: Work, token_id: UUID) -> Token:
    """Let a system's token work no more, from now on; its name stays taken.

    Raises:
        NotFound: there is no such token.
        NotAllowed: the actor may not revoke tokens.
        AlreadyRevoked: it was revoked before.

    """
    work.require(permissions.KEEP_TOKENS)
    found = queries.token(work.session, token_id)
    if found.revoked_at is not None:
        raise AlreadyRevoked(found.name, words.moment(found.revoked_at))
    found.revoked_at, found.revoked_by = work.now, work.actor.id
    work.session.flush()
    work.record(TokenRevoked(subject_id=found.id, name=found.name))
    return found


def used_token(work: Work, token_id: UUID) -> None:
    """Note that a token was used today."""
    change = update(Token).where(Token.id == token_id)
    work.session.execute(change.values(last_used_on=work.today))


def _checked(scopes: Collection[str]) -> list[str]:
    """Return the scopes in our order. Raises Invalid."""
    unknown = sorted(set(scopes) - rules.SCOPES.keys())
    if unknown or not scopes:
        said = f"There is no scope {unknown[0]}." if unknown else "Name at least one scope."
        msg = f"{said} The scopes are {', '.join(rules.SCOPES)}."
        raise Invalid(msg, field="scopes")
    return [one for one in rules.SCOPES if one in scopes]
