"""Line managers by the words of a list."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.intake.queries.known import parts
from lms.intake.queries.register import HR, Register
from lms.intake.rules.cells import plain_number
from lms.intake.rules.managers import Key
from lms.people.models import Engagement, Person


class Managers:
    """Who is meant by a number, an address or a name; nobody where it could be two."""

    def __init__(self, session: Session, register: Register, source: str) -> None:
        self._session, self._register, self._source = session, register, source
        self.names: dict[UUID, str] = {}
        self.forget()

    def forget(self) -> None:
        """Forget who was meant; rows written since may have brought another of that name."""
        self._known: dict[Key, list[set[UUID]]] = {}

    def look_up(self, keys: Iterable[Key]) -> None:
        """Ask for everybody who is named so, at once."""
        asked: dict[str, dict[str, Key]] = defaultdict(dict)
        for key in keys:
            if key not in self._known:
                asked[key.by][key.value] = key
        self._by_number(asked["number"])
        self._by_address(asked["email"])
        self._by_name(asked["name"])
        self._register.recall(asked["email"], asked["number"], asked["name"])

    def find(self, keys: Iterable[Key]) -> UUID | None:
        """Return who is meant, by the surest way that names one person."""
        for key in keys:
            first, *others = self._known.get(key) or [set()]
            for ids in (first | self._in_this_list(key), *others):
                if len(ids) == 1:
                    (found,) = ids
                    return found
        return None

    def _in_this_list(self, key: Key) -> set[UUID]:
        """Return who is meant among the people whom the list's own rows brought."""
        ids = {
            "number": self._register.numbered,
            "email": self._register.having,
            "name": self._register.called,
        }[key.by](key.value)
        self.names.update({one: self._register.people[one].name for one in ids})
        return ids

    def _by_number(self, asked: dict[str, Key]) -> None:
        """Take the list's own numbers first, then HR's."""
        found: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        for some in parts({way for one in asked for way in self._register.ways(one)}):
            wanted = (
                select(Engagement.employee_number, Engagement.source, Person.id, Person.name)
                .join(Person, Person.id == Engagement.person_id)
                .where(Engagement.employee_number.in_(some))
            )
            for number, source, person_id, name in self._session.execute(wanted):
                found[plain_number(number), source].add(person_id)
                self.names[person_id] = name
        for number, key in asked.items():
            plain = plain_number(number)
            self._known[key] = [found[plain, self._source], found[plain, HR]]

    def _by_address(self, asked: dict[str, Key]) -> None:
        for some in parts(asked):
            wanted = select(Person.id, Person.name, Person.email, Person.other_email)
            theirs = or_(Person.email.in_(some), Person.other_email.in_(some))
            for person_id, name, *addresses in self._session.execute(wanted.where(theirs)):
                self.names[person_id] = name
                for address in addresses:
                    if address in asked:
                        self._known[asked[address]] = [{person_id}]

    def _by_name(self, asked: dict[str, Key]) -> None:
        for some in parts(asked):
            found: dict[str, set[UUID]] = defaultdict(set)
            wanted = select(Person.id, Person.name, Person.sort_name)
            for person_id, name, sort_name in self._session.execute(
                wanted.where(Person.sort_name.in_(some))
            ):
                found[sort_name].add(person_id)
                self.names[person_id] = name
            for sort_name, people in found.items():
                self._known[asked[sort_name]] = [people]
