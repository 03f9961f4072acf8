"""What the tests of the training share: each module that ships, read once."""

from pathlib import Path

import pytest

from lms.content import reading
from lms.content.errors import BadModule

MODULES = Path(__file__).parents[2] / "modules"
SLUGS = [folder.name for folder in reading.module_folders(MODULES)]


@pytest.fixture(scope="session", params=SLUGS)
def module(request):
    faults = ""
    try:
        return reading.read_module(MODULES / request.param)
    except BadModule as bad:
        faults = str(bad)
    pytest.fail(faults, pytrace=False)


@pytest.fixture(scope="session")
def scenario():
    return reading.read_module(MODULES / "risk-assessment").scenario("art-club")
