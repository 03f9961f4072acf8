"""A directory asks for a hundred users."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.bench import load, serving
from tests.bench.bench import Bench, Line
from tests.bench.load import Ask

USERS = 5_000


def directory(bench: Bench) -> list[Line]:
    """A list of 100 users, against a bare page that reads and serialises the same 100 rows."""
    instance = bench.instance(bench.small)
    secret = _filled(instance)
    shutil.copy(instance / "outset.sqlite", bench.folder / "directory.sqlite")
    with (
        serving.our_site(instance) as url,
        serving.bare_site(bench.folder / "directory.sqlite") as bare,
    ):
        asked = Ask(
            f"{url}/scim/v2/Users?startIndex=1&count=100",
            headers={"Authorization": f"Bearer {secret}"},
        )
        ours = [[asked]] * load.CONNECTIONS
        yard = [[Ask(f"{bare}/users")]] * load.CONNECTIONS
        found, plain = load.side_by_side(ours, yard)
    return [
        Line(
            f"SCIM list of 100 of {USERS:,} users",
            f"{found / plain:.0%} of a bare page that reads and serialises the same rows",
            "40% at least",
            f"{found:,.0f} and {plain:,.0f} requests a second",
        )
    ]


def _filled(instance: Path) -> str:
    """Put users into the directory of an instance, and return a token for it."""
    name = f"Bench {uuid4().hex[:6]}"
    made = serving.lms(instance, "tokens", "add", name, "--scopes", "scim")
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with sqlite3.connect(instance / "outset.sqlite") as database:
        there = database.execute("SELECT count(*) FROM lms_directory_user").fetchone()[0]
        for n in range(there, USERS):
            name = f"user{n}@marlshire.example"
            said = {
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "userName": name,
                "externalId": f"X{n}",
                "name": {"givenName": f"Given{n}", "familyName": f"Family{n}"},
                "displayName": f"Given{n} Family{n}",
                "active": True,
                "emails": [{"value": name, "type": "work", "primary": True}],
            }
            database.execute(
                "INSERT INTO lms_directory_user (id, user_name, name_key, external_id, active,"
                " first_name, last_name, display_name, email, title, user_type, department, said,"
                " version, created_at, changed_at)"
                " VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, '', '', '', ?, 1, ?, ?)",
                (
                    uuid4().hex,
                    name,
                    name,
                    f"X{n}",
                    f"Given{n}",
                    f"Family{n}",
                    f"Given{n} Family{n}",
                    name,
                    json.dumps(said),
                    now,
                    now,
                ),
            )
    return str(made["token"])
