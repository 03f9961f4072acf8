"""Operations as they are described: one declaration checks what comes in and writes OpenAPI.

Source: OpenAPI 3.1; JSON Schema 2020-12, as pydantic writes it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError

from lms.api.errors import NotJson
from lms.delivery import kit
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.permissions import Permission
from lms.policy import TokenActor

REFERENCES = "#/components/schemas/{model}"


class NoScope(NotAllowed):
    """A token's scopes do not reach so far."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"This token lacks the scope {scope}. An administrator gives one that has it."
        )


class BadBody(Invalid):
    """What was sent is not as it is described."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    """Below the version, with ``{id}`` for an id."""

    scope: str
    summary: str
    answers: Mapping[int, tuple[str, type[BaseModel] | None]]
    """Status → what it means, and what is sent."""

    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    has_key: bool = False
    """Whether ``Idempotency-Key`` is taken."""

    has_match: bool = False
    """Whether ``If-Match`` is needed."""

    example: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """A name of its own."""
        words = [part.strip("{}") for part in self.path.strip("/").split("/")]
        return "_".join([self.method.lower(), *words])


OPERATIONS: list[Operation] = []
"""Every operation, in the order in which they are declared."""

View = Callable[..., ResponseReturnValue]


def operation(
    pages: Blueprint, permission: Permission, described: Operation
) -> Callable[[View], View]:
    """Put a view at the door as it is described, behind its permission and scope.

    The view is given ``body`` and ``query``, where it has them, already checked.
    """
    OPERATIONS.append(described)

    def close(view: View) -> View:
        @wraps(view)
        def closed(**kwargs: object) -> ResponseReturnValue:
            actor = kit.actor()
            if isinstance(actor, TokenActor) and described.scope not in actor.scopes:
                raise NoScope(described.scope)
            if described.query is not None:
                kwargs["query"] = _read(described.query, _query(described.query))
            if described.body is not None:
                kwargs["body"] = _read(described.body, _json())
            return view(**kwargs)

        guarded = kit.requires(permission)(closed)
        rule = described.path.replace("{id}", "<uuid:key>")
        methods = [described.method]
        pages.add_url_rule(rule, described.name, guarded, methods=methods, merge_slashes=False)
        return guarded

    return close


def _query(model: type[BaseModel]) -> dict[str, Any]:
    strange = sorted(set(request.args) - set(model.model_fields))
    if strange:
        msg = f"There is no parameter {strange[0][:60]!r} here."
        raise BadBody(msg, field=strange[0][:60])
    doubled = [key for key in request.args if len(request.args.getlist(key)) > 1]
    if doubled:
        msg = f"Give the parameter {doubled[0][:60]!r} once."
        raise BadBody(msg, field=doubled[0][:60])
    return request.args.to_dict()


def _json() -> Any:  # noqa: ANN401 - JSON
    if not request.is_json:
        raise NotJson(415, "Send JSON, with the header Content-Type: application/json.")
    try:
        found = json.loads(request.get_data(), parse_constant=_no_number, object_pairs_hook=_once)
        letters = json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJson(400, "Send a JSON object: what was sent cannot be read.") from None
    if not isinstance(found, dict):
        raise NotJson(400, "Send a JSON object.")
    if rb"\u0000" in letters:
        # It stands in no database.
        msg = "Leave out the letter NUL."
        raise BadBody(msg, field="")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object; of two of one name nobody could say which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        msg = f"Give {doubled[0:60]!r} once."
        raise BadBody(msg, field=doubled[:60])
    return found


def _no_number(text: str) -> float:
    raise ValueError(text)


def _read(model: type[BaseModel], given: object) -> BaseModel:
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadBody(f"{where or 'The body'}: {first['msg']}.", field=where) from None


def document(title: str, version: str, address: str) -> dict[str, Any]:
    """Return the OpenAPI document of every operation.

    Args:
        title: what the service is called.
        version: of the software.
        address: of the service, up to and including its version.

    """
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _described(one, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": "People and engagements of the register, and lists brought into it. "
            "Each error is a problem (RFC 9457) whose detail says what to do.",
        },
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An administrator gives a token, with scopes and a last day.",
                }
            },
            "schemas": {**schemas, "Problem": PROBLEM},
        },
    }


PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what to do."},
        "field": {"type": ["string", "null"], "description": "Which part is meant."},
    },
}
WENT_WRONG: Mapping[int, str] = {
    400: "It cannot be read.",
    401: "There is no token that works.",
    403: "The token's scopes do not reach so far.",
    404: "There is no such thing.",
    405: "The address takes other methods.",
    409: "It cannot be now; the detail says why.",
    412: "It was changed since it was asked for.",
    413: "It is too large.",
    415: "It is no JSON.",
    422: "A value cannot be; the field says which.",
    428: "Send If-Match, so that nobody's change is lost.",
    429: "Too many tries with tokens that do not work.",
}


def _described(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"Needs the scope {one.scope}.",
        "parameters": list(_parameters(one)),
        "responses": {
            str(status): _answer(said, model, schemas)
            for status, (said, model) in one.answers.items()
        },
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in _can_go_wrong(one):
        found["responses"].setdefault(
            str(status), {"description": WENT_WRONG[status], "content": problem}
        )
    if one.body is not None:
        content: dict[str, Any] = {"schema": _reference(one.body, schemas)}
        if one.example:
            content["example"] = dict(one.example)
        found["requestBody"] = {"required": True, "content": {"application/json": content}}
    return found


def _can_go_wrong(one: Operation) -> Sequence[int]:
    found = [401, 403, 404, 422, 429]
    if one.body is not None:
        found += [400, 409, 413, 415]
    if one.method != "GET":
        found.append(409)
    if one.has_match:
        found += [412, 428]
    return sorted(set(found))


def _parameters(one: Operation) -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{id}" in one.path:
        schema = {"type": "string", "format": "uuid"}
        found.append({"name": "id", "in": "path", "required": True, "schema": schema})
    if one.query is not None:
        described = one.query.model_json_schema()
        found += [
            {"name": name, "in": "query", "required": False, "schema": _flat(schema)}
            for name, schema in described["properties"].items()
        ]
    text = {"type": "string", "maxLength": 200, "pattern": "^[!-~]{1,200}$"}
    if one.has_key:
        found.append({"name": "Idempotency-Key", "in": "header", "schema": text})
    if one.has_match:
        tag = {"type": "string", "pattern": '^"[0-9a-f]{16}"$'}
        found.append({"name": "If-Match", "in": "header", "required": True, "schema": tag})
    if one.method == "GET" and "{id}" in one.path:
        tag = {"type": "string", "pattern": '^"[0-9a-f]{16}"$'}
        found.append({"name": "If-None-Match", "in": "header", "schema": tag})
    return found


def _flat(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema of a parameter, of which leaving it out is the only way to say nothing."""
    found = {key: value for key, value in schema.items() if key not in {"title", "default"}}
    some = [one for one in found.pop("anyOf", []) if one.get("type") != "null"]
    return {**found, **some[0]} if some else found


def _answer(said: str, model: type[BaseModel] | None, schemas: dict[str, Any]) -> dict[str, Any]:
    if model is None:
        return {"description": said}
    schema = _reference(model, schemas)
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _reference(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, str]:
    described = model.model_json_schema(ref_template=REFERENCES)
    schemas.update(described.pop("$defs", {}))
    schemas[model.__name__] = described
    return {"$ref": f"#/components/schemas/{model.__name__}"}
