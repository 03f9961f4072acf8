"""The coordinator's pages: who waits, the best set, sending, choosing by hand, term dates."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.mentoring import commands
from lms.mentoring.models import MentorWeights, Pairing, Term
from lms.notifications.models import Message
from tests.support.factories import DutyFactory
from tests.support.mentoring import mentor, waiting

PROPOSALS = "/mentoring/proposals"
FAR = commands.Suits(contexts=[], days=[], online=False)
ONLY_DAYS = "phase=0&travel=0&experience=0&context=0&capacity=0&preferences="


@pytest.fixture(autouse=True)
def coordinator(browser):
    return browser.sign_in(DutyFactory(duty="network_coordinator").person)


@pytest.fixture
def pair(work, session):
    """A new DSL who waits, and a mentor who fits."""
    both = waiting(work), mentor(work)
    session.commit()
    return both


class TestIndex:
    def test_says_what_to_do_where_nobody_is_there(self, browser):
        page = browser.get("/mentoring/office")

        assert page.heading == "Nobody waits for a mentor"
        assert "any DSL may ask for a mentor" in page.main
        assert "No term dates are entered yet" in page.main

    def test_is_where_mentoring_leads(self, browser):
        assert browser.get("/mentoring").location == "/mentoring/office"

    def test_lists_who_waits_for_how_long(self, browser, work, pair, clock):
        clock.move(days=13)
        page = browser.get("/mentoring/office")

        assert page.heading == "1 new DSL waits for a mentor"
        assert "Dylan Rahman" in page.main
        assert "waiting 9 school days of ten" in page.main
        assert "0 of 2" in page.main

    def test_shows_a_proposal_and_a_pair(self, browser, work, pair):
        need, profile = pair
        made = commands.send(work, need.id, profile.person_id)

        assert (
            "Verity Quinn is proposed; nobody has answered yet"
            in browser.get("/mentoring/office").main
        )
        for side in ("mentor", "mentee"):
            commands.accept(work, made.id, side=side)
        page = browser.get("/mentoring/office")
        assert page.heading == "Nobody waits for a mentor"
        assert page.links()["Look at Dylan Rahman and Verity Quinn"]

    def test_an_auditor_looks_and_changes_nothing(self, browser, pair):
        browser.sign_in(DutyFactory(duty="auditor").person)

        page = browser.get("/mentoring/office")

        assert page.heading == "1 new DSL waits for a mentor"
        assert "Choose a mentor" not in page.main
        assert browser.get(PROPOSALS).status == 403


class TestProposals:
    def test_explain_each_pair(self, browser, pair):
        page = browser.get(PROPOSALS)

        assert page.heading == "1 of 1 new DSL can be paired today"
        for said in (
            "Dylan Rahman with Verity Quinn",
            "Knows primary",
            "Both know English as an",
            "0 of 2 places taken",
            "Both can on Monday",
        ):
            assert said in page.main
        assert "Nobody else may be paired with Dylan Rahman." in page.main

    def test_send_one_to_both(self, browser, pair, session):
        need, profile = pair
        answer = browser.submit(PROPOSALS, pair=f"{need.person_id} {profile.person_id}")

        assert answer.location == "/mentoring/office"
        assert "1 proposal sent: both of each pair are asked." in browser.get(answer.location).main
        made = session.scalars(select(Pairing)).one()
        assert (made.need_id, made.mentor_id, made.lapses_on) == (
            need.id,
            profile.person_id,
            date(2026, 12, 1),
        )
        kinds = set(session.scalars(select(Message.kind)))
        assert {"mentor_asked", "mentor_proposed"} <= kinds

    def test_confirmed_twice_are_sent_once(self, browser, pair, session):
        need, profile = pair
        for _ in range(2):
            answer = browser.submit(PROPOSALS, pair=f"{need.person_id} {profile.person_id}")

        assert len(session.scalars(select(Pairing)).all()) == 1
        assert "A proposal has gone to them already" in browser.get(answer.location).main

    def test_older_than_the_facts_are_refused_with_what_changed(
        self, browser, work, pair, session
    ):
        need, profile = pair
        commands.pause(work, profile.person_id, paused=True)

        answer = browser.submit(PROPOSALS, pair=f"{need.person_id} {profile.person_id}")

        assert "not mentoring now" in browser.get(answer.location).main
        assert session.scalars(select(Pairing)).all() == []

    @pytest.mark.parametrize("told", ["", "nonsense", "a b", f"{'0' * 32} {'1' * 32}"])
    def test_made_up_are_harmless(self, browser, pair, session, told):
        answer = browser.submit(PROPOSALS, pair=told)

        assert answer.status == 302
        assert session.scalars(select(Pairing)).all() == []

    def test_say_who_is_left_and_what_would_help(self, browser, work, pair):
        waiting(
            work,
            "Ines Farr",
            suits=commands.Suits(contexts=[], days=[], online=False),
            easting=900_000,
        )

        page = browser.get(PROPOSALS)

        assert page.heading == "1 of 2 new DSLs can be paired today"
        assert "Nobody yet for Ines Farr" in page.main
        assert "Verity Quinn could, if they could meet online, or travelled further." in page.main
        assert "One more mentor who knows primary" in page.main

    def test_without_mentors_say_so(self, browser, work):
        waiting(work)

        page = browser.get(PROPOSALS)

        assert page.heading == "0 of 1 new DSL can be paired today"
        assert "There are no mentors." in page.main

    def test_try_other_weights_and_keep_nothing(self, browser, work, pair, session):
        mentor(work, "Bo Hale", phases=["secondary"], contexts=[], days=["mon"])
        waiting(work, "Cy Foy")

        page = browser.get(
            f"{PROPOSALS}?phase=0&travel=0&experience=0&context=0&capacity=0&preferences=10"
        )

        assert "You are trying other weights." in page.main
        assert session.scalars(select(MentorWeights)).all() == []
        assert "Confirm and invite both" not in page.main

    @pytest.mark.parametrize("told", ["phase=-1", "phase=x", "phase=nan", f"{ONLY_DAYS}0"])
    def test_refuse_weights_that_make_no_score(self, browser, pair, told):
        page = browser.get(f"{PROPOSALS}?{told}")

        assert page.status == 200
        assert "nought" in page.main
        assert "Dylan Rahman with Verity Quinn" in page.main

    def test_use_other_weights_from_now_on(self, browser, pair, session):
        told = dict.fromkeys(("context", "capacity", "preferences"), "0")
        told |= {"phase": "10", "travel": "20", "experience": "20"}

        browser.submit("/mentoring/proposals/weights", **told)

        assert session.scalars(select(MentorWeights)).one().weights["phase"] == 10
        assert "Knows primary" in browser.get(PROPOSALS).main


class TestChoosing:
    def test_shows_all_who_may_and_who_may_not(self, browser, work, pair):
        mentor(work, "Bo Hale", agreed=True, conflicts=[pair[0].person_id])

        page = browser.get(f"/mentoring/needs/{pair[0].id}")

        assert page.heading == "Choose a mentor for Dylan Rahman"
        assert "Verity Quinn, 100 points" in page.main
        assert "a declared conflict" in page.main

    def test_sets_aside_only_what_may_be_and_with_a_reason(self, browser, work, session):
        need = waiting(work, suits=FAR)
        far = mentor(work, where={"easting": 900_000})
        session.commit()
        address = f"/mentoring/needs/{need.id}"

        page = browser.submit(address, mentor=str(far.person_id))
        assert page.problems == ["Write why you choose otherwise than proposed."]
        answer = browser.submit(
            address, mentor=str(far.person_id), reason="Both go to the same course"
        )

        assert answer.location == "/mentoring/office"
        assert session.scalars(select(Pairing)).one().reason == "Both go to the same course"

    def test_needs_a_choice(self, browser, pair):
        assert browser.submit(f"/mentoring/needs/{pair[0].id}").problems == ["Choose a mentor"]

    def test_leads_to_a_proposal_that_stands(self, browser, work, pair):
        commands.send(work, pair[0].id, pair[1].person_id)

        page = browser.get(f"/mentoring/needs/{pair[0].id}")

        assert "A proposal to them stands already." in page.main
        assert page.links()["Look at it"].startswith("/mentoring/office/pairings/")

    def test_of_nobody_is_not_found(self, browser):
        assert browser.get(f"/mentoring/needs/{'0' * 8}-0000-4000-8000-{'0' * 12}").status == 404


class TestCallOff:
    def test_tells_both_and_lets_the_new_dsl_wait_on(self, browser, work, pair, session):
        made = commands.send(work, pair[0].id, pair[1].person_id)

        page = browser.get(f"/mentoring/office/pairings/{made.id}")
        assert "waits on from 24 November 2026" in page.main
        answer = browser.submit(page.url)

        assert browser.get(answer.location).heading == "1 new DSL waits for a mentor"
        assert list(session.scalars(select(Message.kind))).count("mentor_ended") == 2


class TestTerms:
    def test_are_entered_a_line_each(self, browser, session):
        told = "Autumn 1, 1/9/2026, 23 October 2026\nAutumn 2, 2 11 2026, 18 12 2026\n"

        assert browser.submit("/mentoring/terms", terms=told).status == 302

        assert [one.name for one in session.scalars(select(Term).order_by(Term.from_on))] == [
            "Autumn 1",
            "Autumn 2",
        ]
        assert "Autumn 2, 2 11 2026, 18 12 2026" in str(
            browser.get("/mentoring/terms").soup.select_one("textarea")
        )

    @pytest.mark.parametrize(
        ("told", "says"),
        [
            ("Autumn", "Line 1 cannot be read"),
            ("A, 1 9 2026, 2 9 2026\n\nB, 1 9 2027, 31 2 2028", "Line 3 cannot be read"),
            ("A, 2 9 2026, 1 9 2026", "A ends on 1 September 2026, before it begins"),
            (
                "A, 1 9 2026, 2 10 2026\nB, 2 10 2026, 3 11 2026",
                "B begins on 2 October 2026",
            ),
        ],
    )
    def test_that_cannot_be_are_refused_and_stay(self, browser, told, says):
        page = browser.submit("/mentoring/terms", terms=told)

        assert page.status == 422
        assert says in page.problems[0]
        assert told.strip() in page.soup.select_one("textarea").text


class TestWhoSeesWhat:
    def test_hr_sees_nothing_of_it_on_a_person_s_page(self, browser, work, pair):
        commands.send(work, pair[0].id, pair[1].person_id)
        work.session.commit()
        browser.sign_in(DutyFactory(duty="hr").person)

        for person in (pair[0].person_id, pair[1].person_id):
            page = browser.get(f"/people/{person}?history=all")
            assert page.status == 200
            assert "entor" not in page.main

    def test_an_auditor_reads_that_it_goes_on(self, browser, work, pair):
        commands.send(work, pair[0].id, pair[1].person_id)
        work.session.commit()
        browser.sign_in(DutyFactory(duty="auditor").person)

        told = browser.get("/record").main

        assert "A mentor was proposed, to be answered by 1 December 2026." in told
        assert "To feel sure of referrals" not in told

    @pytest.mark.parametrize("duty", ["hr", "line_manager", "administrator", "approver"])
    def test_others_may_not_open_it(self, browser, pair, duty):
        browser.sign_in(DutyFactory(duty=duty).person)

        assert browser.get("/mentoring/office").status == 403
