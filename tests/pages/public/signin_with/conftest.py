import pytest

from tests.pages.public.signin_with.coming import START, arrive
from tests.support.factories import EngagementFactory, PersonFactory
from tests.support.provider import SmallProvider


@pytest.fixture
def provider(clock):
    provider = SmallProvider(clock)
    yield provider
    provider.stop()


@pytest.fixture
def config(config, provider):
    return {**config, "LMS_OIDC": [provider.config()]}


@pytest.fixture
def ada(session):
    return EngagementFactory(person=PersonFactory(email="ada@marlshire.example")).person


@pytest.fixture
def come(browser, provider):
    """``come(sub="…")``: press the button, sign in at the provider, and come back."""

    def come_back(**claims):
        return arrive(browser, provider.sign_in(browser.get(START).location, **claims))

    return come_back
