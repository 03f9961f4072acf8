"""What is taken of a provider's claims; they may be anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.identity import rules

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("iss", "sub", "email", "email_verified", "given_name", "family_name", "name")
anything = st.dictionaries(st.sampled_from(NAMES), json_values)


def claimed(domains=(), *, trust=False, verified_claim="email_verified", **claims):
    said = {"iss": "https://id.example", "sub": "s-1", **claims}
    return rules.claimed(said, verified_claim=verified_claim, trust=trust, domains=domains)


class TestClaimed:
    @given(anything, st.booleans())
    def test_takes_or_leaves_whatever_is_said(self, claims, trust):
        found = rules.claimed(
            claims, verified_claim="email_verified", trust=trust, domains=["marlshire.example"]
        )

        if found is None:
            subject = claims.get("sub")
            usable = isinstance(subject, str) and subject.isprintable() and 0 < len(subject) < 256
            assert not usable or not isinstance(claims.get("iss"), str)
        elif found.is_vouched:
            assert found.address.endswith("@marlshire.example")

    @given(json_values)
    def test_vouches_for_no_address_without_a_clear_yes(self, said):
        found = claimed(email="ada@marlshire.example", email_verified=said)

        assert not found.is_vouched or str(said).lower() in {"true", "1"}

    @pytest.mark.parametrize("said", [True, "true", "True", "1", 1])
    def test_understands_yes_as_providers_write_it(self, said):
        assert claimed(email="ada@marlshire.example", email_verified=said).is_vouched

    @pytest.mark.parametrize("said", [False, None, "false", "yes", "", 0, 2, 1.0, [], [True], {}])
    def test_takes_nothing_else_for_yes(self, said):
        assert not claimed(email="ada@marlshire.example", email_verified=said).is_vouched

    @pytest.mark.parametrize(
        "address",
        [
            "ada@evilmarlshire.example",
            "ada@marlshire.example.evil.example",
            "ada@a.marlshire.example",
        ],
    )
    def test_vouches_only_within_the_domains(self, address):
        found = claimed(["marlshire.example"], email=address, email_verified=True, trust=True)

        assert found.address == address
        assert not found.is_vouched

    @pytest.mark.parametrize(
        "address",
        ["ada", "@marlshire.example", "a b@marlshire.example", "", None, 7, ["a@b.example"]],
    )
    def test_leaves_out_what_is_no_address(self, address):
        found = claimed(email=address, email_verified=True)

        assert (found.address, found.is_vouched) == (None, False)

    def test_keeps_an_address_in_small_letters(self):
        assert claimed(email=" Ada@Marlshire.Example ").address == "ada@marlshire.example"

    @pytest.mark.parametrize(
        ("said", "names"),
        [
            ({"given_name": " Ada ", "family_name": "Bowen"}, ("Ada", "Bowen")),
            ({"name": "Ada Mary Bowen"}, ("Ada Mary", "Bowen")),
            ({"name": "Ada"}, ("", "Ada")),
            ({"given_name": "Ada\x00\nMary"}, ("Ada Mary", "")),
            ({"given_name": 7, "name": None}, ("", "")),
            ({"family_name": "x" * 500}, ("", "x" * 120)),
        ],
    )
    def test_takes_names_as_far_as_they_are_names(self, said, names):
        found = claimed(**said)

        assert (found.first_name, found.last_name) == names

    @pytest.mark.parametrize("subject", [None, "", 7, "x" * 256, "a\nb"])
    def test_without_a_usable_subject_is_nobody(self, subject):
        assert claimed(sub=subject) is None
