"""Filters, orders, pages, and what is sent of each resource."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scim2_models import ScimFilter
from sqlalchemy import event, select

from lms.api import scim_shapes as shapes
from lms.api.scim_shapes import FullUser
from lms.directory.models import DirectoryUser
from lms.directory.queries import filtering
from tests.api.scim.conftest import ENTERPRISE

PEOPLE = (
    ("mara", "Mara", "Quill", "Court Team"),
    ("Ines", "Ines", "Calloway", "Front Door"),
    ("łukasz", "Łukasz", "Nowak", ""),
)


@pytest.fixture
def three(directory):
    for name, given_name, family, team in PEOPLE:
        directory.create(
            userName=f"{name}@marlshire.example",
            externalId=f"X-{family}",
            name={"givenName": given_name, "familyName": family},
            emails=[{"value": f"{family.lower()}@marlshire.example", "type": "work"}],
            **({ENTERPRISE: {"department": team}} if team else {}),
        )


def found(directory, wanted, **more):
    return [one["name"]["familyName"] for one in directory.find(wanted, **more)["Resources"]]


@pytest.mark.usefixtures("three")
class TestFilter:
    @pytest.mark.parametrize(
        ("wanted", "names"),
        [
            ('userName eq "MARA@marlshire.example"', ["Quill"]),
            ('userName eq "ŁUKASZ@marlshire.example"', ["Nowak"]),
            ('externalId eq "X-Quill"', ["Quill"]),
            ('externalId eq "x-quill"', []),
            ('externalId co "x-quill"', []),
            ('not (externalId co "x-quill")', ["Calloway", "Nowak", "Quill"]),
            ('userName sw "m" or userName sw "i"', ["Quill", "Calloway"]),
            ('emails[type eq "work" and value eq "quill@marlshire.example"]', ["Quill"]),
            ('emails.value eq "nowak@marlshire.example"', ["Nowak"]),
            ('name.familyName co "all" and active eq true', ["Calloway"]),
            ('not (userName eq "mara@marlshire.example")', ["Calloway", "Nowak"]),
            (f'{ENTERPRISE}:department eq "court team"', ["Quill"]),
            ("title pr", []),
            ('userName eq "100%"', []),
            ('meta.lastModified gt "2020-01-01T00:00:00Z"', ["Quill", "Calloway", "Nowak"]),
        ],
    )
    def test_finds(self, directory, wanted, names):
        assert sorted(found(directory, wanted)) == sorted(names)

    @pytest.mark.parametrize(
        "wanted", ["userName", 'userName xx "a"', 'userName eq "a', "(", 'nothing eq "a"', '""']
    )
    def test_says_what_is_no_filter(self, directory, wanted):
        answer = directory.ask("GET", f"/Users?filter={wanted}")

        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidFilter")

    def test_searches_by_post(self, directory):
        answer = directory.ask(
            "POST",
            "/Users/.search",
            {
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                "filter": 'userName sw "mara"',
                "attributes": ["userName"],
            },
        )

        (one,) = answer.json["Resources"]
        assert (one["userName"], "name" in one) == ("mara@marlshire.example", False)


@pytest.mark.usefixtures("three")
class TestPage:
    def test_sorts(self, directory):
        everybody = directory.ask("GET", "/Users?sortBy=name.familyName").json["Resources"]
        turned = directory.ask("GET", "/Users?sortBy=userName&sortOrder=descending").json

        assert [one["name"]["familyName"] for one in everybody] == ["Calloway", "Nowak", "Quill"]
        assert turned["Resources"][0]["name"]["familyName"] == "Nowak"

    def test_pages(self, directory):
        page = directory.ask("GET", "/Users?startIndex=2&count=1&sortBy=name.familyName").json

        assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
        assert page["Resources"][0]["name"]["familyName"] == "Nowak"

    @pytest.mark.parametrize(
        ("query", "number"),
        [("count=0", 0), ("count=-5", 0), ("startIndex=-5", 3), ("startIndex=9", 0)],
    )
    def test_takes_odd_numbers_as_the_standard_says(self, directory, query, number):
        page = directory.ask("GET", f"/Users?{query}").json

        assert (page["totalResults"], len(page["Resources"])) == (3, number)

    def test_refuses_a_number_that_is_none(self, directory):
        assert directory.ask("GET", "/Users?count=many").status_code == 400

    def test_sends_the_parts_that_are_asked_for(self, directory):
        (one, *_) = directory.ask("GET", "/Users?attributes=name.familyName").json["Resources"]
        assert set(one) == {"schemas", "id", "name"}
        assert set(one["name"]) == {"familyName"}

        (one, *_) = directory.ask("GET", "/Users?excludedAttributes=emails,meta").json["Resources"]
        assert "emails" not in one
        assert "userName" in one

    def test_asks_the_database_as_often_for_many_as_for_one(self, directory, engine):
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        def statements(query):
            asked.clear()
            assert directory.ask("GET", f"/Users?{query}").status_code == 200
            return len(asked)

        event.listen(engine, "before_cursor_execute", note)
        try:
            statements("count=3")
            assert statements("count=3") == statements("count=1")
        finally:
            event.remove(engine, "before_cursor_execute", note)


WORDS = st.sampled_from(["mara", "x-quill", "X-Quill", "a", "@", "", "%", "nobody"])
SIMPLE = st.builds(
    lambda name, op, value: f'{name} {op} "{value}"',
    st.sampled_from(["userName", "externalId", "displayName", "emails.value", "name.familyName"]),
    st.sampled_from(["eq", "ne", "co", "sw", "ew"]),
    WORDS,
)
FILTERS = st.recursive(
    SIMPLE | st.sampled_from(["active eq true", "active ne true", "externalId pr", "title pr"]),
    lambda some: (
        st.builds(lambda a, b, j: f"({a}) {j} ({b})", some, some, st.sampled_from(["and", "or"]))
        | some.map(lambda one: f"not ({one})")
    ),
    max_leaves=4,
)


@given(wanted=FILTERS)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@pytest.mark.usefixtures("three")
def test_sql_never_loses_what_a_filter_lets_through(session, wanted):
    """SQL says the same as the reference evaluator where it says all, and never less."""
    node = ScimFilter[FullUser](wanted)
    condition = filtering.of_users(node.ast)
    everybody = session.scalars(select(DirectoryUser)).all()
    exact = {
        one.id
        for one in everybody
        if node.match(FullUser.model_validate({**one.said, "id": str(one.id)}))
    }

    let_through = set(session.scalars(select(DirectoryUser.id).where(condition.wanted)))

    assert exact <= let_through
    if condition.is_whole:
        assert exact == let_through
    assert shapes.USER in everybody[0].said["schemas"]
