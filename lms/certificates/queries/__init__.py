"""Questions about certificates."""

from lms.certificates.queries.certificates import (
    Checked,
    by_number,
    certificate,
    checked,
    counting,
    everyone,
    of_completion,
    of_person,
    page,
    valid_of,
    withdrawn_completions,
)
from lms.certificates.queries.scopes import certificate_within, earned_within, valid_within

__all__ = [
    "Checked",
    "by_number",
    "certificate",
    "certificate_within",
    "checked",
    "counting",
    "earned_within",
    "everyone",
    "of_completion",
    "of_person",
    "page",
    "valid_of",
    "valid_within",
    "withdrawn_completions",
]
