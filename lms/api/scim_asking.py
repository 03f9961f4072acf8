"""What a directory asks for: one resource in part, or a page of those that fit a filter."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from scim2_models import Context, SearchRequest

from lms.api import scim_doing, scim_errors
from lms.api.scim_doing import Document
from lms.api.scim_shapes import FullGroup, FullUser
from lms.delivery import kit
from lms.directory import queries, rules
from lms.directory.queries import filtering
from lms.directory.queries.filtering import Condition

PREFIX = "/scim/v2"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
KINDS = {"Users": FullUser, "Groups": FullGroup}
SEARCHES: Mapping[Any, Any] = {
    FullUser: SearchRequest[FullUser],
    FullGroup: SearchRequest[FullGroup],
    None: SearchRequest[FullUser | FullGroup],
}
"""What may be asked, by what is served; at the root both are."""


def base() -> str:
    """Return the address of the service."""
    return request.url_root.rstrip("/") + request.path[: request.path.index(PREFIX)] + PREFIX


def asked_for(given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a model made at run time
    """Return the search that an address or a body says. Raises ValidationError."""
    kind = next((one for noun, one in KINDS.items() if f"/{noun}" in request.path), None)
    known = ("attributes", "excludedAttributes", "filter", "sortBy", "sortOrder")
    wanted = {key: given[key] for key in known if given.get(key)}
    for key in ("attributes", "excludedAttributes"):
        if isinstance(wanted.get(key), str):
            wanted[key] = [part.strip() for part in wanted[key].split(",") if part.strip()]
    for key in ("startIndex", "count"):
        if given.get(key) not in (None, ""):
            wanted[key] = given[key]
    return SEARCHES[kind].model_validate(wanted)


def trimmed(document: Document, asked: Any) -> Document:  # noqa: ANN401 - as above
    """Return a resource with the attributes that were asked for."""
    if not asked.attributes and not asked.excluded_attributes:
        return document
    kind = FullUser if document["meta"]["resourceType"] == "User" else FullGroup
    found: Document = kind.model_validate(document).model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=asked
    )
    return found


def listed(asked: Any, *kinds: str) -> Response:  # noqa: ANN401 - as above
    """Return a page of what a search asks for, of one kind after the other."""
    start = max(1, asked.start_index or 1)
    count = rules.MOST if asked.count is None else max(0, min(asked.count, rules.MOST))
    found: list[str] = []
    total = 0
    for kind in kinds:
        at = max(1, start - total)
        some, number = _page(asked, kind, at, count - len(found))
        found += some
        total += number
    said = {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
    }
    text = f'{json.dumps(said)[:-1]}, "Resources": [{", ".join(found)}]}}'
    return Response(text, mimetype=scim_errors.SCIM)


def _page(asked: Any, kind: str, start: int, limit: int) -> tuple[list[str], int]:  # noqa: ANN401
    """Return a page of one kind, each as JSON, and how many there are of it in all."""
    users = kind == "Users"
    condition, fits = _condition(asked, users=users)
    order, session = _order(asked, users=users), kit.session()
    if users:
        rows, total = queries.page_of_users(
            session, condition, order=order, start=start, limit=limit, fits=fits
        )
        if not asked.attributes and not asked.excluded_attributes:
            return scim_doing.users_as_text(rows, base()), total
        found = scim_doing.users(rows, base())
    else:
        some, total = queries.page_of_groups(
            session, condition, order=order, start=start, limit=limit, fits=fits
        )
        found = scim_doing.groups(some, base())
    return [json.dumps(trimmed(one, asked)) for one in found], total


def _condition(asked: Any, *, users: bool) -> tuple[Any, Callable[[Any], bool] | None]:  # noqa: ANN401
    """Return a filter as SQL, and the rest of it that only Python can tell."""
    if asked.filter is None:
        return filtering.EVERYTHING, None
    found: Condition = (filtering.of_users if users else filtering.of_groups)(asked.filter.ast)
    if found.is_whole:
        return found.wanted, None
    kind, as_sent = (FullUser, scim_doing.users) if users else (FullGroup, scim_doing.groups)

    def fits(row: Any) -> bool:  # noqa: ANN401 - a row of either
        return _matches(asked.filter, kind.model_validate(as_sent([row], "")[0]))

    return found.wanted, fits


def _matches(wanted: Any, resource: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a resource meets a filter; one on what another kind has is met by none."""
    return bool(wanted.match(resource))


def _order(asked: Any, *, users: bool) -> list[Any]:  # noqa: ANN401
    if asked.sort_by is None:
        return []
    descending = asked.sort_order is not None and asked.sort_order.value == "descending"
    found = filtering.order_of(str(asked.sort_by), users=users, descending=descending)
    return [found] if found is not None else []
