"""The practice assessment: begin, save, set beside the experts'."""

from uuid import UUID

from lms.content import queries as content
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.work import Work
from lms.learning import queries
from lms.learning.commands.sections import learner
from lms.learning.errors import PracticeOver
from lms.learning.events import PracticeFinished
from lms.learning.models import Practice
from lms.practice import rules
from lms.practice.rules import Assessment


def begin_practice(work: Work, slug: str, scenario_id: str) -> Practice:
    """Begin a go at a scenario, or return the one that is under way.

    Raises:
        NoSuchModule: there is no such module.
        NotFound: it has no such scenario.

    """
    person_id = learner(work)
    goes = queries.practices(work.session, person_id, slug, scenario_id)
    if goes and goes[0].finished_at is None:
        return goes[0]
    edition = queries.reading(work.session, person_id, slug, demo=work.settings.demo).edition
    try:
        content.content_of(edition).scenario(scenario_id)
    except KeyError:
        msg = "This module has no such practice scenario."
        raise NotFound(msg) from None
    made = Practice(
        person_id=person_id,
        module_slug=slug,
        edition_id=edition.id,
        scenario_id=scenario_id,
        chosen={},
        step=next(iter(rules.STEPS)),
        begun_at=work.now,
        saved_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def save_practice(work: Work, practice_id: UUID, assessment: Assessment, *, step: str) -> Practice:
    """Keep an assessment so far; what the scenario does not know is left out.

    Raises:
        NotFound: there is no such go of this person.
        PracticeOver: it stands beside the experts' already.
        Invalid: there is no such step.

    """
    found = queries.practice(work.session, learner(work), practice_id)
    if found.finished_at is not None:
        raise PracticeOver
    if step not in rules.STEPS:
        msg = "There is no such step."
        raise Invalid(msg, field="step")
    scenario = content.content_of(content.edition(work.session, found.edition_id)).scenario(
        found.scenario_id
    )
    found.chosen = rules.fitting(scenario, assessment).plain()
    found.step, found.saved_at = step, work.now
    return found


def finish_practice(work: Work, practice_id: UUID) -> Practice:
    """Set an assessment beside the experts'; it does not change after that.

    Raises:
        NotFound: there is no such go of this person.
        PracticeOver: it stands there already.

    """
    found = queries.practice(work.session, learner(work), practice_id)
    if found.finished_at is not None:
        raise PracticeOver
    found.finished_at = work.now
    work.record(
        PracticeFinished(
            subject_id=found.id, person_id=found.person_id, module_slug=found.module_slug
        )
    )
    return found
