"""Who somebody is and how they came in, as rows and events.

The same as the commands would have left behind, only by the thousand.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lms.identity.events import InvitationDue, InvitationMade, SignedIn
from lms.identity.models import Invitation, LinkPurpose, SignInLink
from lms.operations.demo.lessons import Lessons
from lms.operations.demo.pen import CAME, INVITED, JOINED, Pen
from lms.operations.demo.plan import Planned, Spell
from lms.operations.demo.taught import Taught
from lms.people.events import EngagementBegun, FirstSignedIn, GroupJoined, PersonJoined
from lms.people.models import Engagement, EngagementKind, GroupMember, Person
from lms.people.rules import sort_name


@dataclass
class Lives:
    """Writes lives down."""

    pen: Pen
    lessons: Lessons
    modules: dict[str, Taught]
    writers_id: UUID
    """The group of those who write risk assessments."""

    hr_id: UUID

    def write(self, one: Planned) -> None:
        """Write everything about one person."""
        minutes = self.pen.chance.randrange(75)
        self._enter(one, minutes)
        for spell in one.spells:
            self._engage(one, spell, minutes)
        if one.invited_on is not None:
            self._invite(one, one.invited_on, minutes)
        if one.signed_in_on is not None:
            self._sign_in(one, one.signed_in_on, minutes)
        seen: set[str] = set()
        for step, (slug, day) in enumerate(one.done):
            self.lessons.complete(
                one, self.modules[slug], day, minutes + 50 * step, again=slug in seen
            )
            seen.add(slug)
        if one.began and one.signed_in_on is not None:
            self.lessons.begin(one, self.modules[one.began], one.signed_in_on, minutes)

    def _enter(self, one: Planned, minutes: int) -> None:
        at = self.pen.at(one.joined_on, JOINED + minutes)
        came = one.signed_in_on
        last = max([came, *(day for _, day in one.done)]) if came is not None else None
        self.pen.rows.add(
            Person,
            {
                "id": one.id,
                "name": one.name,
                "first_name": one.first,
                "last_name": one.last,
                "sort_name": sort_name(one.first, one.last),
                "email": one.email,
                "other_email": one.other_email,
                "first_signed_in_at": self.pen.at(came, CAME + minutes) if came else None,
                "last_signed_in_at": self.pen.at(last, CAME + minutes) if last else None,
                "created_at": at,
            },
        )
        self.pen.book.tell(at, PersonJoined(subject_id=one.id, person_id=one.id), self.hr_id)

    def _engage(self, one: Planned, spell: Spell, minutes: int) -> None:
        at = self.pen.at(
            max(one.joined_on, min(spell.starts_on, self.pen.now.date())), JOINED + minutes
        )
        manager = spell.manager_id if spell.manager_id != one.id else None
        self.pen.rows.add(
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
        self.pen.book.tell(at, begun, manager if spell.source == "Manager" else self.hr_id)
        if one.writes_since is not None and spell is one.spells[0]:
            self._join_writers(one, one.writes_since, minutes)

    def _join_writers(self, one: Planned, since: date, minutes: int) -> None:
        self.pen.rows.add(
            GroupMember,
            {
                "id": self.pen.chance.an_id(),
                "group_id": self.writers_id,
                "person_id": one.id,
                "from_on": since,
            },
        )
        at = self.pen.at(max(since, one.joined_on), JOINED + minutes + 2)
        joined = GroupJoined(subject_id=self.writers_id, person_id=one.id)
        self.pen.book.tell(at, joined, self.hr_id)

    def _invite(self, one: Planned, day: date, minutes: int) -> None:
        at = self.pen.at(day, INVITED + minutes)
        came = one.signed_in_on
        opened = self.pen.at(came, CAME + minutes) if came is not None else None
        in_time = opened is not None and opened < at + timedelta(days=7)
        invitation, link = self.pen.chance.an_id(), self.pen.chance.an_id()
        self.pen.rows.add(
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
        self.pen.rows.add(
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
        self.pen.book.tell(at, made, self.hr_id)
        self.pen.book.tell(at, due, self.hr_id)
        facts = {
            "link": str(link),
            "invitation": str(invitation),
            "starts_on": one.spells[0].starts_on.isoformat() if one.spells else None,
            "team": one.spells[0].unit.name if one.spells else None,
        }
        self.pen.message(one, at, "invitation", facts, about=invitation)

    def _sign_in(self, one: Planned, day: date, minutes: int) -> None:
        at = self.pen.at(day, CAME + minutes)
        in_time = one.invited_on is not None and (day - one.invited_on).days < 7
        by = "invitation" if in_time else "sign_in"
        self.pen.book.tell(at, FirstSignedIn(subject_id=one.id, person_id=one.id))
        self.pen.book.tell(at, SignedIn(subject_id=one.id, person_id=one.id, by=by))
