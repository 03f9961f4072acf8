"""The practice assessment: begin, save, set beside the experts'."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.content import queries as content
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.learning import queries
from lms.learning.commands.sections import learner
from lms.learning.errors import PracticeOver
from lms.learning.events import PracticeFinished
from lms.learning.models import Practice
from lms.practice import rules
from lms.practice.rules import Assessment, Scenario


def begin_practice(
    work: Work, slug: str, scenario_id: str, *, like: UUID | None = None
) -> Practice:
    """Begin a go at a scenario, or return the one that is under way.

    Args:
        work: the work.
        slug: the module.
        scenario_id: which of its scenarios.
        like: an earlier go of one's own, whose choices stand there already; None for none.

    Raises:
        NoSuchModule: there is no such module.
        NotFound: it has no such scenario, or there is no such earlier go of this person.

    """
    person_id = learner(work)
    goes = queries.practices(work.session, person_id, slug, scenario_id)
    if goes and goes[0].finished_at is None:
        return goes[0]
    reading = queries.reading(work.session, person_id, slug, demo=work.settings.demo)
    try:
        scenario = reading.content.scenario(scenario_id)
    except KeyError:
        msg = "This module has no such practice scenario."
        raise NotFound(msg) from None
    made = Practice(
        person_id=person_id,
        module_slug=slug,
        edition_id=reading.edition.id,
        scenario_id=scenario_id,
        chosen=_chosen_in(work, person_id, like, scenario),
        step=next(iter(rules.PARTS)),
        begun_at=work.now,
        saved_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(made)
    except IntegrityError:
        return queries.practices(work.session, person_id, slug, scenario_id)[0]
    return made


def _chosen_in(
    work: Work, person_id: UUID, like: UUID | None, scenario: Scenario
) -> dict[str, object]:
    if like is None:
        return {}
    earlier = queries.practice(work.session, person_id, like)
    return rules.fitting(scenario, Assessment.from_plain(earlier.chosen)).plain()


def save_practice(
    work: Work, practice_id: UUID, change: Callable[[Assessment], Assessment], *, step: str
) -> Practice:
    """Keep an assessment so far; what the scenario does not know is left out.

    Args:
        work: the work.
        practice_id: one's own go.
        change: from what is kept to what is to be kept; what another window saved meanwhile
            is in what it is given.
        step: the part of the exercise to go on at.

    Raises:
        NotFound: there is no such go of this person.
        PracticeOver: it stands beside the experts' already.
        Invalid: there is no such part.

    """
    found = queries.practice(work.session, learner(work), practice_id, lock=True)
    if found.finished_at is not None:
        raise PracticeOver
    if step not in rules.PARTS:
        msg = "There is no such step."
        raise Invalid(msg, field="step")
    edition = content.edition(work.session, found.edition_id)
    scenario = content.content_of(edition).scenario(found.scenario_id)
    changed = change(Assessment.from_plain(found.chosen))
    found.chosen = rules.fitting(scenario, changed).plain()
    found.step, found.saved_at = step, work.now
    return found


def finish_practice(work: Work, practice_id: UUID) -> Practice:
    """Set an assessment beside the experts'; it does not change after that.

    Raises:
        NotFound: there is no such go of this person.
        PracticeOver: it stands there already.

    """
    found = queries.practice(work.session, learner(work), practice_id, lock=True)
    if found.finished_at is not None:
        raise PracticeOver
    found.finished_at = work.now
    work.record(
        PracticeFinished(
            subject_id=found.id, person_id=found.person_id, module_slug=found.module_slug
        )
    )
    return found
