"""Lists as councils and agencies really send them."""

import re
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "samples" / "hr"


class TestSamples:
    """The files that HR and agencies really send."""

    @pytest.fixture
    def sample(self, browser, send):
        def sample(name, **others):
            answer = send((SAMPLES / name).read_bytes(), name=name, **others)
            assert answer.status == 302, answer.problems
            return browser.get(answer.location)

        return sample

    @pytest.mark.parametrize(
        ("name", "heading"),
        [
            ("starters-clean.csv", "60 people will be added"),
            ("starters-excel-save.csv", "39 people will be added"),
            ("starters-faulty.csv", "14 people will be added and 6 rows cannot be read"),
            ("starters-two-posts.csv", "12 people will be added"),
            ("starters.xlsx", "30 people will be added"),
        ],
    )
    def test_answer_in_their_heading(self, sample, name, heading):
        assert sample(name).heading == heading

    def test_of_returners_hold_one_row_and_add_one_engagement(self, browser, sample):
        page = sample("starters-two-posts.csv")
        browser.submit(f"{page.url}/accept", invitations="held")

        again = sample("starters-returners.csv")

        assert again.heading == "1 engagement will be added and 1 row needs you"

    def test_that_are_hostile_are_shown_as_plain_text_and_nothing_else(self, browser, sample):
        page = sample("starters-hostile.csv")
        answer = browser.submit(f"{page.url}/accept", invitations="now")
        done = browser.get(answer.location)

        for one in (
            page,
            done,
            browser.get(f"{page.url}/rows/added"),
            browser.get(f"{page.url}/rows/rejected"),
            browser.get("/invitations"),
            browser.get("/people?state=all"),
        ):
            assert one.soup.select("main script, main img, main a[href^='http:']") == []
            assert "\u202e" not in one.text
        assert "<script>alert(1)</script>" in done.main + page.main
        assert '=HYPERLINK("http://x.example","A")' in done.main + page.main
        csv = browser.get(f"{page.url}/not-read.csv").response.get_data(as_text=True)
        assert not re.search(r"(?m)(^|,)\"?[=+@\t\r-]", csv.lstrip("\ufeff"))
        assert "\nBcc:" not in csv
