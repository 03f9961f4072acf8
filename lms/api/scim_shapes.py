"""Users and groups as SCIM writes them. Source: RFC 7643, 4.1 to 4.3, and 8.7."""

import json
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    Context,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from lms.directory import rules
from lms.directory.queries import GroupRow, UserRow
from lms.directory.rules import Said
from lms.kernel.errors import Refusal
from lms.people.rules import normal_address

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
MOST_OPERATIONS = 1000
MOST_BYTES = 1_000_000

OURS = ("id", "meta", "groups")
"""What only we say of a resource; never kept of what a directory sends."""


class Name(ComplexAttribute):
    """What somebody is called."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    """One address."""

    value: str | None = None
    display: str | None = None
    type: str | None = Field(None, examples=["work", "home", "other"])
    primary: bool | None = None


class Membership(ComplexAttribute):
    """A group that a user is in."""

    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    display: Annotated[str | None, Mutability.read_only] = None


class User(Resource[AnyExtension]):
    """Somebody, as far as the register uses it."""

    __schema__ = URN(USER)

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    Name: ClassVar[type[ComplexAttribute]] = Name
    display_name: str | None = None
    title: str | None = None
    user_type: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    Emails: ClassVar[type[ComplexAttribute]] = Email
    groups: Annotated[list[Membership] | None, Mutability.read_only] = None
    Groups: ClassVar[type[ComplexAttribute]] = Membership


class Manager(ComplexAttribute):
    """The user who is somebody's manager."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class EnterpriseUser(Extension):
    """What an employer says besides."""

    __schema__ = URN(ENTERPRISE)

    employee_number: str | None = None
    department: str | None = None
    manager: Manager | None = None
    Manager: ClassVar[type[ComplexAttribute]] = Manager


class Member(ComplexAttribute):
    """A user in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """Several users under one name."""

    __schema__ = URN(GROUP)

    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    members: list[Member] | None = None
    Members: ClassVar[type[ComplexAttribute]] = Member


FullUser = User[EnterpriseUser]
FullGroup = Group

TOLERANT = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""Entra and Okta send attributes nobody here uses, and take things out by value."""

RESOURCE_TYPES = (ResourceType.from_resource(FullUser), ResourceType.from_resource(FullGroup))


def config() -> ServiceProviderConfig:
    """Return what the service can do."""
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=MOST_BYTES),
        filter=Filter(supported=True, max_results=rules.MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token with the scope scim, from an administrator.",
                primary=True,
            )
        ],
    )


PROVIDER = ScimProvider((User, EnterpriseUser, Group), RESOURCE_TYPES, policy=TOLERANT)


def read(kind: Any, sent: object, context: Context) -> Any:  # noqa: ANN401 - made at run time
    """Return what was sent as one of our models. Raises pydantic's ValidationError."""
    return kind.model_validate(sent, scim_ctx=context, scim_policy=TOLERANT)


def said(user: Any) -> Said:  # noqa: ANN401 - a user of a model made at run time
    """Return what the register uses of a user; empty names where nothing tells them."""
    given = (user.name.given_name or "") if user.name else ""
    family = (user.name.family_name or "") if user.name else ""
    display = user.display_name or (user.name.formatted if user.name else "") or ""
    found = rules.names(given.strip(), family.strip(), display.strip(), user.user_name or "")
    more = user[EnterpriseUser]
    return Said(
        user_name=user.user_name,
        first_name=found[0] if found else "",
        last_name=found[1] if found else "",
        display_name=display.strip(),
        external_id=user.external_id,
        active=user.active is not False,
        email=_address(user),
        title=(user.title or "").strip(),
        user_type=(user.user_type or "").strip(),
        employee_number=((more.employee_number or "").strip() or None) if more else None,
        department=(more.department or "").strip() if more else "",
        manager_id=read_id(more.manager.value) if more and more.manager else None,
    )


def _address(user: Any) -> str | None:  # noqa: ANN401 - a user of a model made at run time
    """Return the address that mail reaches: the primary, the work one, any, else the user name."""
    emails = sorted(
        (one for one in user.emails or [] if one.value),
        key=lambda one: (not one.primary, (one.type or "").lower() != "work"),
    )
    for text in (*(one.value for one in emails), user.user_name):
        try:
            found = normal_address(text)
        except Refusal:
            continue
        if found:
            return found
    return None


def read_id(text: str | None) -> UUID | None:
    """Return the id that a text names, or None."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def document(resource: Any) -> dict[str, Any]:  # noqa: ANN401 - of a model made at run time
    """Return what is kept of a resource: what the directory says, and nothing of ours."""
    found: dict[str, Any] = resource.model_dump(scim_ctx=Context.DEFAULT)
    return {key: value for key, value in found.items() if key not in OURS}


def user_document(row: UserRow, base: str, groups: list[tuple[UUID, str]]) -> dict[str, Any]:
    """Return a user as it is sent; plain dicts, for lists of them are asked for often.

    Args:
        row: the user.
        base: the address of the service.
        groups: the groups it is in.

    """
    found = {**row.said, "id": str(row.id), "meta": _meta("User", row, base)}
    if groups:
        found["groups"] = [{"value": str(one), "display": name} for one, name in groups]
    return found


def user_text(row: UserRow, base: str, groups: list[tuple[UUID, str]]) -> str:
    """Return the same as JSON: what the directory said is not read only to be written again.

    ``base`` stands in it as it is: quotation marks in it are escaped already.
    """
    key = str(row.id)
    meta = (
        f'{{"resourceType": "User", "created": "{instant(row.created_at)}", '
        f'"lastModified": "{instant(row.changed_at)}", '
        f'"location": "{base}/Users/{key}", "version": "W/\\"{row.version}\\""}}'
    )
    more = ""
    if groups:
        named = [{"value": str(one), "display": name} for one, name in groups]
        more = f'"groups": {json.dumps(named)}, '
    return f'{{"id": "{key}", "meta": {meta}, {more}{row.text[1:]}'


def group_document(row: GroupRow, base: str, members: list[UUID]) -> dict[str, Any]:
    """Return a group as it is sent."""
    found: dict[str, Any] = {
        "schemas": [GROUP],
        "id": str(row.id),
        "displayName": row.display_name,
        "meta": _meta("Group", row, base),
    }
    if row.external_id is not None:
        found["externalId"] = row.external_id
    if members:
        found["members"] = [
            {"value": str(one), "$ref": f"{base}/Users/{one}", "type": "User"} for one in members
        ]
    return found


def _meta(kind: str, row: UserRow | GroupRow, base: str) -> dict[str, str]:
    return {
        "resourceType": kind,
        "created": instant(row.created_at),
        "lastModified": instant(row.changed_at),
        "location": f"{base}/{kind}s/{row.id}",
        "version": version(row.version),
    }


def version(number: int) -> str:
    """Return the entity tag of a version; weak, for a list may write it otherwise."""
    return f'W/"{number}"'


def instant(at: datetime) -> str:
    """Return an instant as SCIM writes it."""
    return at.isoformat().replace("+00:00", "Z")
