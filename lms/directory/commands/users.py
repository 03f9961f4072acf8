"""Users of a directory: told of, changed, closed, deleted."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from lms.directory import permissions, queries, rules
from lms.directory.commands import groups
from lms.directory.errors import UserNameTaken, VersionChanged
from lms.directory.events import DirectoryChanged, DirectoryClosed, DirectoryTold
from lms.directory.models import DirectoryUser
from lms.directory.rules import SOURCE, Said
from lms.identity import commands as identity
from lms.intake import commands as intake
from lms.intake.rules.ways import Way
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries as register
from lms.people.errors import AddressGuarded, AddressTaken, EndsEarlierAlready
from lms.people.models import Engagement

PARTS = (
    "user_name",
    "external_id",
    "active",
    "first_name",
    "last_name",
    "display_name",
    "email",
    "title",
    "user_type",
    "employee_number",
    "department",
    "manager_id",
)


def create(work: Work, said: Said, document: dict[str, Any]) -> DirectoryUser:
    """Take in a user whom a directory tells of for the first time.

    Somebody active is matched as a list's row is: known, new (and then engaged from today and
    invited), or held for HR. The user stands in every case, so that a directory goes on.

    Args:
        work: the work.
        said: what the register uses of it.
        document: the resource as it was sent, without ``id`` and ``meta``.

    Raises:
        NotAllowed: the actor is no directory.
        UserNameTaken: another user has that name.

    """
    work.require(permissions.KEEP)
    _refuse_namesake(work, said.user_name, but=None)
    user = DirectoryUser(
        id=uuid4(),
        name_key=rules.key(said.user_name),
        said=document,
        token_id=work.actor.id,
        created_at=work.now,
        changed_at=work.now,
        **{key: getattr(said, key) for key in PARTS},
    )
    work.session.add(user)
    _flush(work)
    intake.heard_from(work, SOURCE, way=Way.SCIM)
    outcome = _bring_in(work, user) if said.active else "closed"
    work.record(DirectoryTold(subject_id=user.id, person_id=user.person_id, outcome=outcome))
    return user


def change(
    work: Work, user_id: UUID, said: Said, document: dict[str, Any], *, version: int | None = None
) -> DirectoryUser:
    """Take what a directory says of a user now; the same again changes and records nothing.

    Raises:
        NoSuchUser: there is none.
        NotAllowed: the actor is no directory.
        UserNameTaken: another user has that name.
        VersionChanged: it is no longer the version that the change was made from.

    """
    work.require(permissions.KEEP)
    user = queries.user(work.session, user_id, lock=True)
    if version is not None and version != user.version:
        raise VersionChanged
    changed = tuple(key for key in PARTS if getattr(user, key) != getattr(said, key))
    if not changed and user.said == document:
        return user
    if "user_name" in changed:
        _refuse_namesake(work, said.user_name, but=user.id)
        user.name_key = rules.key(said.user_name)
    was = {key: getattr(user, key) for key in changed}
    for key in changed:
        setattr(user, key, getattr(said, key))
    user.said, user.changed_at, user.version = document, work.now, user.version + 1
    _flush(work)
    intake.heard_from(work, SOURCE, way=Way.SCIM)
    _follow(work, user, was)
    if changed:
        work.record(
            DirectoryChanged(subject_id=user.id, person_id=user.person_id, changed=changed)
        )
    return user


def delete(work: Work, user_id: UUID, *, version: int | None = None) -> None:
    """Forget a user, as a directory asks; the person, and all they did, stay.

    Raises:
        NoSuchUser: there is none.
        NotAllowed: the actor is no directory.
        VersionChanged: it is no longer the version that was to be deleted.

    """
    work.require(permissions.KEEP)
    user = queries.user(work.session, user_id, lock=True)
    if version is not None and version != user.version:
        raise VersionChanged
    groups.leave_all(work, user)
    user.deleted_at = user.changed_at = work.now
    user.name_key = None
    user.version += 1
    work.session.flush()
    intake.heard_from(work, SOURCE, way=Way.SCIM)
    _close(work, user, deleted=True)


def settled(
    work: Work, line_id: UUID, *, person_id: UUID | None, engagement_id: UUID | None
) -> DirectoryUser | None:
    """Note who somebody is whom HR was asked about; nothing where it was no user.

    Returns:
        The user, where one waited.

    """
    user = queries.waiting_for(work.session, line_id)
    if user is None:
        return None
    user.line_id = None
    if person_id is not None:
        user.person_id = person_id
        user.engagement_id = engagement_id if _is_ours(work, engagement_id) else None
        if not user.active:
            _close(work, user, deleted=False)
    work.session.flush()
    return user


def _bring_in(work: Work, user: DirectoryUser) -> str:
    """Find out who a user is; return ``new``, ``known``, ``held`` or ``nameless``.

    An account without anybody's name, as of a printer, is nobody who starts.
    """
    if not (user.first_name and user.last_name):
        return "nameless"
    manager = queries.person_of(work.session, user.manager_id)
    fields = rules.told(
        queries.said_of(user),
        starts_on=work.today,
        manager=manager.email if manager else None,
    )
    told = intake.tell(work, fields, source=SOURCE, way=Way.SCIM)
    user.person_id, user.line_id = told.person_id, told.line_id
    user.engagement_id = told.engagement_id
    work.session.flush()
    if told.line_id is not None:
        return "held"
    if told.engagement_id is None or told.person_id is None:
        return "known"
    starter = identity.Starter(
        person_id=told.person_id,
        engagement_id=told.engagement_id,
        starts_on=work.today,
        ends_on=None,
    )
    identity.invite_starters(work, [starter], when="first_day", needs=permissions.KEEP)
    return "new"


def _follow(work: Work, user: DirectoryUser, was: dict[str, Any]) -> None:
    """Let the register follow what changed of a user."""
    if "active" in was and not user.active:
        _close(work, user, deleted=False)
        return
    if user.active and user.line_id is None and ("active" in was or user.person_id is None):
        _come_back(work, user)
    if user.person_id is None:
        return
    _correct(work, user, was)
    _move(work, user, was)


def _come_back(work: Work, user: DirectoryUser) -> None:
    """Begin anew for somebody whose account is open again."""
    before = user.person_id
    if before is None:
        _bring_in(work, user)
        return
    person = register.person(work.session, before)
    if any(one.ends_on is None or one.ends_on >= work.today for one in person.engagements):
        return
    manager = queries.person_of(work.session, user.manager_id)
    begun = people.engage(
        work,
        person,
        kind=rules.kind_of(user.user_type),
        source=SOURCE,
        starts_on=work.today,
        job_title=user.title or None,
        unit=intake.unit_named(work, user.department),
        manager=manager if manager is not None and manager.id != before else None,
    )
    user.engagement_id = begun.id
    work.session.flush()
    starter = identity.Starter(
        person_id=before, engagement_id=begun.id, starts_on=work.today, ends_on=None
    )
    identity.invite_starters(work, [starter], when="first_day", needs=permissions.KEEP)


def _correct(work: Work, user: DirectoryUser, was: dict[str, Any]) -> None:
    """Take a new name or address; what the directory did not change is left as it is here."""
    if not {"first_name", "last_name", "email"} & was.keys() or user.person_id is None:
        return
    person = register.person(work.session, user.person_id)
    named = {"first_name", "last_name"} & was.keys() and user.first_name and user.last_name
    first, last = (
        (user.first_name, user.last_name) if named else (person.first_name, person.last_name)
    )
    name = f"{first} {last}" if named else person.name
    email, other = person.email, person.other_email
    if "email" in was and user.email and user.email not in (email, other):
        other = email if email and email != was["email"] and other is None else other
        email = user.email
    for addresses in ((email, other), (person.email, person.other_email)):
        try:
            people.correct(
                work,
                person.id,
                first_name=first,
                last_name=last,
                name=name,
                email=addresses[0],
                other_email=addresses[1],
            )
        except (AddressTaken, AddressGuarded):
            # The address is somebody else's here, or only an administrator may change it: the
            # name is taken, and the directory's page shows that the addresses differ.
            continue
        return


def _move(work: Work, user: DirectoryUser, was: dict[str, Any]) -> None:
    """Let an engagement that the directory began follow it, from today."""
    if user.engagement_id is None:
        return
    found = register.engagement(work.session, user.engagement_id)
    if found.source != SOURCE or not found.is_active_on(work.today):
        return
    new: dict[str, Any] = {}
    if "title" in was:
        new["job_title"] = user.title or None
    if "user_type" in was and found.agency_id is None:
        new["kind"] = rules.kind_of(user.user_type)
    if "department" in was and user.department:
        new["unit"] = intake.unit_named(work, user.department)
    if "manager_id" in was:
        manager = queries.person_of(work.session, user.manager_id)
        if manager is None or manager.id != found.person_id:
            new["manager"] = manager
    people.change_engagement(work, found.id, **new)


def _close(work: Work, user: DirectoryUser, *, deleted: bool) -> None:
    """End what the directory began; an engagement of another source is that source's to end."""
    ended = None
    if user.engagement_id is not None and _is_ours(work, user.engagement_id):
        found = register.engagement(work.session, user.engagement_id)
        try:
            last = max(work.today, found.starts_on)
            people.end(work, found.id, ends_on=last)
            ended = found.id
        except EndsEarlierAlready:
            pass
    work.record(
        DirectoryClosed(
            subject_id=user.id, person_id=user.person_id, deleted=deleted, engagement_id=ended
        )
    )


def _is_ours(work: Work, engagement_id: UUID | None) -> bool:
    found = work.session.get(Engagement, engagement_id) if engagement_id else None
    return found is not None and found.source == SOURCE


def _refuse_namesake(work: Work, name: str, *, but: UUID | None) -> None:
    found = queries.user_named(work.session, name)
    if found is not None and found.id != but:
        raise UserNameTaken


def _flush(work: Work) -> None:
    """Write; of two who take a name at once the second is refused."""
    try:
        work.session.flush()
    except IntegrityError:
        raise UserNameTaken from None
