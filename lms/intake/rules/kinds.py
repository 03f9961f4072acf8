"""What kind of engagement the words of a list mean."""

import re
from collections.abc import Mapping
from functools import lru_cache

from lms.people.rules import KINDS

SPECIAL = ("agency", "apprentice", "secondee", "volunteer", "student", "casual")
"""Say more than how long somebody stays: 'Fixed term (apprentice)' is an apprentice."""

PLAIN = re.compile(r"[\w\s()/&,.:+%'-]+")
"""What a longer description is made of; a question mark says that somebody was not sure."""

DENIED = re.compile(r"\b(?:non|not|no|ex|former|previously)\b")
AGENCY_ROLE = re.compile(
    r"(?:agency|locum)\b(?! (?:liaison|co-?ordinator|manager|lead|partnership|team|decision))"
    r"|.*[(\[-] ?(?:agency|locum)\b.*",
    re.IGNORECASE,
)
OTHER_ROLES = (
    (re.compile(r"(?:.* )?volunteer", re.IGNORECASE), "volunteer"),
    (re.compile(r"(?:apprentice\b.*|.* apprentice)", re.IGNORECASE), "apprentice"),
    (
        re.compile(
            r"(?:student (?:social worker|placement)|.* student|.* on placement)", re.IGNORECASE
        ),
        "student",
    ),
    (
        re.compile(r"(?:bank|relief|casual) .*|.*[(-] ?(?:bank|relief|casual)\)?", re.IGNORECASE),
        "casual",
    ),
)


class Kinds:
    """The words for each kind, as they ship and as a council adds to them."""

    def __init__(self, words: Mapping[str, list[str]]) -> None:
        self._exact = {normal(word): kind for kind, some in words.items() for word in some}
        self._exact |= {normal(kind.replace("_", " ")): kind for kind in KINDS}
        longest_first = sorted(self._exact, key=len, reverse=True)
        self._within = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")
        self.named = lru_cache(maxsize=512)(self._named)

    def _named(self, text: str) -> str | None:
        """Return the kind that ``text`` names; None where it names none, or two that differ."""
        wanted = normal(text)
        if wanted in self._exact:
            return self._exact[wanted]
        if not PLAIN.fullmatch(wanted) or DENIED.search(wanted):
            return None
        found = {self._exact[one] for one in self._within.findall(wanted)}
        special = found.intersection(SPECIAL)
        if len(special) == 1:
            return special.pop()
        if found == {"fixed_term", "temporary"}:
            return "fixed_term"
        return found.pop() if len(found) == 1 else None


def normal(text: str) -> str:
    """Return words for comparing: small letters, hyphens as blanks; a question mark stays."""
    return " ".join(re.sub(r"[-‐‑–_]+", " ", text.casefold()).split()).strip(" .")


@lru_cache(maxsize=4096)
def of_role(job_title: str) -> str | None:
    """Return the kind that a job title says: 'Agency Social Worker', not 'Volunteer Manager'."""
    if AGENCY_ROLE.fullmatch(job_title) or AGENCY_ROLE.match(job_title):
        return "agency"
    return next((kind for shape, kind in OTHER_ROLES if shape.fullmatch(job_title)), None)


def known() -> str:
    """Return the nine kinds as a sentence lists them."""
    return ", ".join(KINDS.values())
