"""What belongs to whoever is signed in; anybody else's is as good as none."""

from typing import TYPE_CHECKING
from uuid import UUID

from lms.delivery import kit
from lms.delivery.kit import SignInNeeded
from lms.kernel.errors import NotFound
from lms.learning import queries

if TYPE_CHECKING:
    from lms.learning.models import Attempt, Practice


def me() -> UUID:
    """Return who is signed in. Raises SignInNeeded."""
    person_id = kit.actor().id
    if person_id is None:
        raise SignInNeeded
    return person_id


def attempt(slug: str, attempt_id: UUID) -> "Attempt":
    """Return one's own attempt at this module's check. Raises NotFound."""
    found = queries.attempt(kit.session(), me(), attempt_id)
    if found.module_slug != slug:
        msg = "There is no such attempt of yours."
        raise NotFound(msg)
    return found


def practice(slug: str, scenario_id: str, practice_id: UUID) -> "Practice":
    """Return one's own go at this scenario. Raises NotFound."""
    found = queries.practice(kit.session(), me(), practice_id)
    if (found.module_slug, found.scenario_id) != (slug, scenario_id):
        msg = "There is no such practice assessment of yours."
        raise NotFound(msg)
    return found
