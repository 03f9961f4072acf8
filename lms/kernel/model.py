"""The base of every table."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes; SQLite hands back aware ones too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC; a naive datetime is a programming mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give SQLite's naive answer its zone back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """Base of every table: a UUID key, named constraints, UTC instants."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Instant,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=32,
            values_callable=lambda kind: [one.value for one in kind],
        ),
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
    }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'id', None)}>"


def moves(*, once: tuple[str, ...] = (), prefer: str = "", least: bool = False) -> dict[str, Any]:
    """Mark a column that names a person: its row goes with them when two records become one.

    Args:
        once: columns that, with the person, may stand open once, where no constraint says it:
            the last of them is empty while a row is open.
        prefer: of two rows that cannot stand beside each other under one person, the one with
            the greater value here stands under whoever stays.
        least: the one with the smaller value instead.

    """
    return {"merging": "moves", "once": once, "prefer": prefer, "least": least}


FOLLOWS = {"merging": "follows"}
"""Marks a column that names a person because an engagement does; its feature moves it."""

STAYS = {"merging": "stays"}
"""Marks a column that says who it was then, whatever becomes of their record."""


class Identified:
    """Mixin: the one identifier, used in URLs, the API, xAPI statements and SCIM alike."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
