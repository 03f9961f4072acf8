"""Secrets of links, codes and cards: signed or hashed, never kept."""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from lms.kernel.errors import Refusal
from lms.people.rules import LONGEST_NAME, normal_address

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U to misread."""

CODE_LENGTH = 8
CARD_LENGTH = 12
CODE_TRIES = 5
"""Wrong codes until a link is void."""

LINKS_AN_HOUR = 6
"""Sign-in links one person may ask for in an hour."""

SCOPES: Mapping[str, str] = {
    "people:read": "read people",
    "people:write": "enter people and put their details right",
    "engagements:read": "read engagements",
    "engagements:write": "begin, change and end engagements",
    "imports:read": "read lists that were brought in",
    "imports:write": "bring in lists",
    "scim": "keep people and groups as a directory has them (SCIM)",
}
"""What a token can be for, in words."""

TOKEN_MARK = "outset_"  # noqa: S105 - the beginning of every secret, none itself
"""How a token's secret begins, so that somebody who finds one knows what it is."""

ANSWER = "answer"
"""What a link is signed as with which a manager says who is missing."""

DSL_CHECK = "dsl_check"
"""What a link is signed as with which a setting says who is DSL there."""

MENTOR_HEAD = "mentor_head"
"""What a link is signed as with which a head agrees to a mentor's time."""

PAIRING: Mapping[str, str] = {"mentor": "pairing_mentor", "mentee": "pairing_mentee"}
"""What the links are signed as with which each of two answers a proposal."""

ANSWER_HOURS = 24
"""Hours for which an answer is kept for the same request sent again."""

CARD_DAYS = 14
"""Days that a printed card can be used."""


def sign(secret: str, link_id: UUID, *, of: str = "link") -> str:
    """Return the token of a link, to stand in an address; ``of`` says which kind of link."""
    return str(_signer(secret, of).dumps(link_id.hex))


def read_token(secret: str, token: str, *, of: str = "link") -> UUID | None:
    """Return the link that a token names, or None where nobody here signed it."""
    try:
        return UUID(_signer(secret, of).loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer(secret: str, of: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret, salt=f"outset.{of}", signer_kwargs={"digest_method": hashlib.sha256}
    )


def short_code(secret: str, link_id: UUID) -> str:
    """Return the code beside a link, for signing in on another device: ``7F3K-92QD``."""
    drawn = hmac.digest(secret.encode(), b"outset.code" + link_id.bytes, "sha256")
    return _grouped("".join(ALPHABET[byte % 32] for byte in drawn[:CODE_LENGTH]))


def is_code(secret: str, link_id: UUID, typed: str) -> bool:
    """Tell whether what was typed is the link's code; case, spaces and look-alikes forgiven."""
    return hmac.compare_digest(plain(typed), plain(short_code(secret, link_id)))


def new_card_code() -> str:
    """Return a code to print on a card, sixty random bits: ``7F3K-92QD-XM4T``."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(CARD_LENGTH)))


def card_hash(secret: str, typed: str) -> str:
    """Return what is kept of a card's code."""
    return hmac.new(secret.encode(), b"outset.card" + plain(typed).encode(), "sha256").hexdigest()


def plain(typed: str) -> str:
    """Return a code as it was meant: O is 0, I and L are 1, all else is left out."""
    meant = typed.upper().translate(str.maketrans("OIL", "011"))
    return "".join(letter for letter in meant if letter in ALPHABET)


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def new_secret() -> str:
    """Return a token's secret: 256 random bits, fit for a header."""
    return TOKEN_MARK + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Return what is kept of a token's secret; with so many random bits no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def may_come_in(*, has_duties: bool, last_day: date | None, today: date, grace_days: int) -> bool:
    """Tell whether somebody may sign in: a duty, or an engagement not ended too long ago.

    Args:
        has_duties: whether any duty is held.
        last_day: last day of the latest engagement; None without any.
        today: the council's day.
        grace_days: days after the last in which a certificate can still be had.

    """
    if has_duties:
        return True
    return last_day is not None and (today - last_day).days <= grace_days


LONGEST_SUBJECT = 255
"""Characters of a subject. Source: OpenID Connect Core, 2."""

KNOCK_DAYS = 90
"""Days for which it is kept that somebody unknown signed in."""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """What an identity provider said of somebody, as far as we take it."""

    issuer: str
    subject: str
    first_name: str
    last_name: str
    address: str | None
    is_vouched: bool
    """Whether the address may tell who it is: the provider verified it, and may speak for it."""


def claimed(
    claims: Mapping[str, object],
    *,
    verified_claim: str,
    trust: bool,
    domains: Collection[str],
) -> Claimed | None:
    """Return what is taken of a provider's claims: ids, name and address, and nothing else.

    Args:
        claims: issuer and subject were checked; the rest may be anything.
        verified_claim: the claim that says whether the address is verified.
        trust: whether addresses in ``domains`` count as verified without being said so.
        domains: what the provider may speak for; none is any.

    Returns:
        None where there is no usable subject. An address that is none is left out.

    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not isinstance(issuer, str) or not isinstance(subject, str):
        return None
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        return None
    address = _address(claims.get("email"))
    may_speak = bool(address) and (not domains or str(address).partition("@")[2] in domains)
    first, last = _names(claims)
    return Claimed(
        issuer=issuer,
        subject=subject,
        first_name=first,
        last_name=last,
        address=address,
        is_vouched=may_speak and (trust or _is_yes(claims.get(verified_claim))),
    )


def _is_yes(value: object) -> bool:
    """Tell whether a claim says yes; some providers write it as text or as a number."""
    return value is True or (isinstance(value, str | int) and str(value).lower() in {"true", "1"})


def _address(value: object) -> str | None:
    try:
        return normal_address(value) if isinstance(value, str) else None
    except Refusal:
        return None


def _names(claims: Mapping[str, object]) -> tuple[str, str]:
    """Return first and last name; of a name in one piece, what stands before the last space."""
    first, last = _name(claims.get("given_name")), _name(claims.get("family_name"))
    if not first and not last:
        first, _, last = _name(claims.get("name")).rpartition(" ")
    return first, last


def _name(value: object) -> str:
    if not isinstance(value, str):
        return ""
    shown = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(shown.split())[:LONGEST_NAME].strip()
