"""What somebody read, answered and completed, as rows and events."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from lms.assignment.rules import Done
from lms.certificates.events import CertificateAwarded
from lms.certificates.models import Certificate
from lms.learning.events import CheckPassed, ModuleBegun, PracticeFinished
from lms.learning.models import Answer, Attempt, Completion, Place, Practice, SectionRead
from lms.operations.demo.pen import LEARNT, Pen
from lms.operations.demo.plan import Planned
from lms.operations.demo.taught import Taught


@dataclass
class Lessons:
    """Writes down what people learnt."""

    pen: Pen
    done: list[Done] = field(default_factory=list)
    """What was completed, for the obligations that it meets."""

    def complete(
        self, one: Planned, module: Taught, day: date, minutes: int, *, again: bool
    ) -> None:
        """Write a passed check, the completion and its certificate."""
        at = self.pen.at(day, LEARNT + minutes)
        sheet = self.pen.chance.choice(module.sheets)
        attempt, completion = self.pen.chance.an_id(), self.pen.chance.an_id()
        common = {"person_id": one.id, "module_slug": module.slug, "edition_id": module.edition.id}
        self.pen.rows.add(
            Attempt,
            {
                "id": attempt,
                **common,
                "drawn": sheet.drawn,
                "begun_at": at - timedelta(minutes=9),
                "submitted_at": at,
                "right": sheet.right,
                "of": sheet.of,
                "must_missed": [],
                "passed": True,
            },
        )
        self.pen.rows.add(
            Completion,
            {
                "id": completion,
                **common,
                "attempt_id": attempt,
                "completed_on": day,
                "completed_at": at,
            },
        )
        self.done.append(
            Done(
                completion_id=completion,
                person_id=one.id,
                module_slug=module.slug,
                completed_on=day,
            )
        )
        if not again:
            self._begun(one, module, at - timedelta(minutes=module.edition.minutes))
        passed = CheckPassed(
            subject_id=completion,
            person_id=one.id,
            module_slug=module.slug,
            completion_id=completion,
        )
        self.pen.book.tell(at, passed, one.id)
        self._award(one, module, completion, day, at)
        if self.pen.whole:
            self._answers(attempt, sheet.answers, at)
            if not again:
                self._read(one, module, len(module.whole.sections), at)
                self._practise(one, module, at)

    def _award(
        self, one: Planned, module: Taught, completion: UUID, day: date, at: datetime
    ) -> None:
        key = self.pen.chance.an_id()
        made = module.certificate(one.name, day)
        self.pen.rows.add(
            Certificate,
            {
                "id": key,
                "person_id": one.id,
                "completion_id": completion,
                "issued_at": at,
                **made,
            },
        )
        awarded = CertificateAwarded(
            subject_id=key, person_id=one.id, module_slug=module.slug, completion_id=completion
        )
        self.pen.book.tell(at, awarded, one.id)
        facts = {
            "title": module.edition.title,
            "number": made["number"],
            "completed_on": day.isoformat(),
        }
        self.pen.message(one, at, "passed", facts, once=f"passed:{key}")

    def _answers(self, attempt: UUID, answers: dict[str, list[str]], at: datetime) -> None:
        for question_id, chosen in answers.items():
            self.pen.rows.add(
                Answer,
                {
                    "id": self.pen.chance.an_id(),
                    "attempt_id": attempt,
                    "question_id": question_id,
                    "chosen": chosen,
                    "saved_at": at,
                },
            )

    def begin(self, one: Planned, module: Taught, day: date, minutes: int) -> None:
        """Write a module that was read in part."""
        at = self.pen.at(day, LEARNT + minutes)
        self._begun(one, module, at)
        self._read(one, module, self.pen.chance.randint(1, len(module.whole.sections) - 2), at)

    def _begun(self, one: Planned, module: Taught, at: datetime) -> None:
        begun = ModuleBegun(
            subject_id=module.edition.id, person_id=one.id, module_slug=module.slug
        )
        self.pen.book.tell(at, begun, one.id)

    def _read(self, one: Planned, module: Taught, many: int, at: datetime) -> None:
        """Write that so many sections were read."""
        sections = module.whole.sections[:many]
        for section in sections:
            chosen = (
                self.pen.chance.randrange(section.pause_options) if section.has_pause else None
            )
            self.pen.rows.add(
                SectionRead,
                {
                    "id": self.pen.chance.an_id(),
                    "person_id": one.id,
                    "edition_id": module.edition.id,
                    "section_id": section.id,
                    "chosen": chosen,
                    "read_at": at,
                },
            )
        self.pen.rows.add(
            Place,
            {
                "id": self.pen.chance.an_id(),
                "person_id": one.id,
                "module_slug": module.slug,
                "edition_id": module.edition.id,
                "section_id": sections[-1].id,
                "begun_at": at,
                "at": at,
            },
        )

    def _practise(self, one: Planned, module: Taught, at: datetime) -> None:
        for scenario in module.whole.scenarios:
            key = self.pen.chance.an_id()
            self.pen.rows.add(
                Practice,
                {
                    "id": key,
                    "person_id": one.id,
                    "module_slug": module.slug,
                    "edition_id": module.edition.id,
                    "scenario_id": scenario.id,
                    "chosen": module.practised(scenario.id),
                    "step": "reviews",
                    "begun_at": at - timedelta(minutes=30),
                    "saved_at": at - timedelta(minutes=12),
                    "finished_at": at - timedelta(minutes=11),
                },
            )
            finished = PracticeFinished(subject_id=key, person_id=one.id, module_slug=module.slug)
            self.pen.book.tell(at - timedelta(minutes=11), finished, one.id)
