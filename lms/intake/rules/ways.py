"""The ways by which people come into the register, and the names of those that have one."""

from collections.abc import Mapping
from enum import StrEnum

from lms.people.rules import BY_HAND, BY_MANAGER


class Way(StrEnum):
    """How a source tells of people."""

    FILE = "file"
    MANAGER = "manager"
    """By hand, on a page."""

    CODE = "code"
    SCHOOL = "school"
    SCIM = "scim"
    SIGN_IN = "sign_in"
    API = "api"


NAMED: Mapping[str, Way] = {
    BY_MANAGER: Way.MANAGER,
    BY_HAND: Way.MANAGER,
    "Team code": Way.CODE,
    "Schools": Way.SCHOOL,
    "SCIM": Way.SCIM,
    "Sign-in": Way.SIGN_IN,
}
"""Sources that are a way in of their own; lists and tokens of the API have names of their own."""

BY_ITSELF = frozenset({Way.FILE, Way.SCIM, Way.API})
"""Ways that another system keeps up: where one falls silent, something is broken."""

DAYS_KEPT = 9
"""Days on which a source was heard of that are remembered: enough to say how often it is."""
