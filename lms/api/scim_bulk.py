"""Several operations in one request, each in a transaction of its own. Source: RFC 7644, 3.7."""

import re
from typing import Any

from pydantic import ValidationError
from scim2_models import SCIMException

from lms.api import scim_doing, scim_errors
from lms.api import scim_shapes as shapes
from lms.delivery import kit
from lms.kernel.errors import Refusal

RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse"
REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
NAMED = re.compile(r"bulkId:([\w.~-]+)")
TAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')
CHANGES = {
    ("PUT", "Users"): scim_doing.replace_user,
    ("PATCH", "Users"): scim_doing.patch_user,
    ("PUT", "Groups"): scim_doing.replace_group,
    ("PATCH", "Groups"): scim_doing.patch_group,
}
MADE = {"Users": scim_doing.create_user, "Groups": scim_doing.create_group}
DELETED = {"Users": scim_doing.delete_user, "Groups": scim_doing.delete_group}


class TooMany(SCIMException):
    """More operations at once than are done."""

    status = 413
    _default_detail = f"Send at most {shapes.MOST_OPERATIONS} operations at once."


class NoBulk(SCIMException):
    """It is no bulk request."""

    status = 400
    scim_type = "invalidSyntax"
    _default_detail = "Send a BulkRequest with a list of Operations."


class Unresolved(SCIMException):
    """An operation names another that made nothing."""

    status = 409
    scim_type = "invalidValue"
    _default_detail = "It names by its bulkId a resource that was not made before it."


def done(sent: dict[str, Any], base: str) -> dict[str, Any]:
    """Do the operations in their order, and say what became of each.

    One that names what another makes waits for it, wherever that stands. After so many that
    failed as the directory allows, the rest is left undone.
    """
    operations = sent.get("Operations")
    if REQUEST not in (sent.get("schemas") or [REQUEST]) or not isinstance(operations, list):
        raise NoBulk
    if len(operations) > shapes.MOST_OPERATIONS:
        raise TooMany
    allowed = sent.get("failOnErrors")
    made: dict[str, str] = {}
    answers: dict[int, dict[str, Any]] = {}
    failed = 0
    for at in _in_order(operations):
        answer = _answer(operations[at], made, base)
        answers[at] = answer
        failed += int(answer["status"]) >= 400
        if isinstance(allowed, int) and allowed > 0 and failed >= allowed:
            break
    return {"schemas": [RESPONSE], "Operations": [answers[at] for at in sorted(answers)]}


def _in_order(operations: list[Any]) -> list[int]:
    """Return the places of operations so that what is named by others is made before them."""
    makes = {
        one.get("bulkId"): at
        for at, one in enumerate(operations)
        if isinstance(one, dict) and one.get("bulkId")
    }
    needs = [
        {makes[name] for name in NAMED.findall(repr(one)) if name in makes} for one in operations
    ]
    order: list[int] = []
    placed: set[int] = set()
    left = list(range(len(operations)))
    while left:
        ready = [at for at in left if needs[at] - {at} <= placed]
        # A circle is broken where it begins: what cannot be resolved then says so.
        some = ready or left[:1]
        order += some
        placed |= set(some)
        left = [at for at in left if at not in placed]
    return order


def _answer(operation: Any, made: dict[str, str], base: str) -> dict[str, Any]:  # noqa: ANN401
    """Do one operation, and return what is said of it."""
    method = str(operation.get("method", "")).upper() if isinstance(operation, dict) else ""
    said: dict[str, Any] = {"method": method}
    if isinstance(operation, dict):
        said |= {key: operation[key] for key in ("bulkId",) if operation.get(key)}
    try:
        return said | _do(operation, method, made, base)
    except (Refusal, SCIMException, ValidationError) as refusal:
        kit.session().rollback()
        status, detail, kind = scim_errors.of(refusal)
        body = scim_errors.body(status, detail, kind)
        where = _place(operation, base)
        found = said | {"status": str(status), "response": body}
        return found | ({"location": where} if where and method != "POST" else {})


def _place(operation: Any, base: str) -> str:  # noqa: ANN401 - JSON
    path = operation.get("path") if isinstance(operation, dict) else None
    return f"{base}/{path.lstrip('/')}" if isinstance(path, str) else ""


def _do(operation: Any, method: str, made: dict[str, str], base: str) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(operation, dict) or not isinstance(operation.get("path"), str):
        raise NoBulk(detail="Each operation needs a method and a path.")
    path = _resolved(operation["path"], made)
    noun, _, key = path.lstrip("/").partition("/")
    if noun not in MADE:
        raise NoBulk(detail=f"There is no path /{noun}.")
    data = _resolved(operation.get("data"), made)
    if method == "POST" and not key:
        document = MADE[noun](data, base)
        if operation.get("bulkId"):
            made[str(operation["bulkId"])] = document["id"]
        return _said(document, "201")
    version = _version(operation.get("version"))
    if method == "DELETE" and key:
        DELETED[noun](key, version)
        return {"status": "204", "location": f"{base}/{noun}/{key}"}
    change = CHANGES.get((method, noun))
    if change is None or not key:
        raise NoBulk(detail=f"{method or 'An operation without a method'} cannot be done there.")
    return _said(change(key, data, base, version), "200")


def _said(document: dict[str, Any], status: str) -> dict[str, Any]:
    meta = document["meta"]
    return {"status": status, "location": meta["location"], "version": meta["version"]}


def _version(given: object) -> int | None:
    found = TAG.fullmatch(given) if isinstance(given, str) else None
    return int(found.group(1)) if found else None


def _resolved(value: Any, made: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with ids in the place of bulkIds. Raises Unresolved."""
    if isinstance(value, dict):
        return {key: _resolved(one, made) for key, one in value.items()}
    if isinstance(value, list):
        return [_resolved(one, made) for one in value]
    if not isinstance(value, str) or "bulkId:" not in value:
        return value
    if any(name not in made for name in NAMED.findall(value)):
        raise Unresolved
    return NAMED.sub(lambda named: made[named.group(1)], value)
