"""Questions about who helps whom.

``county`` loads numpy and SciPy and is imported by whoever needs it.
"""

from lms.mentoring.queries.rows import (
    appointment_of,
    conflicts_of,
    declined,
    dsls_on,
    had_need,
    lapsed,
    mentees_of,
    need,
    need_of,
    open_needs,
    pairing,
    pairings_of,
    profile,
    profile_of,
    profiles,
    standing,
    standing_of_need,
    term_days,
    terms,
    weights,
)

__all__ = [
    "appointment_of",
    "conflicts_of",
    "declined",
    "dsls_on",
    "had_need",
    "lapsed",
    "mentees_of",
    "need",
    "need_of",
    "open_needs",
    "pairing",
    "pairings_of",
    "profile",
    "profile_of",
    "profiles",
    "standing",
    "standing_of_need",
    "term_days",
    "terms",
    "weights",
]
