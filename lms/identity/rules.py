"""Secrets of links, codes and cards: signed or hashed, never kept."""

import hashlib
import hmac
import secrets
from datetime import date
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U to misread."""

CODE_LENGTH = 8
CARD_LENGTH = 12
CODE_TRIES = 5
"""Wrong codes until a link is void."""

LINKS_AN_HOUR = 6
"""Sign-in links one person may ask for in an hour."""

CARD_DAYS = 14
"""Days that a printed card can be used."""


def sign(secret: str, link_id: UUID) -> str:
    """Return the token of a link, to stand in an address."""
    return str(_signer(secret).dumps(link_id.hex))


def read_token(secret: str, token: str) -> UUID | None:
    """Return the link that a token names, or None where nobody here signed it."""
    try:
        return UUID(_signer(secret).loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        secret, salt="outset.link", signer_kwargs={"digest_method": hashlib.sha256}
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
