"""Coming back from a provider, and what is kept of it."""

from sqlalchemy import select

from lms.identity.models import ExternalIdentity

START = "/sign-in/with/marlshire"


def arrive(browser, path):
    """Come back from the provider. The first time writes, and asks as often as a form may."""
    return browser.get(path, most=20)


def linked(session):
    found = session.scalars(select(ExternalIdentity).order_by(ExternalIdentity.first_seen_at))
    return [(one.subject, one.person_id) for one in found]
