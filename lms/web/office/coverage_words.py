"""What the pages of coverage say: stages, gaps, steps and reasons, each in words."""

from collections.abc import Mapping
from datetime import date

from lms.coverage.rules import Gap, Reached, Reason, Stage, Step
from lms.kernel import words
from lms.web.office.history import NOT_STARTER

STAGES: Mapping[Stage, tuple[str, str, str]] = {
    Stage.SIGNED_IN: ("done", "signed in", "Signed in"),
    Stage.OPENED: ("due_soon", "opened it, not signed in", "Opened"),
    Stage.INVITED: ("not_due", "invited, not opened", "Invited"),
    Stage.NO_ADDRESS: ("exempt", "no email address", "No address"),
    Stage.BOUNCED: ("overdue", "mail came back", "Came back"),
    Stage.WAITS: ("paused", "invitation waits", "Waits"),
    Stage.NEVER_INVITED: ("not_enrolled", "never invited", "Never invited"),
}
"""Each stage: its shape, in words, and as the head of a column."""

BEHIND: Mapping[Stage, tuple[str, str]] = {
    Stage.SIGNED_IN: ("person has signed in", "people have signed in"),
    Stage.OPENED: (
        "person opened the invitation and never signed in",
        "people opened the invitation and never signed in",
    ),
    Stage.INVITED: (
        "person was invited and never opened it",
        "people were invited and never opened it",
    ),
    Stage.NO_ADDRESS: ("person has no email address", "people have no email address"),
    Stage.BOUNCED: ("person’s mail came back", "people’s mail came back"),
    Stage.WAITS: ("person’s invitation waits", "people’s invitations wait"),
    Stage.NEVER_INVITED: ("person was never invited", "people were never invited"),
}
"""Of how many a list of them is, for one and for several."""

GAPS: Mapping[Gap, tuple[str, str, str]] = {
    Gap.HR_UNINVITED: (
        "person on HR’s list was never invited",
        "people on HR’s list were never invited",
        "HR knows them, and nothing has asked them in.",
    ),
    Gap.LEFT_OUT: (
        "person works here still and is missing from the latest file",
        "people work here still and are missing from the latest file",
        "Their list named them before. Have they left, or was a row lost? Nobody ends by that.",
    ),
    Gap.NOT_ON_AGENCY: (
        "agency worker is on no agency’s list",
        "agency workers are on no agency’s list",
        "Their agency sends its list, and does not name them. Ask it who pays them.",
    ),
    Gap.CAME_UNLISTED: (
        "person has signed in and is on no list",
        "people have signed in and are on no list",
        "They learn already; no list would tell when they leave.",
    ),
    Gap.NO_LIST: (
        "person is known by somebody’s word alone",
        "people are known by somebody’s word alone",
        "A manager, HR or they themselves entered them; neither HR’s nor an agency’s list does.",
    ),
    Gap.NOT_ON_HR: (
        "person is on another list, and not on HR’s",
        "people are on another list, and not on HR’s",
        "As it should be for agency workers. For anybody else HR’s list may be late.",
    ),
}
"""Each gap: for one, for several, and what it means."""

STEPS: Mapping[Step, tuple[str, str]] = {
    Step.INVITE: ("Invite", "Invite those ticked"),
    Step.REMIND: ("Remind", "Remind those ticked"),
    Step.CARD: ("Print a card", "Print cards for those ticked"),
    Step.ASK: ("Ask the manager", "Ask the managers of those ticked"),
    Step.NOT_A_STARTER: ("Not a starter", "Mark those ticked as not starters"),
}
"""Each step: for one, and for all that are ticked."""

REASONS: Mapping[Reason, tuple[str, str]] = {
    Reason.NEVER_STARTED: (
        "They never started",
        "The post was offered and not taken up, or they left before the first day.",
    ),
    Reason.TWICE: (
        "The same work stands here twice",
        "Another engagement of theirs stays and is trained for.",
    ),
    Reason.NOT_OURS: (
        "They work elsewhere",
        "The list named somebody who does not work in this directorate.",
    ),
}
"""Each reason, and when it is meant."""

SAID: Mapping[Reason, str] = {one: NOT_STARTER[one.value] for one in Reason}

REACHED: Mapping[Reached, tuple[str, str]] = {
    Reached.KNOWN: ("Known", "known, not reached yet"),
    Reached.INVITED: ("Invited", "invited, not signed in"),
    Reached.SIGNED_IN: ("Signed in", "signed in, not begun"),
    Reached.BEGAN: ("Began", "began, not certified"),
    Reached.CERTIFIED: ("Certified", "certified"),
}
"""Each part of the flow: what it is called, and who came no further."""


def quarter(first: date) -> str:
    """Return a quarter in words: 'October to December 2026'."""
    last = date(first.year, first.month + 2, 1)
    return f"{first:%B} to {last:%B} {first.year}"


def quarter_short(first: date) -> str:
    """Return a quarter in few letters: 'Oct to Dec 2026'."""
    last = date(first.year, first.month + 2, 1)
    return f"{first:%b} to {last:%b} {first.year}"


def week(key: str) -> str:
    """Return a week of first days in words."""
    if key == "earlier":
        return "Earlier"
    return f"Week of {words.day(date.fromisoformat(key))}"


def heading(known: int, missed: int) -> str:
    """Return the heading that answers."""
    if not known:
        return "Nobody has started yet"
    if missed:
        return f"{missed:,} of {words.count(known, 'person', 'people')} not reached"
    return f"Nobody is missed: all {known:,} were reached" if known > 1 else "Nobody is missed"
