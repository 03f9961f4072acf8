"""The database's shape: brought up to date at the start, by our own migrations."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from lms.kernel.errors import Conflict
from lms.kernel.model import Model

VERSION_TABLE = "lms_alembic_version"
MIGRATIONS = Path(__file__).parents[1] / "migrations"
LOCK = 0x4C4D5344


class NewerDatabase(Conflict):
    """A later release changed the database; this one does not know its shape."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was changed by a later release of Outset (its revision is {revision}). "
            "Install that release again, or restore a copy made with this one: lms restore FILE."
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Any:  # noqa: ANN401 - a generator of a connection
    """Open a writing transaction that others who upgrade at the same time wait for."""
    with engine.connect().execution_options(lms_writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        yield connection


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def newest() -> str | None:
    """Return the newest revision that this release knows."""
    return _scripts().get_current_head()


def _knows(revision: str) -> bool:
    return any(one.revision == revision for one in _scripts().walk_revisions())


def current(engine: Engine) -> str | None:
    """Return the database's revision; None for an empty one."""
    with engine.connect() as connection:
        return revision(connection)


def revision(connection: Connection) -> str | None:
    """Return the revision of the database behind a connection; None for an empty one."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def upgrade(engine: Engine) -> bool:
    """Bring the database up to date; safe from several processes at once.

    Returns:
        Whether there was anything to do.

    Raises:
        NewerDatabase: a later release changed it.

    """
    found = current(engine)
    if found == newest():
        return False
    if found is not None and not _knows(found):
        raise NewerDatabase(found)
    with _alone(engine) as connection:
        command.upgrade(_config(connection), "head")
    return True


def drift(connection: Connection) -> list[Any]:
    """Return how the database differs from the models; empty when it does not."""
    context = MigrationContext.configure(
        connection,
        opts={
            "version_table": VERSION_TABLE,
            "include_name": lambda name, kind, _parents: (
                kind != "table" or (name or "").startswith("lms_")
            ),
            "compare_type": True,
        },
    )
    return list(compare_metadata(context, Model.metadata))
