"""Groups of a directory, each of which keeps a group here."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from lms.directory import permissions, queries, rules
from lms.directory.errors import GroupNameTaken, VersionChanged
from lms.directory.events import DirectoryGroupTold
from lms.directory.models import DirectoryGroup, DirectoryMember, DirectoryUser
from lms.intake import commands as intake
from lms.intake.rules.ways import Way
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as register
from lms.people.errors import InGroup, NotInGroup

DESCRIPTION = "Kept by the council’s directory."


@dataclass(frozen=True, kw_only=True)
class GroupSaid:
    """What a directory says of a group."""

    display_name: str
    external_id: str | None = None
    members: frozenset[UUID] = field(default_factory=frozenset)
    """Users; those that we do not know are passed over."""


def create_group(work: Work, said: GroupSaid) -> DirectoryGroup:
    """Take in a group; one of the register of that name that nobody's directory keeps is it.

    Raises:
        NotAllowed: the actor is no directory.
        GroupNameTaken: another of its groups has that name.
        Invalid: the name is missing or too long.

    """
    work.require(permissions.KEEP)
    _refuse_namesake(work, said.display_name, but=None)
    here = register.group_named(work.session, said.display_name)
    if here is not None and (here.key or queries.keeps(work.session, here.id)):
        raise GroupNameTaken
    if here is None:
        here = people.add_group(work, name=said.display_name, description=DESCRIPTION)
    group = DirectoryGroup(
        id=uuid4(),
        group_id=here.id,
        display_name=said.display_name,
        name_key=rules.key(said.display_name),
        external_id=said.external_id,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.add(group)
    _flush(work)
    _set_members(work, group, said.members)
    _told(work, group, "made")
    return group


def change_group(
    work: Work, group_id: UUID, said: GroupSaid, *, version: int | None = None
) -> DirectoryGroup:
    """Take what a directory says of a group now; the same again changes nothing.

    Raises:
        NoSuchGroup: there is none.
        NotAllowed: the actor is no directory.
        GroupNameTaken: another group has that name.
        VersionChanged: it is no longer the version that the change was made from.
        Invalid: the name is missing or too long.

    """
    work.require(permissions.KEEP)
    group = queries.group(work.session, group_id, lock=True)
    if version is not None and version != group.version:
        raise VersionChanged
    changed = False
    if said.display_name != group.display_name:
        _refuse_namesake(work, said.display_name, but=group.id)
        description = register.group(work.session, group.group_id).description
        people.change_group(work, group.group_id, name=said.display_name, description=description)
        group.display_name, group.name_key = said.display_name, rules.key(said.display_name)
        changed = True
    if said.external_id != group.external_id:
        group.external_id, changed = said.external_id, True
    changed = _set_members(work, group, said.members) or changed
    if changed:
        group.version, group.changed_at = group.version + 1, work.now
        _flush(work)
        _told(work, group, "changed")
    return group


def delete_group(work: Work, group_id: UUID, *, version: int | None = None) -> None:
    """Forget a group, as a directory asks; the group here stays, with nobody of it in it.

    Raises:
        NoSuchGroup: there is none.
        NotAllowed: the actor is no directory.
        VersionChanged: it is no longer the version that was to be deleted.

    """
    work.require(permissions.KEEP)
    group = queries.group(work.session, group_id, lock=True)
    if version is not None and version != group.version:
        raise VersionChanged
    _set_members(work, group, frozenset())
    group.deleted_at = group.changed_at = work.now
    group.name_key, group.version = None, group.version + 1
    work.session.flush()
    _told(work, group, "deleted")


def leave_all(work: Work, user: DirectoryUser) -> None:
    """Take a user out of every group of the directory."""
    for group in queries.groups_of(work.session, user.id):
        others = queries.member_ids(work.session, group.id) - {user.id}
        _set_members(work, group, frozenset(others))
        group.version, group.changed_at = group.version + 1, work.now


def join_late(work: Work, user: DirectoryUser) -> None:
    """Put somebody into their groups of whom HR has said just now who they are."""
    if user.person_id is None:
        return
    for group in queries.groups_of(work.session, user.id):
        _join(work, group, user)


def _set_members(work: Work, group: DirectoryGroup, wanted: frozenset[UUID]) -> bool:
    """Let a group have these users and no other; tell whether anything changed."""
    there = queries.member_ids(work.session, group.id)
    known = queries.users_by_id(work.session, wanted | there)
    coming = [known[one] for one in sorted(wanted - there) if one in known]
    going = [known[one] for one in sorted(there - wanted) if one in known]
    for user in going:
        member = work.session.get(DirectoryMember, (group.id, user.id))
        work.session.delete(member)
    for user in coming:
        work.session.add(DirectoryMember(group_id=group.id, user_id=user.id))
    work.session.flush()
    for user in coming:
        _join(work, group, user)
    for user in going:
        _leave(work, group, user)
    return bool(coming or going)


def _join(work: Work, group: DirectoryGroup, user: DirectoryUser) -> None:
    if user.person_id is None:
        return
    with suppress(InGroup):
        people.add_to_group(work, group.group_id, user.person_id)


def _leave(work: Work, group: DirectoryGroup, user: DirectoryUser) -> None:
    """Take a person out, unless another of their accounts is in the group still."""
    if user.person_id is None:
        return
    others = queries.member_people(work.session, group.id)
    if user.person_id in others:
        return
    with suppress(NotInGroup):
        people.remove_from_group(work, group.group_id, user.person_id)


def _told(work: Work, group: DirectoryGroup, what: str) -> None:
    intake.heard_from(work, rules.SOURCE, way=Way.SCIM)
    work.record(DirectoryGroupTold(subject_id=group.group_id, what=what))


def _refuse_namesake(work: Work, name: str, *, but: UUID | None) -> None:
    found = queries.group_called(work.session, name)
    if found is not None and found.id != but:
        raise GroupNameTaken


def _flush(work: Work) -> None:
    try:
        work.session.flush()
    except IntegrityError:
        raise GroupNameTaken from None
