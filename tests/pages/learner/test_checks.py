import pytest
from sqlalchemy import select

from lms.content.queries import content_of
from lms.learning import commands, queries
from lms.learning.models import Answer, Attempt, Completion, Talk
from tests.features.learning.conftest import answers_of
from tests.support.factories import EngagementFactory, PersonFactory

CHECK = "/modules/doors/check"
BY_SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def begun(browser, session, read_all):
    """The address of an attempt under way."""
    read_all()
    return browser.submit(CHECK).location


@pytest.fixture
def attempt(session, begun):
    return session.scalars(select(Attempt)).one()


@pytest.fixture
def fail(browser, session, read_all):
    """Take the check and get all of it wrong."""

    def once():
        read_all()
        url = browser.submit(CHECK).location
        browser.submit(f"{url}/hand-in")
        return url

    return once


def fields(chosen):
    return {f"a-{question}": options for question, options in chosen.items()}


class TestBegin:
    def test_asks_for_the_sections_first(self, browser, learner):
        page = browser.get(CHECK)

        assert page.heading == "Read the module first"
        assert page.links()["Places"] == "/modules/doors/01-places"
        assert browser.submit(CHECK).status == 409

    def test_names_the_sections_that_are_left(self, browser, work, learner):
        commands.read_section(work, "doors", "01-places", chosen=0)
        work.session.commit()

        page = browser.get(CHECK)

        assert page.heading == "Read 1 section first"
        assert "Read ‘Acting’" in page.links()

    def test_says_what_it_takes(self, browser, read_all):
        read_all()

        page = browser.get(CHECK)

        assert page.heading == "Knowledge check: two questions"
        assert "2 right is a pass , which is 80%" in page.main
        assert "no timer" in page.main

    def test_goes_on_where_it_was_left(self, browser, begun):
        page = browser.get(CHECK)

        assert page.heading == "Go on with your knowledge check"
        assert page.links()["Go on"] == begun
        assert browser.submit(CHECK).location == begun

    def test_is_as_good_as_none_for_a_module_there_is_not(self, browser, learner):
        assert browser.get("/modules/none/check").status == 404


class TestQuestions:
    def test_tell_nothing_of_the_key(self, browser, module, attempt, begun):
        text = browser.get(begun).text

        for question in content_of(module).questions:
            assert all(option.why not in text for option in question.options)
            assert question.tried not in text
        assert "right" not in text.partition("<form")[2].replace("all that are right", "")

    def test_stand_on_one_page_each_named(self, browser, begun):
        page = browser.get(begun)

        assert page.heading == "Two questions"
        assert len(page.soup.select("fieldset legend h2")) == 2

    def test_are_as_good_as_none_for_somebody_else(self, browser, begun):
        browser.sign_in(EngagementFactory().person)

        for url in (begun, f"{begun}/review", f"{begun}/result"):
            assert browser.get(url).status == 404
        for url in (begun, f"{begun}/hand-in"):
            assert browser.submit(url).status == 404

    def test_belong_to_their_module(self, browser, begun):
        assert browser.get(begun.replace("doors", "windows")).status == 404


class TestSaving:
    def test_by_button_goes_to_the_next_question(self, browser, session, module, attempt, begun):
        right = answers_of(module, attempt, right=True)

        page = browser.submit(begun, go="2", **fields(right))

        assert page.location == f"{begun}#q-2"
        assert queries.answers(session, attempt.id) == right

    def test_shows_what_is_chosen_again(self, browser, module, attempt, begun):
        browser.submit(begun, **fields(answers_of(module, attempt, right=True)))

        assert "2 of 2 answered" in browser.get(begun).main

    def test_by_script_is_told_in_a_line(self, browser, module, attempt, begun):
        right = answers_of(module, attempt, right=True)
        first = dict([next(iter(right.items()))])

        answer = browser.client.post(begun, data=fields(first), headers=BY_SCRIPT)

        assert answer.json == {"said": "Saved. 1 of 2 answered."}

    def test_takes_nothing_back_from_an_old_page(self, browser, session, module, attempt, begun):
        """Another window saved since this page was drawn; only what was touched here counts."""
        right = answers_of(module, attempt, right=True)
        one, other = right
        browser.submit(begun, **fields({one: right[one]}))

        browser.submit(begun, **fields({other: right[other]}), **{f"was-{one}": ""})

        assert queries.answers(session, attempt.id) == right

    def test_forgets_what_was_unticked(self, browser, session, module, attempt, begun):
        right = answers_of(module, attempt, right=True)
        one = next(iter(right))
        browser.submit(begun, **fields({one: right[one]}))

        browser.submit(begun, **{f"was-{one}": " ".join(right[one])})

        assert queries.answers(session, attempt.id)[one] == []
        assert "0 of 2 answered" in browser.get(begun).main

    def test_twice_is_as_good_as_once(self, browser, session, module, attempt, begun):
        for _ in range(2):
            browser.submit(begun, **fields(answers_of(module, attempt, right=True)))

        assert len(session.scalars(select(Answer)).all()) == 2

    def test_refuses_an_answer_that_was_not_asked(self, browser, attempt, begun):
        question = attempt.drawn[0]["question"]

        assert browser.submit(begun, **fields({question: ["zz"]})).status == 422
        answer = browser.client.post(begun, data=fields({"q99": ["a"]}), headers=BY_SCRIPT)
        assert answer.status_code == 422
        assert "Load the page again" in answer.json["said"]

    def test_after_handing_in_leads_to_the_result(self, browser, module, attempt, begun):
        browser.submit(f"{begun}/hand-in")
        right = fields(answers_of(module, attempt, right=True))

        page = browser.submit(begun, **right)
        answer = browser.client.post(begun, data=right, headers=BY_SCRIPT)

        assert page.status == 409
        assert page.links()["See how it ended"] == f"{begun}/result"
        assert answer.status_code == 409
        assert "handed in" in answer.json["said"]

    def test_asks_little_of_the_database(self, browser, engine, module, attempt, begun):
        from sqlalchemy import event

        data = fields(answers_of(module, attempt, right=True))
        browser.client.post(begun, data=data, headers=BY_SCRIPT)
        one = next(iter(data))
        wrong = answers_of(module, attempt, right=False)[one.removeprefix("a-")]
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        browser.client.post(begun, data={one: wrong}, headers=BY_SCRIPT)
        event.remove(engine, "before_cursor_execute", note)

        assert len(asked) <= 4, "\n".join(asked)


class TestOrder:
    @pytest.fixture
    def order(self, browser, session, module, read_all):
        """An attempt that asks for an order, and that question."""
        read_all()
        bank = {one.id: one for one in content_of(module).questions}
        for _ in range(40):
            url = browser.submit(CHECK).location
            attempt = session.scalars(select(Attempt).filter_by(submitted_at=None)).one()
            for one in attempt.drawn:
                if bank[one["question"]].kind == "order":
                    return url, one["question"], one["options"]
            browser.submit(f"{url}/hand-in")
            session.delete(attempt)
            session.commit()
        pytest.fail("no order question was drawn")

    def test_is_moved_by_buttons(self, browser, order):
        url, question, options = order

        page = browser.submit(url, move=f"{question} {options[0]} down")

        shown = browser.get(page.location).soup.select(f"[data-order='a-{question}'] input")
        assert [one["value"] for one in shown] == [options[1], options[0], *options[2:]]
        assert f"moved={question}" in page.location

    def test_is_no_answer_until_it_is_moved_or_kept(self, browser, order):
        url, question, _options = order

        page = browser.get(url)
        assert all(
            one.has_attr("disabled") for one in page.soup.select(f"input[name='a-{question}']")
        )
        assert "0 of 2 answered" in page.main

        browser.submit(url, move=f"{question} keep keep")
        assert "1 of 2 answered" in browser.get(url).main

    def test_ignores_a_move_that_makes_no_sense(self, browser, order):
        url, question, options = order

        assert browser.submit(url, move="q99 a up").status == 303
        assert browser.submit(url, move=f"{question} {options[0]} sideways").status == 303
        assert browser.submit(url, move="x").status == 303


class TestReview:
    def test_names_what_is_missing_first(self, browser, module, attempt, begun):
        right = answers_of(module, attempt, right=True)
        one = next(iter(right))
        page = browser.submit(begun, go="review", **fields({one: right[one]}))

        page = browser.get(page.location)

        assert page.heading == "1 question has no answer yet"
        assert "Hand in as it is" in page.main

    def test_hands_in_when_all_are_answered(self, browser, module, attempt, begun):
        browser.submit(begun, **fields(answers_of(module, attempt, right=True)))

        assert browser.get(f"{begun}/review").heading == "All two are answered"
        assert browser.submit(f"{begun}/hand-in").location == f"{begun}/result"

    def test_tells_nothing_of_the_key(self, browser, module, attempt, begun):
        browser.submit(begun, **fields(answers_of(module, attempt, right=True)))

        text = browser.get(f"{begun}/review").text

        for question in content_of(module).questions:
            assert all(option.why not in text for option in question.options)


class TestPassed:
    @pytest.fixture
    def passed(self, browser, module, attempt, begun):
        browser.submit(begun, **fields(answers_of(module, attempt, right=True)))
        return browser.submit(f"{begun}/hand-in").location

    def test_leads_to_the_certificate(self, browser, passed):
        page = browser.get(passed)

        assert page.heading == "You passed"
        assert page.links()["Open my certificate (PDF)"].endswith(".pdf")
        assert "Nothing else is asked of you now" in page.main

    def test_names_what_is_due_next(self, browser, work, learner, passed):
        from lms.assignment import commands as assignment
        from tests.support.factories import RequirementFactory

        RequirementFactory(name="Recording", module_slug="recording")
        assignment.refresh(work, [learner.engagements[0].id])
        work.session.commit()

        page = browser.get(passed)

        assert "Recording" in page.main
        assert page.links()["Go to it : Recording"] == "/modules/recording"

    def test_explains_every_option(self, browser, module, attempt, passed):
        text = browser.get(passed).main

        for one in attempt.drawn:
            for option in content_of(module).question(one["question"]).options:
                assert option.text in text
        assert "Because of what would have happened next." in text

    def test_twice_is_one_completion(self, browser, session, begun, passed):
        page = browser.submit(f"{begun}/hand-in")

        assert page.location == passed
        assert "handed this in already" in browser.get(passed).main
        assert len(session.scalars(select(Completion)).all()) == 1

    def test_is_kept_on_the_first_page(self, browser, passed):
        page = browser.get(CHECK)

        assert "You passed this on 24 November 2026" in page.main
        assert passed in page.links().values()

    def test_leads_there_from_the_questions(self, browser, begun, passed):
        assert browser.get(begun).location == passed
        assert browser.get(f"{begun}/review").location == passed


class TestFailed:
    def test_names_what_to_read_and_lets_one_try_again(self, browser, fail):
        page = browser.get(f"{fail()}/result")

        assert page.heading == "Not passed this time"
        assert "You had 0 of 2 right, and a pass takes 2" in page.main
        assert "One that must be right whatever the rest was not." in page.main
        assert "Try again with other questions" in page.main
        assert any(href.startswith("/modules/doors/0") for href in page.links().values())

    def test_before_handing_in_leads_to_the_questions(self, browser, begun):
        assert browser.get(f"{begun}/result").location == begun

    def test_twice_asks_for_a_rest_and_for_reading(self, browser, clock, fail, read_all):
        fail()
        url = fail()

        page = browser.get(CHECK)
        assert page.heading == "Take a rest first"
        assert "opens again at 12.30pm today" in page.main
        assert "The check opens again at 12.30pm today" in browser.get(f"{url}/result").main
        assert browser.submit(CHECK).status == 409

        clock.move(minutes=31)
        page = browser.get(CHECK)
        assert page.heading in {"Read 1 section again first", "Read 2 sections again first"}
        assert browser.submit(CHECK).status == 409

        read_all()
        assert browser.get(CHECK).heading == "Knowledge check: two questions"

    def test_three_times_asks_for_a_talk(self, browser, session, clock, learner, fail):
        learner.engagements[0].manager = PersonFactory(first_name="Kofi", last_name="Mensah")
        session.commit()
        for _ in range(3):
            url = fail()
            clock.move(minutes=40)

        page = browser.get(CHECK)
        assert page.heading == "A talk comes first"
        assert "We have asked Kofi Mensah for a talk with you" in page.main
        assert "Kofi Mensah" in browser.get(f"{url}/result").main
        assert browser.submit(CHECK).status == 409
        assert len(session.scalars(select(Talk)).all()) == 1

    def test_without_a_manager_says_whom_to_ask(self, browser, clock, fail):
        for _ in range(3):
            fail()
            clock.move(minutes=40)

        assert "ask HR" in browser.get(CHECK).main

    def test_keeps_old_goes_to_look_at(self, browser, fail):
        first = f"{fail()}/result"
        fail()

        assert first in browser.get(CHECK).links().values()
        page = browser.get(first)
        assert page.heading == "Not passed this time"
        assert "Try again" not in page.main

    def test_can_be_looked_at_when_the_module_is_gone(self, browser, session, module, fail):
        from lms.content.models import Approval

        url = fail()
        session.delete(session.scalars(select(Approval)).one())
        session.commit()

        assert browser.get(f"{url}/result").heading == "Not passed this time"
        assert browser.get(CHECK).status == 404
