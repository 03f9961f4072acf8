"""What the people of Marlshire do, each by the council's own commands and pages."""

from datetime import date

from tests.journeys.council import ESSENTIALS, Council, learn
from tests.journeys.lists import (
    AGENCY,
    AMY,
    CAL,
    LATE_LIST,
    NEXT_LIST,
    ROSA_BEFORE,
    STAFF,
    TOM,
    as_list,
)
from tests.journeys.visitor import Visitor

HANA, INES, RUTH, PIA, ROSA = (
    f"{one}@marlshire.example"
    for one in ("hana.reyes", "ines.calloway", "ruth.alder", "pia.novak", "rosa.lind")
)
SUNDAY = date(2026, 11, 22)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, NEXT_SUNDAY, NEXT_MONDAY = (
    date(2026, 11, day) for day in range(23, 31)
)


def status_of(council: Council, person: str, requirement: str) -> str:
    """Return how what somebody owes stands, of what runs today."""
    rows = council.lms("compliance", "list")
    mine = [one for one in rows if one["person"]["name"] == person]
    (found,) = [one["status"] for one in mine if one["requirement"] == requirement]
    return found


# Before the week: a council that is set up, and has had its first people for a while.


def first_list(council: Council) -> None:
    report = council.bring_in("HR", as_list(*STAFF, TOM, ROSA_BEFORE))
    assert (report["added"], report["rejected"], report["review"]) == (6, [], [])
    council.lms("people", "grant", HANA, "hr")
    council.lms("people", "grant", RUTH, "approver")
    council.lms("messages", "send")


def first_sign_ins(council: Council) -> None:
    for address in (HANA, INES):
        council.comes_in(address)
    ruth = council.comes_in(RUTH)
    ruth.open("/editions").link("of Day-one essentials").link("Approve")
    ruth.press("Approve this edition", {"role": "Education safeguarding lead"})
    assert "given out from now" in ruth.page.get_text()


def rosa_passes(council: Council) -> None:
    council.at(date(2026, 5, 11), 10)
    rosa = learn(council.sign_in(ROSA), ESSENTIALS)
    assert rosa.heading == "You passed"


def mondays_before(council: Council) -> None:
    for day in (2, 9, 16):
        council.at(date(2026, 11, day), 9)
        report = council.bring_in("HR", as_list(*STAFF, TOM, ROSA_BEFORE))
        assert (report["unchanged"], report["added"], report["updated"]) == (6, 0, 0)
    council.at(SUNDAY, 9)


# The week.


def nothing(_council: Council) -> None:
    """Time passes."""


def agency_list(council: Council) -> None:
    report = council.bring_in(AGENCY, as_list(AMY, CAL), "--kind", "agency")
    assert report["added"] == 2


def managers_asked(council: Council) -> None:
    asked = [one for one in council.letters(INES) if "/answers/" in one]
    assert len(asked) == 2  # the first was on the Monday on which all began


def ines_answers(council: Council) -> None:
    """Ines holds the link in her mail and no password: what she says waits for HR."""
    ines = Visitor(council.app).open(council.link_to(INES, "/answers/"))
    olu = {
        "first_name": "Olu",
        "last_name": "Farrow",
        "email": "olu.farrow@home.example",
        "kind": "Temporary",
        "starts_on": date(2026, 11, 16),
    }
    missing = {f"missing-0-{field}": value for field, value in olu.items()}
    ines.press("Send this answer", {"complete": "Yes, somebody is missing", **missing})
    assert "Olu Farrow is missing" in ines.main


def ines_adds_noor(council: Council) -> None:
    ines = council.sign_in(INES).open("/people/add")
    ines.press(
        "Add this starter",
        {
            "first_name": "Noor",
            "last_name": "Haddad",
            "email": "noor.haddad@marlshire.example",
            "kind": "Permanent",
            "unit": "Court Team",
            "starts_on": MONDAY,
            "send": "Send an invitation now",
        },
    )
    assert ines.heading == "Noor Haddad"


def ines_makes_a_code(council: Council) -> None:
    council.sign_in(INES).open("/team/codes").press("Make a code", {"unit": "Court Team"})


def dee_joins(council: Council) -> None:
    """Dee has a printed sheet with the team's code on it, and nothing else."""
    ines = council.sign_in(INES).open("/team/codes")
    code = ines.page.select_one("tbody th").get_text(strip=True)
    dee = {
        "first_name": "Dee",
        "last_name": "Quist",
        "email": "dee.quist@home.example",
        "kind": "Casual",
        "starts_on": THURSDAY,
    }
    came = Visitor(council.app).open(f"/join/{code}").press("Send to my manager", dee)
    assert came.heading == "Thank you: your manager is told"


def ines_confirms_dee(council: Council) -> None:
    ines = council.sign_in(INES).open("/team/codes")
    assert ines.heading == "1 starter waits for you to confirm them"
    ines.link("Look and confirm").press("Add this starter", {"send": "Send an invitation now"})
    assert ines.heading == "Your team’s code"


def hana_sees_it_is_late(council: Council) -> None:
    hana = council.sign_in(HANA).open("/imports")
    assert "9 days ago, usually weekly" in hana.main


def late_list(council: Council) -> None:
    """Two are new to us and one is back; Tom's end is news; of Noor it tells a number."""
    report = council.bring_in("HR", as_list(*LATE_LIST))
    assert (report["added"], report["people_added"]) == (3, 2)
    assert (report["review"], report["rejected"], report["missing_from_feed"]) == ([], [], [])
    (begun,) = council.named("Noor Haddad")["engagements"]
    assert begun["reference"] == "107"


def same_list_again(council: Council) -> None:
    report = council.bring_in("HR", as_list(*LATE_LIST))
    assert (report["rows"], report["unchanged"]) == (len(LATE_LIST), len(LATE_LIST))


def rosa_is_back(council: Council) -> None:
    """Her certificate of May still counts: what it proves she need not do again."""
    rosa = council.sign_in(ROSA)
    (certificate,) = council.lms("certificates", "list")
    anybody = Visitor(council.app).open(f"/verify/{certificate['number']}")
    assert (rosa.status, anybody.heading) == (200, "This certificate is valid")
    assert status_of(council, "Rosa Lind", "Day-one essentials") == "done"


def gil_gets_a_card(council: Council) -> None:
    ines = council.sign_in(INES).open(f"/people/{council.named('Gil Marsh')['id']}/card")
    ines.press("card")
    code = ines.page.select_one(".o-code").get_text(strip=True)
    gil = Visitor(council.app).open("/sign-in/card").press("Sign in", {"code": code})
    assert gil.status == 200
    assert "Day-one essentials" in gil.main


def hana_says_yes(council: Council) -> None:
    hana = council.sign_in(HANA).open("/people/reports")
    assert hana.heading == "1 thing managers told waits for your yes"
    hana.link("Look and add").press("Add this starter", {"unit": "Court Team", "send": "now"})
    assert hana.heading == "Nothing managers told waits for you"


def with_the_councils_account(council: Council) -> Visitor:
    una = Visitor(council.app)
    there = una.leads_to("/sign-in/with/marlshire")
    claims = {"sub": "una", "email": "una.kemp@marlshire.example"}
    names = {"given_name": "Una", "family_name": "Kemp"}
    return una.open(council.provider.sign_in(there, **claims, **names))


def una_comes(council: Council) -> None:
    una = with_the_councils_account(council)
    assert una.heading == "Nobody has told us that you have started"
    assert "Una Kemp" in council.sign_in(HANA).open("/people/unknown").main


def pia_is_away(council: Council) -> None:
    hana = council.sign_in(HANA).open(f"/people/{council.named('Pia Novak')['id']}/pause")
    hana.press("See what follows", {"reason": "A long absence", "from_on": FRIDAY})
    hana.press("Pause")
    assert "stand still" in hana.page.get_text()
    assert status_of(council, "Pia Novak", "Day-one essentials") == "paused"


def next_list(council: Council) -> None:
    report = council.bring_in("HR", as_list(*NEXT_LIST))
    assert (report["added"], report["unchanged"]) == (1, len(LATE_LIST))
    (held,) = report["review"]
    assert [one["name"] for one in held["candidates"]] == ["Amy Bold"]


def hana_knows_amy(council: Council) -> None:
    hana = council.sign_in(HANA).open("/imports/rows")
    hana.link("Amanda Bold").press("Save decision", {"who": f"Amy Bold, {AMY['Email']}"})
    assert hana.heading == "No row needs you"
    assert len(council.named("Amanda Bold")["engagements"]) == 2


def una_comes_again(council: Council) -> None:
    assert with_the_councils_account(council).status == 200


def agency_leaves_amy_out(council: Council) -> None:
    report = council.bring_in(AGENCY, as_list(CAL), "--kind", "agency")
    assert [one["name"] for one in report["missing_from_feed"]] == ["Amanda Bold"]


def ines_says_nobody(council: Council) -> None:
    ines = Visitor(council.app).open(council.link_to(INES, "/answers/"))
    ines.press("Send this answer", {"complete": "No, nobody is missing"})
    assert "It is noted that nobody is missing" in ines.main
