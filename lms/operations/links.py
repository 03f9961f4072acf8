"""Sign-in links that an operator is shown, instead of their being mailed."""

from uuid import UUID

from lms.identity import commands as identity
from lms.identity import rules
from lms.identity.errors import NotHere
from lms.identity.models import LinkPurpose
from lms.kernel.settings import Settings
from lms.kernel.work import Work
from lms.operations.events import SignInLinkShown
from lms.people import queries as people
from lms.people.models import Person

HERE = "http://127.0.0.1:8000"
"""Where ``lms serve`` is found unless it is told otherwise."""


def one_time(work: Work, person: Person) -> str:
    """Return the address of a link that lets ``person`` in once, and note that it was shown.

    Raises:
        NotHere: the person has no engagement and no duty that lets them in.

    """
    standing = people.standing(work.session, person.id)
    if standing is None or not rules.may_come_in(
        has_duties=bool(standing.duties),
        last_day=standing.last_day,
        today=work.today,
        grace_days=work.settings.grace_days,
    ):
        raise NotHere(person.name)
    link = identity.make_link(work, person.id, LinkPurpose.SIGN_IN)
    work.record(SignInLinkShown(subject_id=link.id, person_id=person.id))
    return address(work.settings, link.id)


def address(settings: Settings, link_id: UUID) -> str:
    """Return where a link is opened."""
    return f"{settings.base_url or HERE}/sign-in/link/{rules.sign(settings.secret_key, link_id)}"
