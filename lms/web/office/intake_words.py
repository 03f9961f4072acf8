"""What pages about imports say: headings that answer, figures, days as a row has them."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from lms.kernel import words

if TYPE_CHECKING:
    from lms.intake.queries import Shown
    from lms.intake.queries.places_made import Places

INVITE: Mapping[str, tuple[str, str]] = {
    "first_day": (
        "On their first day",
        "Whoever has started already is invited now. A work mailbox often opens only on the "
        "first day, and mail sent before comes back.",
    ),
    "now": (
        "Now",
        "Everybody with an address is invited at once, those who start later too, so that they "
        "can learn before they come.",
    ),
    "held": (
        "Not yet",
        "You release them when you are ready. Until then nobody is told, and all of them count "
        "as not enrolled.",
    ),
}
"""When people are invited: in words, and what follows."""

INVITED: Mapping[str, str] = {
    "first_day": "Invitations go out on each first day; to whoever had started, at once.",
    "now": "Invitations went out at once.",
    "held": "Invitations were held.",
}
"""What was chosen, once it is done."""

STATUSES: Mapping[str, tuple[str, str]] = {
    "added": ("will be added", "will be added"),
    "updated": ("will be updated", "will be updated"),
    "review": ("needs you", "need you"),
    "rejected": ("cannot be read", "cannot be read"),
}
"""What rows come to that have a list of their own."""

DECIDED: Mapping[str, str] = {
    "same": "the same person",
    "new": "a new person",
    "left_out": "left out",
    "again": "in a later file again",
}
"""What became of a row that was held."""


MOST_NAMED = 5


def places_undone(places: "Places") -> str:
    """Return what became of the places that a file had made, as sentences with a space before."""
    gone, stay = places.going, len(places.stay)
    said = ""
    if gone:
        which = words.count(gone, "team, school or agency", "teams, schools and agencies")
        said += f" {which} of the file {'is' if gone == 1 else 'are'} taken out."
    for one in places.stay[:MOST_NAMED]:
        said += f" {one.name} stays: {one.why[0].lower()}{one.why[1:]}"
    if stay > MOST_NAMED:
        said += f" {stay - MOST_NAMED:,} more stay."
    return said


def comes_to(shown: "Shown") -> str:
    """Return what a file comes to, or came to, as a heading."""
    counts, done = shown.counts, shown.state == "accepted"
    parts = [_added(shown)] if counts.added else []
    if counts.updated:
        parts.append(f"{words.count(counts.updated, 'row')} {_verb(counts.updated, done)} updated")
    held = shown.open_rows if done else counts.held
    if held:
        parts.append(f"{words.count(held, 'row')} {'needs' if held == 1 else 'need'} you")
    if counts.rejected:
        cannot = "could not" if done else "cannot"
        parts.append(f"{words.count(counts.rejected, 'row')} {cannot} be read")
    return words.listed(parts) or _nothing(shown)


def _added(shown: "Shown") -> str:
    """Return who is added: people, or engagements of people who are known."""
    counts, done = shown.counts, shown.state == "accepted"
    if counts.people_added:
        number, what = counts.people_added, words.count(counts.people_added, "person", "people")
    else:
        number, what = counts.added, words.count(counts.added, "engagement")
    return f"{what} {_verb(number, done)} added"


def _verb(number: int, done: bool) -> str:  # noqa: FBT001 - read aloud at its two calls
    if not done:
        return "will be"
    return "was" if number == 1 else "were"


def _nothing(shown: "Shown") -> str:
    """Return the heading of a file that changes nothing."""
    number, done = shown.counts.rows, shown.state == "accepted"
    if not number:
        return "There is nobody in this file"
    if done and shown.counts.held:
        return "Every row is settled"
    rows = "the one row is" if number == 1 else f"all {number:,} rows are"
    return f"Nothing {'changed' if done else 'changes'}: {rows} known already"


def tiles(shown: "Shown") -> list[dict[str, Any]]:
    """Return the figures; together they are every row of the file."""
    counts, done = shown.counts, shown.state == "accepted"

    def rows(status: str) -> str:
        return url_for("lms.intake_lines.rows", import_id=shown.id, status=status)

    found: list[dict[str, Any]] = [
        {
            "kind": "done",
            "number": counts.added,
            "text": "added" if done else "to add",
            "href": rows("added") if counts.added else "",
            "note": _who(shown),
        },
        {
            "kind": "due_soon",
            "number": counts.updated,
            "text": "updated" if done else "to update",
            "href": rows("updated") if counts.updated else "",
        },
        {"kind": "exempt", "number": counts.unchanged, "text": "known, no change"},
        {
            "kind": "not_enrolled",
            "number": counts.held,
            "text": "held for you",
            "href": rows("review") if counts.held else "",
            "note": f"{shown.open_rows} still open" if done and counts.held else "",
        },
        {
            "kind": "overdue",
            "number": counts.rejected,
            "text": "could not be read" if done else "cannot be read",
            "href": rows("rejected") if counts.rejected else "",
        },
    ]
    return found


def _who(shown: "Shown") -> str:
    """Return how many people the added rows are, where that is another number."""
    counts = shown.counts
    if counts.people_added == counts.added:
        return ""
    if not counts.people_added:
        return "all for people known here"
    return words.count(counts.people_added, "new person", "new people")


def in_short(shown: "Shown") -> str:
    """Return what came of a file, for a row of the history."""
    counts, waits = shown.counts, shown.state == "waiting"
    parts = [
        f"{number:,} {what}"
        for number, what in (
            (counts.added, "to add" if waits else "added"),
            (counts.updated, "to update" if waits else "updated"),
            (counts.unchanged, "unchanged"),
            (counts.held, "held"),
            (counts.rejected, "not read"),
        )
        if number
    ]
    return words.listed(parts) or "no rows"


def day_of_text(text: str | None) -> str:
    """Return a day that a row keeps as ISO text in words; what is no day, as it stands."""
    try:
        return words.day(date.fromisoformat(text or ""))
    except ValueError:
        return text or ""
