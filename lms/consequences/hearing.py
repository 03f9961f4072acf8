"""Ways in are heard of, and a directory learns who its users are."""

from collections.abc import Sequence

from lms.directory import commands as directory
from lms.identity.events import Knocked, SignedIn
from lms.intake import commands as ways
from lms.intake import queries as intake
from lms.intake.events import RowSettled
from lms.kernel.work import Work
from lms.people.events import EngagementBegun


def hear_of_starters(work: Work, events: Sequence[EngagementBegun]) -> None:
    """Whoever brings somebody in without a list was heard of."""
    ways.heard_of(work, {one.source for one in events})


def hear_of_provider(work: Work, event: Knocked | SignedIn) -> None:
    """Whoever comes from a provider, known or not, shows that people can be heard of there."""
    if event.provider:
        ways.heard_from(work, "Sign-in", way="sign_in")


def name_in_directory(work: Work, event: RowSettled) -> None:
    """Somebody whom a directory told of, and HR was asked about, is known from now on."""
    begun = intake.begun_by_line(work.session, event.subject_id)
    engagement_id = next((one.engagement_id for one in begun), None)
    user = directory.settled(
        work, event.subject_id, person_id=event.person_id, engagement_id=engagement_id
    )
    if user is not None:
        directory.join_late(work, user)
