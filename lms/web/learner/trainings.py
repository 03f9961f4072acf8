"""Each module as 'my learning' shows it: what is asked, how far somebody is, what came of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lms.certificates import queries as certificates
from lms.certificates.queries import Checked
from lms.certificates.rules import Standing
from lms.compliance import queries as compliance
from lms.compliance.rules import Status
from lms.content import queries as content
from lms.content.rules import ModuleContent
from lms.delivery import kit
from lms.learning import queries
from lms.learning.rules import Progress, progress, read_for_next
from lms.web.learner import lessons, todo
from lms.web.learner.todo import Demand

if TYPE_CHECKING:
    from lms.content.models import Edition
    from lms.learning.queries import Begun


@dataclass(frozen=True, kw_only=True)
class Training:
    """One module, as one person stands to it."""

    slug: str
    title: str
    demand: Demand | None
    """What it asks of them; None where nobody asks."""

    content: ModuleContent | None
    """What they would read; None where no edition may be given out."""

    progress: Progress | None
    is_begun: bool
    in_check: bool
    """Whether an attempt at the check is under way."""

    certificate: Checked | None
    """The latest they earned that was not followed by another."""

    awaits_talk: bool = False
    """Whether a talk is to be had before the check opens again."""

    @property
    def status(self) -> Status | None:
        """What it is today; None where nobody asks."""
        return self.demand.status if self.demand else None

    @property
    def is_pressing(self) -> bool:
        """Whether it is overdue or due soon, and can be done."""
        return self.content is not None and self.status in todo.NOW

    @property
    def is_to_do(self) -> bool:
        """Whether it is still to be done, and can be."""
        return self.content is not None and self.status in todo.TO_DO

    @property
    def waits(self) -> bool:
        """Whether it is owed, and nobody has approved an edition to learn from."""
        return self.content is None and self.status in todo.TO_DO

    @property
    def action(self) -> str:
        """What the button says."""
        if self.in_check:
            return "Go on with the check"
        if self.awaits_talk:
            return "What comes next"
        if self.progress is not None and self.progress.all_read:
            return "Take the knowledge check"
        return "Carry on where you left" if self.is_begun else "Begin"

    @property
    def href(self) -> str:
        """Where the button leads: straight to where they left."""
        if self.content is None or self.progress is None:
            return ""
        onward = self.progress.next_section
        if self.in_check or self.awaits_talk or onward is None:
            return lessons.check_url(lessons.base(self.slug))
        if self.is_begun:
            return f"{lessons.base(self.slug)}/{onward.id}"
        return lessons.base(self.slug)


def of_person(person_id: UUID, today: date) -> list[Training]:
    """Return every module that is asked of a person, given out or earned, the most pressing first.

    At most eight queries, however many modules there are.
    """
    session, settings = kit.session(), kit.settings()
    owed = compliance.owed(session, person_id, today, soon_days=settings.due_soon_days)
    demands = todo.demands(owed, today, soon_days=settings.due_soon_days)
    begun = queries.begun_by(session, person_id)
    talks = {one.module_slug for one in queries.talks_of(session, person_id)}
    earned = _latest(certificates.of_person(session, person_id, today))
    given = content.given_out(session, demo=settings.demo)
    editions = {
        slug: _edition(found, begun.get(slug), earned.get(slug)) for slug, found in given.items()
    }
    contents = content.contents_of(session, list(editions.values()))
    titles = {row.module_slug: row.requirement for row in owed}
    found = (
        _training(
            slug,
            titles.get(slug, slug),
            demands.get(slug),
            (editions[slug], contents[editions[slug].id]) if slug in editions else None,
            begun.get(slug),
            earned.get(slug),
        )
        for slug in dict.fromkeys((*demands, *earned, *given))
    )
    return [replace(one, awaits_talk=one.slug in talks) for one in found]


def _latest(found: "list[Checked]") -> dict[str, Checked]:
    """Return module → the certificate that was not followed by another; newest come first."""
    latest: dict[str, Checked] = {}
    for one in found:
        if one.standing != Standing.SUPERSEDED:
            latest.setdefault(one.certificate.module_slug, one)
    return latest


def _completed_at(edition_id: UUID, earned: Checked | None) -> datetime | None:
    if earned is None or earned.certificate.edition_id != edition_id:
        return None
    return earned.certificate.issued_at


def _edition(given: "list[Edition]", begun: "Begun | None", earned: Checked | None) -> "Edition":
    """Return the edition they learn from: one begun and not completed, else the newest."""
    if begun is not None:
        for one in given:
            if one.id == begun.edition_id:
                completed_at = _completed_at(one.id, earned)
                if completed_at is None or begun.begun_at > completed_at:
                    return one
    return given[0]


def _training(
    slug: str,
    title: str,
    demand: Demand | None,
    given: "tuple[Edition, ModuleContent] | None",
    begun: "Begun | None",
    earned: Checked | None,
) -> Training:
    if given is None:
        return Training(
            slug=slug,
            title=earned.certificate.module_title if earned else title,
            demand=demand,
            content=None,
            progress=None,
            is_begun=False,
            in_check=False,
            certificate=earned,
        )
    edition, whole = given
    here = begun if begun is not None and begun.edition_id == edition.id else None
    completed_at = _completed_at(edition.id, earned)
    read = read_for_next(here.read, completed_at) if here else set()
    return Training(
        slug=slug,
        title=whole.title,
        demand=demand,
        content=whole,
        progress=progress(whole, read, here.section_id if here else None),
        is_begun=here is not None and (completed_at is None or here.begun_at > completed_at),
        in_check=begun is not None and begun.attempt_id is not None,
        certificate=earned,
    )
