"""It runs alone, it lives inside another site, and two of it do not meet."""

import importlib.util
import re
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from lms.content import queries as content
from lms.kernel.settings import BadSetting
from lms.people.models import Person
from lms.site import create_app

ESSENTIALS = "/training/modules/day-one-essentials"
HOST = Path(__file__).parents[2] / "docs" / "host" / "app.py"


@pytest.fixture
def host(tmp_path):
    """The example of docs/host, with its own users, tables, base template and error pages."""
    spec = importlib.util.spec_from_file_location("host_example", HOST)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app = module.create_app(tmp_path, TESTING=True)
    yield app
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


@pytest.fixture
def member(host):
    """A client whose user signed in by the host's own page, under the host's own protection."""
    client = host.test_client()
    page = client.get("/account/sign-in")
    answer = client.post(
        "/account/sign-in", data={"email": "ada@larkfield.example", "csrf_token": token_of(page)}
    )
    assert answer.status_code == 302
    return client


def sections(host):
    """The ids of the module's sections, in their order."""
    with host.app_context():
        session = host.extensions["lms"].session()
        edition = content.current(session, "day-one-essentials", demo=True)
        return [one.id for one in content.content_of(edition).sections]


class TestInAHost:
    def test_stands_in_the_hosts_page(self, member):
        page = member.get("/training/learning")

        assert page.status_code == 200
        assert "Larkfield Trust</a>" in page.text
        assert "Sign out Ada" in page.text

    def test_keeps_the_link_for_a_worry_and_the_support_lines(self, member):
        page = member.get("/training/learning")

        assert "Worried about a child?" in page.text
        assert "0808 800 5000" in page.text

    def test_takes_the_hosts_user_into_the_register_once(self, host, member):
        member.get("/training/learning")
        member.get("/training/learning")

        with host.app_context():
            session = host.extensions["lms"].session()
            assert session.scalars(select(Person.email)).all() == ["ada@larkfield.example"]

    def test_sends_nobody_to_the_hosts_sign_in(self, host):
        answer = host.test_client().get("/training/learning")

        assert answer.status_code == 302
        assert answer.location.startswith("/account/sign-in")

    def test_leaves_the_hosts_error_pages_alone(self, member):
        assert "The trust has no such page" in member.get("/nowhere").text
        assert "The trust has no such page" not in member.get("/training/modules/nowhere").text

    def test_leaves_the_hosts_tables_alone(self, host):
        with host.app_context():
            tables = inspect(host.extensions["sqlalchemy"].engine).get_table_names()

        assert "member" in tables
        assert all(name == "member" or name.startswith("lms_") for name in tables)

    def test_has_no_sign_in_of_its_own(self, member):
        assert member.get("/training/sign-in").status_code == 404

    def test_refuses_a_form_without_a_token(self, member):
        member.get("/training/learning")
        page = member.post(f"{ESSENTIALS}/01-you-and-safeguarding", data={"pause": "0"})

        assert page.status_code == 400


class TestModuleInAHost:
    """The host's user takes a module, in the host's page."""

    def follow(self, member, page, **data):
        """Send the form that answers a section's pause, and open where it leads."""
        answer = member.post(page.request.path, data={**data, "csrf_token": token_of(page)})
        assert answer.status_code == 303, answer.text
        assert answer.location.startswith("/training/")
        return member.get(answer.location)

    def test_offers_what_anybody_may_take(self, member):
        page = member.get("/training/")

        assert "Nothing is asked of you" in page.text
        assert f'href="{ESSENTIALS}"' in page.text

    def test_leads_through_every_section_to_the_check(self, host, member):
        page = member.get(ESSENTIALS)
        assert "Larkfield Trust</a>" in page.text
        assert "Begin: " in page.text
        for section in sections(host):
            page = member.get(f"{ESSENTIALS}/{section}")
            assert "Worried about a child?" in page.text
            assert "Larkfield Trust</a>" in page.text
            page = self.follow(member, page, pause="0")
        assert f'href="{ESSENTIALS}/check"' in page.text
        assert "Carry on where you left" not in member.get(ESSENTIALS).text
        assert "Begin the knowledge check" in member.get(f"{ESSENTIALS}/check").text

    def test_links_to_nothing_outside_its_own_place(self, host, member):
        for page in (ESSENTIALS, f"{ESSENTIALS}/print", f"{ESSENTIALS}/{sections(host)[1]}"):
            hrefs = re.findall(r'(?:href|action|src)="(/[^"]*)"', member.get(page).text)
            outside = {one for one in hrefs if not one.startswith("/training/")}
            assert outside <= {"/", "/account/sign-out"}

    def test_goes_on_after_signing_in_again(self, host, member):
        first = sections(host)[0]
        self.follow(member, member.get(f"{ESSENTIALS}/{first}"), pause="0")
        page = member.get("/account/sign-in")
        member.post(
            "/account/sign-in",
            data={"email": "ada@larkfield.example", "csrf_token": token_of(page)},
        )

        assert "Carry on where you left" in member.get(ESSENTIALS).text


class TestAlone:
    def test_two_instances_do_not_meet(self, tmp_path):
        apps = [
            create_app({"LMS_COUNCIL_NAME": name}, instance=tmp_path / name)
            for name in ("Marlshire", "Larkshire")
        ]
        first, second = apps
        with first.app_context():
            session = first.extensions["lms"].session()
            session.add(
                Person(
                    name="Ada Bowen",
                    first_name="Ada",
                    last_name="Bowen",
                    sort_name="bowen ada",
                    created_at=first.extensions["lms"].clock(),
                )
            )
            session.commit()
        with second.app_context():
            session = second.extensions["lms"].session()
            assert session.scalar(select(func.count()).select_from(Person)) == 0
        assert "Marlshire" in first.test_client().get("/sign-in").text
        assert "Larkshire" in second.test_client().get("/sign-in").text
        for app in apps:
            with app.app_context():
                app.extensions["sqlalchemy"].engine.dispose()

    def test_refuses_an_unknown_setting_by_name(self, tmp_path):
        with pytest.raises(BadSetting, match="LMS_COLOR"):
            create_app({"LMS_COLOR": "red"}, instance=tmp_path)

    @pytest.mark.parametrize(
        ("setting", "said"),
        [
            ({"LMS_BRAND_COLOUR": "#eeeeee"}, "too pale"),
            ({"LMS_BRAND_COLOUR": "teal"}, "six hex digits"),
            ({"LMS_IDLE_MINUTES": "soon"}, "whole number"),
            ({"LMS_DEMO": "perhaps"}, "yes or no"),
            ({"LMS_BASE_URL": "marlshire"}, "LMS_BASE_URL"),
        ],
    )
    def test_says_what_is_wrong_with_a_setting(self, tmp_path, setting, said):
        with pytest.raises(BadSetting, match=said):
            create_app(setting, instance=tmp_path)

    def test_makes_a_secret_that_only_its_owner_reads(self, tmp_path):
        app = create_app(instance=tmp_path)

        path = tmp_path / "secret.key"
        assert len(app.config["SECRET_KEY"]) == 64
        assert path.stat().st_mode & 0o077 == 0
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
