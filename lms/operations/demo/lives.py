"""From who somebody is and what they did to the rows and events that tell of it.

The same as the commands would have left behind, only by the thousand.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lms.assignment.rules import Done
from lms.certificates.events import CertificateAwarded
from lms.certificates.models import Certificate
from lms.identity.events import InvitationDue, InvitationMade, SignedIn
from lms.identity.models import Invitation, LinkPurpose, SignInLink
from lms.kernel.days import COUNCIL_TIME
from lms.learning.events import CheckPassed, ModuleBegun, PracticeFinished
from lms.learning.models import Answer, Attempt, Completion, Place, Practice, SectionRead
from lms.notifications.events import MessageSent
from lms.notifications.models import Message
from lms.operations.demo.council import Chance
from lms.operations.demo.plan import Planned, Spell
from lms.operations.demo.taught import Taught
from lms.operations.demo.writing import Book, Rows
from lms.people.events import EngagementBegun, FirstSignedIn, GroupJoined, PersonJoined
from lms.people.models import Engagement, EngagementKind, GroupMember, Person
from lms.people.rules import sort_name

JOINED, INVITED, CAME, LEARNT = 8 * 60, 9 * 60 + 20, 11 * 60, 11 * 60 + 25
"""Minutes after midnight at which things happen, before what chance adds."""


@dataclass
class Lives:
    """Writes lives down."""

    rows: Rows
    book: Book
    chance: Chance
    modules: dict[str, Taught]
    writers_id: UUID
    """The group of those who write risk assessments."""

    hr_id: UUID
    whole: bool
    """Whether messages, answers and sections read are written too; left out of large registers."""

    now: datetime
    done: list[Done] = field(default_factory=list)

    def write(self, one: Planned) -> None:
        """Write everything about one person."""
        minutes = self.chance.randrange(75)
        self._enter(one, minutes)
        for spell in one.spells:
            self._engage(one, spell, minutes)
        if one.invited_on is not None:
            self._invite(one, one.invited_on, minutes)
        if one.signed_in_on is not None:
            self._sign_in(one, one.signed_in_on, minutes)
        seen: set[str] = set()
        for step, (slug, day) in enumerate(one.done):
            self._complete(one, self.modules[slug], day, minutes + 50 * step, again=slug in seen)
            seen.add(slug)
        if one.began and one.signed_in_on is not None:
            self._begin(one, self.modules[one.began], one.signed_in_on, minutes)

    def _at(self, day: date, minute: int) -> datetime:
        """Return an instant of that day, which is over by now."""
        clock = time(min(minute, 22 * 60) // 60, minute % 60, self.chance.randrange(60))
        wanted = datetime.combine(day, clock, COUNCIL_TIME).astimezone(UTC)
        # What would come later today came within the last hours, in the same order.
        return min(wanted, self.now - timedelta(minutes=max(2, (24 * 60 - minute) // 6)))

    def _enter(self, one: Planned, minutes: int) -> None:
        at = self._at(one.joined_on, JOINED + minutes)
        came = one.signed_in_on
        last = max([came, *(day for _, day in one.done)]) if came is not None else None
        self.rows.add(
            Person,
            {
                "id": one.id,
                "name": one.name,
                "first_name": one.first,
                "last_name": one.last,
                "sort_name": sort_name(one.first, one.last),
                "email": one.email,
                "other_email": one.other_email,
                "first_signed_in_at": self._at(came, CAME + minutes) if came else None,
                "last_signed_in_at": self._at(last, CAME + minutes) if last else None,
                "created_at": at,
            },
        )
        self.book.tell(at, PersonJoined(subject_id=one.id, person_id=one.id), self.hr_id)

    def _engage(self, one: Planned, spell: Spell, minutes: int) -> None:
        at = self._at(max(one.joined_on, min(spell.starts_on, self.now.date())), JOINED + minutes)
        manager = spell.manager_id if spell.manager_id != one.id else None
        self.rows.add(
            Engagement,
            {
                "id": spell.id,
                "person_id": one.id,
                "kind": EngagementKind(spell.kind),
                "source": spell.source,
                "reference": spell.reference,
                "employee_number": spell.number,
                "job_title": spell.post or None,
                "unit_id": spell.unit.id,
                "setting_id": spell.school_id,
                "agency_id": spell.agency.id if spell.agency else None,
                "manager_id": manager,
                "starts_on": spell.starts_on,
                "ends_on": spell.ends_on,
                "created_at": at,
            },
        )
        begun = EngagementBegun(
            subject_id=spell.id,
            person_id=one.id,
            kind=spell.kind,
            source=spell.source,
            starts_on=spell.starts_on,
            ends_on=spell.ends_on,
        )
        self.book.tell(at, begun, manager if spell.source == "Manager" else self.hr_id)
        if one.writes_since is not None and spell is one.spells[0]:
            self._join_writers(one, one.writes_since, minutes)

    def _join_writers(self, one: Planned, since: date, minutes: int) -> None:
        self.rows.add(
            GroupMember,
            {
                "id": self.chance.an_id(),
                "group_id": self.writers_id,
                "person_id": one.id,
                "from_on": since,
            },
        )
        at = self._at(max(since, one.joined_on), JOINED + minutes + 2)
        joined = GroupJoined(subject_id=self.writers_id, person_id=one.id)
        self.book.tell(at, joined, self.hr_id)

    def _invite(self, one: Planned, day: date, minutes: int) -> None:
        at = self._at(day, INVITED + minutes)
        came = one.signed_in_on
        opened = self._at(came, CAME + minutes) if came is not None else None
        in_time = opened is not None and opened < at + timedelta(days=7)
        invitation, link = self.chance.an_id(), self.chance.an_id()
        self.rows.add(
            SignInLink,
            {
                "id": link,
                "person_id": one.id,
                "purpose": LinkPurpose.INVITATION,
                "made_at": at,
                "expires_at": at + timedelta(days=7),
                "used_at": opened if in_time else None,
            },
        )
        self.rows.add(
            Invitation,
            {
                "id": invitation,
                "person_id": one.id,
                "engagement_id": one.spells[0].id if one.spells else None,
                "send_on": day,
                "due_at": at,
                "sent_at": at,
                "opened_at": opened if in_time else None,
                "made_at": at,
            },
        )
        made = InvitationMade(subject_id=invitation, person_id=one.id, held=False)
        due = InvitationDue(subject_id=invitation, person_id=one.id, link_id=link)
        self.book.tell(at, made, self.hr_id)
        self.book.tell(at, due, self.hr_id)
        facts = {
            "link": str(link),
            "invitation": str(invitation),
            "starts_on": one.spells[0].starts_on.isoformat() if one.spells else None,
            "team": one.spells[0].unit.name if one.spells else None,
        }
        self._message(one, at, "invitation", facts, about=invitation)

    def _message(
        self,
        one: Planned,
        at: datetime,
        kind: str,
        facts: dict[str, Any],
        *,
        once: str | None = None,
        about: UUID | None = None,
    ) -> None:
        key = self.chance.an_id()
        sent = MessageSent(subject_id=key, person_id=one.id, kind=kind, about=about)
        self.book.tell(at, sent)
        if not self.whole:
            return
        self.rows.add(
            Message,
            {
                "id": key,
                "person_id": one.id,
                "kind": kind,
                "facts": facts,
                "once": once,
                "written_at": at,
                "send_at": at,
                "claimed_at": at,
                "sent_at": at,
            },
        )

    def _sign_in(self, one: Planned, day: date, minutes: int) -> None:
        at = self._at(day, CAME + minutes)
        in_time = one.invited_on is not None and (day - one.invited_on).days < 7
        by = "invitation" if in_time else "sign_in"
        self.book.tell(at, FirstSignedIn(subject_id=one.id, person_id=one.id))
        self.book.tell(at, SignedIn(subject_id=one.id, person_id=one.id, by=by))

    def _complete(
        self, one: Planned, module: Taught, day: date, minutes: int, *, again: bool
    ) -> None:
        """Write a passed check, the completion and its certificate."""
        at = self._at(day, LEARNT + minutes)
        sheet = self.chance.choice(module.sheets)
        attempt, completion = self.chance.an_id(), self.chance.an_id()
        common = {"person_id": one.id, "module_slug": module.slug, "edition_id": module.edition.id}
        self.rows.add(
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
        self.rows.add(
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
        self.book.tell(at, passed, one.id)
        self._award(one, module, completion, day, at)
        if self.whole:
            self._answers(attempt, sheet.answers, at)
            if not again:
                self._read(one, module, len(module.whole.sections), at)
                self._practise(one, module, at)

    def _award(
        self, one: Planned, module: Taught, completion: UUID, day: date, at: datetime
    ) -> None:
        key = self.chance.an_id()
        made = module.certificate(one.name, day)
        self.rows.add(
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
        self.book.tell(at, awarded, one.id)
        facts = {
            "title": module.edition.title,
            "number": made["number"],
            "completed_on": day.isoformat(),
        }
        self._message(one, at, "passed", facts, once=f"passed:{key}")

    def _answers(self, attempt: UUID, answers: dict[str, list[str]], at: datetime) -> None:
        for question_id, chosen in answers.items():
            self.rows.add(
                Answer,
                {
                    "id": self.chance.an_id(),
                    "attempt_id": attempt,
                    "question_id": question_id,
                    "chosen": chosen,
                    "saved_at": at,
                },
            )

    def _begin(self, one: Planned, module: Taught, day: date, minutes: int) -> None:
        """Write a module that was read in part."""
        at = self._at(day, LEARNT + minutes)
        self._begun(one, module, at)
        self._read(one, module, self.chance.randint(1, len(module.whole.sections) - 2), at)

    def _begun(self, one: Planned, module: Taught, at: datetime) -> None:
        begun = ModuleBegun(
            subject_id=module.edition.id, person_id=one.id, module_slug=module.slug
        )
        self.book.tell(at, begun, one.id)

    def _read(self, one: Planned, module: Taught, many: int, at: datetime) -> None:
        """Write that so many sections were read."""
        sections = module.whole.sections[:many]
        for section in sections:
            chosen = self.chance.randrange(section.pause_options) if section.has_pause else None
            self.rows.add(
                SectionRead,
                {
                    "id": self.chance.an_id(),
                    "person_id": one.id,
                    "edition_id": module.edition.id,
                    "section_id": section.id,
                    "chosen": chosen,
                    "read_at": at,
                },
            )
        self.rows.add(
            Place,
            {
                "id": self.chance.an_id(),
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
            key = self.chance.an_id()
            self.rows.add(
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
            self.book.tell(at - timedelta(minutes=11), finished, one.id)
