"""What a directory does to users and groups, one request or one part of a bulk at a time."""

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from scim2_models import Context, PatchOp

from lms.api import scim_shapes as shapes
from lms.api.scim_shapes import FullGroup, FullUser
from lms.delivery import kit
from lms.directory import commands, queries
from lms.directory.commands import GroupSaid
from lms.directory.errors import NoSuchGroup, NoSuchUser
from lms.directory.queries import GroupRow, UserRow

if TYPE_CHECKING:
    from lms.directory.models import DirectoryGroup, DirectoryUser

Document = dict[str, Any]


def create_user(sent: object, base: str) -> Document:
    """Take in a user, and return it as it stands."""
    user = shapes.read(FullUser, sent, Context.RESOURCE_CREATION_REQUEST)
    with kit.work() as work:
        made = commands.create(work, shapes.said(user), shapes.document(user))
        return _user(made, base)


def replace_user(key: str, sent: object, base: str, version: int | None) -> Document:
    """Put what is sent in the place of a user."""
    user = shapes.read(FullUser, sent, Context.RESOURCE_REPLACEMENT_REQUEST)
    with kit.work() as work:
        found = commands.change(
            work, user_id(key), shapes.said(user), shapes.document(user), version=version
        )
        return _user(found, base)


def patch_user(key: str, sent: object, base: str, version: int | None) -> Document:
    """Change parts of a user."""
    patch = PatchOp[FullUser].model_validate(_entra(sent), scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    with kit.work() as work:
        stands = queries.user(work.session, user_id(key), lock=True)
        user = FullUser.model_validate({**stands.said, "id": str(stands.id)})
        patch.patch(user, scim_policy=shapes.TOLERANT)
        found = commands.change(
            work, stands.id, shapes.said(user), shapes.document(user), version=version
        )
        return _user(found, base)


def delete_user(key: str, version: int | None) -> None:
    """Forget a user."""
    with kit.work() as work:
        commands.delete(work, user_id(key), version=version)


def create_group(sent: object, base: str) -> Document:
    """Take in a group, and return it as it stands."""
    group = shapes.read(FullGroup, sent, Context.RESOURCE_CREATION_REQUEST)
    with kit.work() as work:
        return _group(commands.create_group(work, _said(group)), base)


def replace_group(key: str, sent: object, base: str, version: int | None) -> Document:
    """Put what is sent in the place of a group."""
    group = shapes.read(FullGroup, sent, Context.RESOURCE_REPLACEMENT_REQUEST)
    with kit.work() as work:
        found = commands.change_group(work, group_id(key), _said(group), version=version)
        return _group(found, base)


def patch_group(key: str, sent: object, base: str, version: int | None) -> Document:
    """Change parts of a group."""
    patch = shapes.read(PatchOp[FullGroup], sent, Context.RESOURCE_PATCH_REQUEST)
    with kit.work() as work:
        stands = queries.group(work.session, group_id(key), lock=True)
        group = FullGroup.model_validate(_group(stands, base))
        patch.patch(group, scim_policy=shapes.TOLERANT)
        found = commands.change_group(work, stands.id, _said(group), version=version)
        return _group(found, base)


def delete_group(key: str, version: int | None) -> None:
    """Forget a group."""
    with kit.work() as work:
        commands.delete_group(work, group_id(key), version=version)


def get_user(key: str, base: str) -> Document:
    """Return a user. Raises NoSuchUser."""
    return _user(queries.user(kit.session(), user_id(key)), base)


def get_group(key: str, base: str) -> Document:
    """Return a group. Raises NoSuchGroup."""
    return _group(queries.group(kit.session(), group_id(key)), base)


def users(rows: list[UserRow], base: str) -> list[Document]:
    """Return users as they are sent, in one more query however many they are."""
    session, ids = kit.session(), [one.id for one in rows]
    groups = queries.group_names(session, ids) if ids else {}
    return [shapes.user_document(one, base, groups.get(one.id, [])) for one in rows]


def users_as_text(rows: list[UserRow], base: str) -> list[str]:
    """Return the same, each as JSON."""
    groups = queries.group_names(kit.session(), [one.id for one in rows]) if rows else {}
    escaped = json.dumps(base)[1:-1]
    return [shapes.user_text(one, escaped, groups.get(one.id, [])) for one in rows]


def groups(rows: list[GroupRow], base: str) -> list[Document]:
    """Return groups as they are sent, in one more query however many they are."""
    members = queries.members_of(kit.session(), [one.id for one in rows]) if rows else {}
    return [shapes.group_document(one, base, members.get(one.id, [])) for one in rows]


def user_id(key: str) -> UUID:
    """Return the id in an address. Raises NoSuchUser where it is none."""
    found = shapes.read_id(key)
    if found is None:
        raise NoSuchUser
    return found


def group_id(key: str) -> UUID:
    """Return the id in an address. Raises NoSuchGroup where it is none."""
    found = shapes.read_id(key)
    if found is None:
        raise NoSuchGroup
    return found


def _user(found: "DirectoryUser", base: str) -> Document:
    row = UserRow(
        found.id, json.dumps(found.said), found.version, found.created_at, found.changed_at
    )
    return users([row], base)[0]


def _group(found: "DirectoryGroup", base: str) -> Document:
    row = GroupRow(
        found.id,
        found.display_name,
        found.external_id,
        found.version,
        found.created_at,
        found.changed_at,
    )
    return groups([row], base)[0]


def _said(group: Any) -> GroupSaid:  # noqa: ANN401 - a group of a model made at run time
    members = (shapes.read_id(one.value) for one in group.members or [])
    return GroupSaid(
        display_name=" ".join(group.display_name.split()),
        external_id=group.external_id,
        members=frozenset(one for one in members if one is not None),
    )


def _entra(sent: object) -> object:
    """Return a patch with a manager as SCIM has one, where Entra sends only an id."""
    if not isinstance(sent, dict) or not isinstance(sent.get("Operations"), list):
        return sent
    return {**sent, "Operations": [_with_manager(one) for one in sent["Operations"]]}


def _with_manager(operation: object) -> object:
    if not isinstance(operation, dict):
        return operation
    path, value = str(operation.get("path") or ""), operation.get("value")
    if not path.lower().endswith(":manager") and path.lower() != "manager":
        return operation
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, str):
        return {**operation, "value": {"value": first}} if first else operation
    return {**operation, "value": first} if first is not value else operation
