"""Fifty clients at once, each with a connection of its own: nothing is lost, nobody is twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from lms.delivery import kit
from lms.directory.models import DirectoryUser
from lms.identity import commands as identity
from lms.kernel.permissions import System
from lms.people.models import Engagement, Person
from lms.site import create_app
from tests.api.scim.conftest import PATCH, user
from tests.support.postgres import database_for

CLIENTS = 50


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request, tmp_path, worker_id):
    """A site on a database of its own, and the header of its directory."""
    config = {"LMS_SECRET_KEY": "s" * 40, "LMS_SCIM_REQUESTS": 10_000}
    if request.param == "postgres":
        config["DATABASE_URL"] = database_for(f"scim_{worker_id}")
    app = create_app(config, instance=tmp_path / "instance")
    with app.app_context(), kit.work(by=System()) as work:
        _, secret = identity.add_token(work, name="Directory", scopes=("scim",))
    return app, {"Authorization": f"Bearer {secret}"}


def together(job):
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [one.result() for one in [pool.submit(job, n) for n in range(CLIENTS)]]


def counted(app, *tables):
    with app.app_context():
        session = kit.session()
        return [session.scalar(select(func.count()).select_from(one)) for one in tables]


def test_nothing_is_lost(site):
    app, headers = site

    def come_and_change(n):
        client = app.test_client()
        sent = user(userName=f"u{n}@marlshire.example", emails=[])
        sent["name"] = {"givenName": f"Given{n}", "familyName": f"Family{n}"}
        made = client.post("/scim/v2/Users", json=sent, headers=headers)
        document = {
            "schemas": [PATCH],
            "Operations": [{"op": "replace", "path": "title", "value": f"Title {n}"}],
        }
        changed = client.patch(made.json["meta"]["location"], json=document, headers=headers)
        return made.status_code, changed.status_code

    assert together(come_and_change) == [(201, 200)] * CLIENTS
    assert counted(app, DirectoryUser, Person, Engagement) == [CLIENTS] * 3


def test_the_same_from_all_is_one(site):
    app, headers = site

    def come(_n):
        return app.test_client().post("/scim/v2/Users", json=user(), headers=headers).status_code

    assert sorted(together(come)) == [201] + [409] * (CLIENTS - 1)
    assert counted(app, DirectoryUser, Person, Engagement) == [1, 1, 1]
