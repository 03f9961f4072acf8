"""SCIM filters and orders as SQL, as far as columns hold what they name.

Source: RFC 7644, 3.4.2.2 and 3.4.2.3. A condition that no column can say lets everything
through, and is marked as such: whoever asks then looks at what comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from scim2_models.path.expressions import (
    AttrPath,
    Comparison,
    FilterNode,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)
from scim2_models.path.visitor import FilterVisitor
from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from lms.directory.models import DirectoryGroup, DirectoryUser
from lms.directory.rules import key

EXACT = frozenset({"id", "externalid"})
"""Attributes whose case makes a difference."""

USER_COLUMNS: Mapping[str, Any] = {
    "id": DirectoryUser.id,
    "externalid": DirectoryUser.external_id,
    "username": DirectoryUser.name_key,
    "active": DirectoryUser.active,
    "meta.created": DirectoryUser.created_at,
    "meta.lastmodified": DirectoryUser.changed_at,
}
GROUP_COLUMNS: Mapping[str, Any] = {
    "id": DirectoryGroup.id,
    "externalid": DirectoryGroup.external_id,
    "displayname": DirectoryGroup.name_key,
    "meta.created": DirectoryGroup.created_at,
    "meta.lastmodified": DirectoryGroup.changed_at,
}
SORTED: Mapping[str, Any] = {
    **USER_COLUMNS,
    "displayname": func.lower(DirectoryUser.display_name),
    "name.familyname": func.lower(DirectoryUser.last_name),
    "name.givenname": func.lower(DirectoryUser.first_name),
    "title": func.lower(DirectoryUser.title),
    "usertype": func.lower(DirectoryUser.user_type),
    "emails": DirectoryUser.email,
    "emails.value": DirectoryUser.email,
    "employeenumber": func.lower(DirectoryUser.employee_number),
    "department": func.lower(DirectoryUser.department),
}


@dataclass(frozen=True)
class Condition:
    """A filter as SQL."""

    wanted: ColumnElement[bool]
    is_whole: bool
    """Whether it says all that the filter says; else it lets more through, never less."""


class Compiler(FilterVisitor[Condition]):
    """Turns a filter into a condition on the columns named."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = columns

    def visit_comparison(self, node: Comparison) -> Condition:
        """Return the condition of one comparison."""
        name = path_of(node.attr_path)
        column = self._columns.get(name)
        told = column is not None and node.value is not None
        if not told or (name == "id" and node.op.value not in {"eq", "ne"}):
            return _ANYTHING
        value = _value(name, node.value)
        if value is None:
            return _ANYTHING
        found = _compared(column, node.op.value, value)
        # SQLite's LIKE takes a capital for its small letter.
        is_whole = not (name in EXACT and node.op.value in _PARTS)
        return Condition(found, is_whole=is_whole) if found is not None else _ANYTHING

    def visit_present(self, node: Present) -> Condition:
        """Return the condition that an attribute has a value."""
        column = self._columns.get(path_of(node.attr_path))
        return _ANYTHING if column is None else Condition(column.is_not(None), is_whole=True)

    def visit_not(self, node: Not) -> Condition:
        """Return the opposite, where all of it could be said."""
        found = self.visit(node.expr)
        if not found.is_whole:
            return _ANYTHING
        return Condition(not_(func.coalesce(found.wanted, false())), is_whole=True)

    def visit_logical_expr(self, node: LogicalExpr) -> Condition:
        """Return several conditions, joined."""
        some = [self.visit(one) for one in node.terms]
        join = and_ if node.op is LogicalOperator.and_ else or_
        return Condition(
            join(*(one.wanted for one in some)), is_whole=all(one.is_whole for one in some)
        )

    def visit_value_path(self, node: ValuePath) -> Condition:  # noqa: ARG002 - nothing is used
        """Let everything through: no column holds one of several values."""
        return _ANYTHING


_PARTS = frozenset({"co", "sw", "ew"})
_ANYTHING = Condition(true(), is_whole=False)
EVERYTHING = true()
"""The condition that every resource meets."""


def of_users(node: FilterNode) -> Condition:
    """Return the condition on users that a filter comes to."""
    return Compiler(USER_COLUMNS).visit(node)


def of_groups(node: FilterNode) -> Condition:
    """Return the condition on groups that a filter comes to."""
    return Compiler(GROUP_COLUMNS).visit(node)


def order_of(name: str, *, users: bool, descending: bool) -> ColumnElement[Any] | None:
    """Return the order by an attribute; None where no column holds it."""
    columns = SORTED if users else GROUP_COLUMNS
    column = columns.get(name.lower().rpartition("2.0:user:")[2])
    if column is None:
        return None
    found: ColumnElement[Any] = column.desc() if descending else column.asc()
    return found.nulls_last()


def path_of(path: AttrPath) -> str:
    """Return an attribute as the tables above name it."""
    name = path.attr.lower()
    return f"{name}.{path.sub_attr.lower()}" if path.sub_attr else name


def _value(name: str, value: object) -> object:
    """Return what a column is compared with; None where that cannot be."""
    if name == "active":
        return value if isinstance(value, bool) else None
    if not isinstance(value, str):
        return None
    if name == "id":
        return _id(value)
    if name.startswith("meta."):
        return _instant(value)
    return value if name in EXACT else key(value)


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        return UUID(int=0)


def _instant(value: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _compared(column: Any, op: str, value: object) -> ColumnElement[bool] | None:  # noqa: ANN401
    if op in _PARTS:
        if not isinstance(value, str):
            return None
        ways = {"co": column.contains, "sw": column.startswith, "ew": column.endswith}
        return ways[op](value, autoescape=True)  # type: ignore[no-any-return]
    ways = {
        "eq": column.__eq__,
        "ne": lambda other: or_(column != other, column.is_(None)),
        "gt": column.__gt__,
        "ge": column.__ge__,
        "lt": column.__lt__,
        "le": column.__le__,
    }
    return ways[op](value) if op in ways else None
