"""People as HR and managers see and change them."""

from datetime import UTC, datetime

import pytest

from tests.support.factories import (
    DutyFactory,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def hr(browser):
    return browser.sign_in(DutyFactory(duty="hr").person)


@pytest.fixture
def manager(browser):
    return browser.sign_in(DutyFactory(duty="line_manager").person)
