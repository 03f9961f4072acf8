"""The session's cookie, sent again now and then and not with every answer."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

SECONDS = 30
"""A cookie this young is not sent again; so much earlier than its minutes may idleness end it."""


class AgedSession(SecureCookieSession):
    """A session that knows when its cookie was signed."""

    signed_at: datetime | None = None


class Cookies(SecureCookieSessionInterface):
    """Signs a session's cookie again only where it changed, or has aged."""

    session_class = AgedSession

    def open_session(self, app: Flask, request: Request) -> AgedSession | None:
        """Return the session that the cookie holds; an empty one for none, or a forged one."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        kept = request.cookies.get(self.get_cookie_name(app))
        if not kept:
            return AgedSession()
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        try:
            data, signed_at = signer.loads(kept, max_age=lifetime, return_timestamp=True)
        except BadSignature:
            return AgedSession()
        session = AgedSession(data)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Tell whether the cookie is to be sent with this answer."""
        if session.modified or not super().should_set_cookie(app, session):
            return session.modified
        signed_at: Any = getattr(session, "signed_at", None)
        return signed_at is None or (datetime.now(UTC) - signed_at).total_seconds() > SECONDS
