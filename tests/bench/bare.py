"""The yardstick: a bare Flask site with one page that asks one indexed query, and one POST
that commits one row; under the same server, over the same kind of database.

``python -m tests.bench.bare DATABASE PORT``
"""

import json
import sys
from pathlib import Path
from uuid import uuid4

from flask import Flask, Response, jsonify, request
from sqlalchemy import Column, MetaData, String, Table, create_engine, event, select, text

from lms.operations.server import Server, listen

HUNDRED = """
SELECT id, said, version, created_at, changed_at FROM lms_directory_user
WHERE deleted_at IS NULL ORDER BY created_at, id LIMIT 100
"""
"""Where a copy of our own database is served: users as a directory's list has them."""


def site(database: Path) -> tuple[Flask, object]:
    """Return the site, with a table of its own beside ``database``."""
    engine = create_engine(f"sqlite:///{database}")

    @event.listens_for(engine, "connect")
    def connect(connection, _record) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA busy_timeout = 30000")

    metadata = MetaData()
    rows = Table("row", metadata, Column("id", String, primary_key=True), Column("value", String))
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(rows.delete())
        connection.execute(rows.insert(), [{"id": str(n), "value": "x"} for n in range(1000)])
    app = Flask("bare")

    @app.get("/healthz")
    @app.get("/page")
    def page() -> str:
        with engine.connect() as connection:
            found = connection.execute(select(rows.c.value).where(rows.c.id == "500")).scalar()
        return f"<!doctype html><title>{found}</title><h1>{found}</h1>"

    @app.get("/users")
    def users() -> Response:
        with engine.connect() as connection:
            found = connection.execute(text(HUNDRED)).all()
        return jsonify(
            [
                {**json.loads(said), "id": key, "version": version, "at": [made, changed]}
                for key, said, version, made, changed in found
            ]
        )

    @app.post("/row")
    def row() -> str:
        with engine.begin() as connection:
            value = request.form["value"]
            connection.execute(rows.insert().values(id=str(uuid4()), value=value))
        return "ok"

    return app, engine


if __name__ == "__main__":
    app, engine = site(Path(sys.argv[1]))
    Server(
        app,
        listen("127.0.0.1", int(sys.argv[2])),
        workers=1,
        forked=lambda: engine.dispose(close=False),
    ).run()
