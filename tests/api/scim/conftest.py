"""A directory at the door."""

import pytest

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory:
    """Speaks SCIM with its token."""

    def __init__(self, program):
        self.program = program

    def ask(self, method, path, document=None, **headers):
        sent = {} if document is None else {"json": document}
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        named["Content-Type"] = "application/scim+json"
        return self.program.ask(method, f"/scim/v2{path}", headers=named, **sent)

    def create(self, **given):
        return self.ask("POST", "/Users", user(**given))

    def patch(self, key, *operations, noun="Users", **headers):
        document = {"schemas": [PATCH], "Operations": list(operations)}
        return self.ask("PATCH", f"/{noun}/{key}", document, **headers)

    def find(self, filter_, noun="Users", **more):
        query = "&".join(f"{key}={value}" for key, value in more.items())
        return self.ask("GET", f"/{noun}?filter={filter_}&{query}").json


def user(**given):
    """Return a user as a directory first sends them."""
    told = {
        "schemas": [USER],
        "userName": "mara.quill@marlshire.example",
        "name": {"givenName": "Mara", "familyName": "Quill"},
        "emails": [{"value": "mara.quill@marlshire.example", "type": "work", "primary": True}],
        "active": True,
    }
    return {**told, **given}


@pytest.fixture
def directory(program):
    return Directory(program("scim", name="Directory"))
