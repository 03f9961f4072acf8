"""How Alembic runs here: on the connection it is handed, in its transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import lms.appointments.models
import lms.assignment.models
import lms.audit.models
import lms.certificates.models
import lms.content.models
import lms.identity.models
import lms.intake.models
import lms.learning.models
import lms.mentoring.models
import lms.notifications.models
import lms.people.models
import lms.schools.models  # noqa: F401 - every table must be known
from lms.kernel.model import Instant, Model


def render_item(kind: str, thing: object, _autogen: AutogenContext) -> str | Literal[False]:
    """Write our own type in plain words, so that a migration imports nothing of ours."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    version_table="lms_alembic_version",
    include_name=lambda name, kind, _parents: kind != "table" or (name or "").startswith("lms_"),
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
)
context.run_migrations()
