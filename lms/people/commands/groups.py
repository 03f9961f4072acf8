"""Groups of people whom no HR column names together."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.kernel.work import Work
from lms.people import permissions, queries, rules
from lms.people.errors import InGroup, KeptGroup, NameTaken, NotInGroup
from lms.people.events import GroupAdded, GroupChanged, GroupJoined, GroupLeft
from lms.people.models import Group, GroupMember


def add_group(work: Work, *, name: str, description: str = "") -> Group:
    """Make a group, which requirements can then name.

    Raises:
        NotAllowed: the actor may not arrange the whole council's groups.
        Invalid: the name is missing.
        NameTaken: there is a group of that name.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    cleaned = rules.clean_name(name, field="name")
    _refuse_namesake(work, cleaned)
    made = Group(id=uuid4(), name=cleaned, description=description.strip())
    work.session.add(made)
    work.session.flush()
    work.record(GroupAdded(subject_id=made.id))
    return made


def change_group(work: Work, group_id: UUID, *, name: str, description: str = "") -> Group:
    """Give a group another name or description; who is in it, and what they owe, stays.

    Raises:
        NotFound: there is no such group.
        NotAllowed: the actor may not arrange the whole council's groups.
        Invalid: the name is missing.
        NameTaken: another group has that name.

    """
    work.require(permissions.ARRANGE, rules.WHOLE_COUNCIL)
    group = queries.group(work.session, group_id)
    cleaned = rules.clean_name(name, field="name")
    _refuse_namesake(work, cleaned, but=group.id)
    new = {"name": cleaned, "description": description.strip()}
    changed = [key for key, value in new.items() if getattr(group, key) != value]
    if changed:
        group.name, group.description = new["name"], new["description"]
        work.session.flush()
        work.record(GroupChanged(subject_id=group.id, changed=changed))
    return group


def add_to_group(work: Work, group_id: UUID, person_id: UUID) -> GroupMember:
    """Put a person into a group, from today.

    Raises:
        NotFound: there is no such group or person.
        NotAllowed: the actor may not arrange groups with that person.
        InGroup: they are in it already.
        KeptGroup: who is in it follows from something else.

    """
    group = queries.group(work.session, group_id)
    person = queries.person(work.session, person_id)
    work.require(permissions.ARRANGE, person)
    _refuse_kept(group)
    if _membership(work, group_id, person_id) is not None:
        raise InGroup(person.name, group.name)
    member = GroupMember(id=uuid4(), group=group, person=person, from_on=work.today)
    work.session.add(member)
    work.session.flush()
    work.record(GroupJoined(subject_id=group.id, person_id=person.id))
    return member


def remove_from_group(work: Work, group_id: UUID, person_id: UUID) -> GroupMember:
    """Take a person out of a group; today is the first day they are no longer in it.

    Raises:
        NotFound: there is no such group or person.
        NotAllowed: the actor may not arrange groups with that person.
        NotInGroup: they are not in it.
        KeptGroup: who is in it follows from something else.

    """
    group = queries.group(work.session, group_id)
    person = queries.person(work.session, person_id)
    work.require(permissions.ARRANGE, person)
    _refuse_kept(group)
    member = _membership(work, group_id, person_id)
    if member is None:
        raise NotInGroup(person.name, group.name)
    member.until_on = work.today
    work.session.flush()
    work.record(GroupLeft(subject_id=group.id, person_id=person.id))
    return member


def kept_group(work: Work, key: str) -> Group:
    """Return the group that the site keeps under a key, making it where there is none."""
    found = work.session.scalar(select(Group).filter_by(key=key))
    if found is not None:
        return found
    name, description = rules.KEPT_GROUPS[key]
    made = Group(id=uuid4(), name=_free_name(work, name), description=description, key=key)
    work.session.add(made)
    work.session.flush()
    work.record(GroupAdded(subject_id=made.id))
    return made


def keep_in_group(work: Work, key: str, person_id: UUID, *, from_on: date) -> GroupMember:
    """See to it that a person is in a kept group from a day on.

    Raises:
        NotAllowed: the actor may not say who is DSL.

    """
    work.require(permissions.APPOINT, rules.WHOLE_COUNCIL)
    group = kept_group(work, key)
    member = _membership(work, group.id, person_id)
    if member is not None and member.from_on <= from_on:
        return member
    if member is None:
        member = GroupMember(id=uuid4(), group_id=group.id, person_id=person_id, from_on=from_on)
        work.session.add(member)
    member.from_on = from_on
    work.session.flush()
    work.record(GroupJoined(subject_id=group.id, person_id=person_id))
    return member


def leave_kept_group(work: Work, key: str, person_id: UUID, *, on: date) -> None:
    """See to it that a person is in a kept group no longer, from a day on.

    Raises:
        NotAllowed: the actor may not say who is DSL.

    """
    work.require(permissions.APPOINT, rules.WHOLE_COUNCIL)
    group = kept_group(work, key)
    member = _membership(work, group.id, person_id)
    if member is not None:
        member.until_on = max(on, member.from_on)
        work.session.flush()
        work.record(GroupLeft(subject_id=group.id, person_id=person_id))


def _free_name(work: Work, name: str) -> str:
    """Return the name, or one like it where a council has a group of that name by hand."""
    taken = {rules.fold(one) for one in work.session.scalars(select(Group.name))}
    return name if rules.fold(name) not in taken else f"{name} of settings"


def _refuse_kept(group: Group) -> None:
    if group.key is not None:
        raise KeptGroup(group.name)


def _refuse_namesake(work: Work, name: str, *, but: UUID | None = None) -> None:
    for group_id, taken in work.session.execute(select(Group.id, Group.name)):
        if group_id != but and rules.fold(taken) == rules.fold(name):
            raise NameTaken("a group", taken)


def _membership(work: Work, group_id: UUID, person_id: UUID) -> GroupMember | None:
    wanted = select(GroupMember).filter_by(group_id=group_id, person_id=person_id, until_on=None)
    return work.session.scalar(wanted)
