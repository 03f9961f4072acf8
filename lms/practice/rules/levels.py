"""Likelihood and impact: words first, numbers second, and only ever to sort by."""

from collections.abc import Mapping
from typing import Literal

Level = Literal["low", "medium", "high", "very high"]

LIKELIHOODS: Mapping[int, str] = {
    1: "rare",
    2: "unlikely",
    3: "possible",
    4: "likely",
    5: "almost certain",
}
IMPACTS: Mapping[int, str] = {
    1: "minor upset",
    2: "upset for days",
    3: "real harm",
    4: "serious harm",
    5: "severe or lasting harm",
}
UNKNOWN = 4
"""What is not known is treated as likely, and as grave, until somebody has found out."""


def level(likelihood: int | None, impact: int | None) -> Level:
    """Return how high a risk stands, to sort hazards by; it says nothing about a child.

    Impact 5 is never low, and what is unknown (None) counts as if it were likely.

    Raises:
        ValueError: a rating is not from 1 to 5.

    Source: the scale the council teaches in module B: 1-4 low, 5-9 medium, 10-14 high, 15-25
    very high.

    """
    likelihood = UNKNOWN if likelihood is None else likelihood
    impact = UNKNOWN if impact is None else impact
    if likelihood not in LIKELIHOODS or impact not in IMPACTS:
        msg = "a rating is from 1 to 5"
        raise ValueError(msg)
    score = likelihood * impact
    if score >= 15:
        return "very high"
    if score >= 10:
        return "high"
    if score >= 5 or impact == max(IMPACTS):
        return "medium"
    return "low"
