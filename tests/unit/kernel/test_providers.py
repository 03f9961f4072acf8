"""Settings of identity providers."""

import pytest

from lms.kernel.settings import BadSetting, Settings

ENTRA = {
    "key": "marlshire",
    "name": "Marlshire Council",
    "issuer": "https://login.example/tenant/v2.0",
    "client_id": "outset",
}


def read(*listed, **environment):
    given = {f"LMS_OIDC_{name}": value for name, value in environment.items()}
    if listed:
        given["LMS_OIDC"] = list(listed)
    return Settings.read(given).oidc


class TestProviders:
    def test_are_none_unless_set(self):
        assert Settings.read({}).oidc == ()

    def test_are_a_list_of_tables(self):
        one, other = read(ENTRA, {**ENTRA, "key": "agency-one", "name": "Agency One"})

        assert (one.key, other.name) == ("marlshire", "Agency One")
        assert (one.client_auth, one.trust_addresses) == ("client_secret_basic", False)

    def test_come_from_the_environment(self):
        (found,) = read(
            MARLSHIRE_NAME="Marlshire Council",
            MARLSHIRE_ISSUER="https://id.example",
            MARLSHIRE_CLIENT_ID="outset",
            MARLSHIRE_CLIENT_SECRET="s3cret",
            MARLSHIRE_TRUST_ADDRESSES="yes",
            MARLSHIRE_DOMAINS="Marlshire.gov.uk, children.marlshire.gov.uk",
        )

        assert found.key == "marlshire"
        assert found.trust_addresses
        assert found.domains == ("marlshire.gov.uk", "children.marlshire.gov.uk")

    def test_in_the_environment_count_over_the_list(self):
        (found,) = read(
            {**ENTRA, "key": "agency-one", "client_secret": "old"},
            AGENCY_ONE_CLIENT_SECRET="new",
        )

        assert (found.key, found.client_secret) == ("agency-one", "new")

    def test_show_no_secret(self):
        settings = Settings.read({"LMS_OIDC": [{**ENTRA, "client_secret": "s3cret"}]})

        assert "s3cret" not in repr(settings)

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"colour": "red"}, "marlshire: unknown settings: colour"),
            ({"key": "Marl shire"}, "needs a key"),
            ({"key": None}, "needs a key"),
            ({"name": ""}, "name must be set"),
            ({"issuer": "http://id.example"}, "issuer must be an https address"),
            ({"issuer": "https://id.example?x=1"}, "issuer must be an https address"),
            ({"issuer": "id.example"}, "issuer must be an https address"),
            ({"client_auth": "none"}, "client_auth must be client_secret_basic or"),
            ({"scopes": "email"}, "scopes must hold openid"),
            ({"trust_addresses": True}, "trust_addresses needs domains"),
            ({"trust_addresses": "perhaps"}, "trust_addresses must be yes or no"),
            ({"domains": ["@marlshire.gov.uk"]}, "domains must be like marlshire.gov.uk"),
            ({"domains": 7}, "domains must be a list of domains"),
            ({"client_secret": 7}, "client_secret must be text"),
        ],
    )
    def test_that_do_not_fit_are_refused_by_name(self, wrong, said):
        with pytest.raises(BadSetting, match=said):
            read({**ENTRA, **wrong})

    def test_of_one_key_twice_are_refused(self):
        with pytest.raises(BadSetting, match="two providers have the key marlshire"):
            read(ENTRA, ENTRA)

    @pytest.mark.parametrize("listed", [["marlshire"], "marlshire", {"a": 1}, 7])
    def test_that_are_no_list_of_tables_are_refused(self, listed):
        with pytest.raises(BadSetting, match="must be a list of tables"):
            Settings.read({"LMS_OIDC": listed})

    @pytest.mark.parametrize("name", ["MARLSHIRE_COLOUR", "ISSUER", "X__NAME", "_NAME"])
    def test_unknown_in_the_environment_are_refused_by_name(self, name):
        with pytest.raises(BadSetting, match=f"unknown settings: LMS_OIDC_{name}"):
            read(**{name: "x"})

    def test_on_this_machine_need_no_encryption(self):
        (found,) = read({**ENTRA, "issuer": "http://127.0.0.1:8080"})

        assert found.issuer.startswith("http:")
