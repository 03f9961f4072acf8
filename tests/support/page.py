"""A browser for tests, which checks every page it is given."""

from functools import cached_property

from bs4 import BeautifulSoup
from bs4.builder import HTML5TreeBuilder
from flask import Flask
from html5lib import HTMLParser
from sqlalchemy import Engine, event

from lms.delivery.sessions import BEGUN
from lms.people.models import Person
from tests.support.clock import Clock

QUERIES_A_PAGE = 12


class StrictBuilder(HTML5TreeBuilder):
    """Builds a page's tree with a parser that raises at the first fault."""

    def feed(self, markup: str) -> None:
        parser = HTMLParser(tree=self.create_treebuilder, strict=True)
        self.underlying_builder.parser = parser
        parser.parse(markup)


class Page:
    """What came back, checked as soon as it is opened."""

    def __init__(self, url: str, response) -> None:
        self.url, self.status, self.location = url, response.status_code, response.location
        self.response = response
        self.text = response.text if response.mimetype.startswith("text/") else ""
        if response.mimetype == "text/html" and not 300 <= self.status < 400:
            self._check()

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, which must be sound HTML."""
        return BeautifulSoup(self.text, builder=StrictBuilder())

    @property
    def heading(self) -> str:
        return self.soup.select_one("h1").get_text(" ", strip=True)

    @property
    def problems(self) -> list[str]:
        """The error summary's lines."""
        return [a.get_text(strip=True) for a in self.soup.select("[role=alert] a")]

    @property
    def main(self) -> str:
        """The words of the page's main part."""
        return self.soup.select_one("main").get_text(" ", strip=True)

    def links(self) -> dict[str, str]:
        """Words of each link → its address."""
        return {a.get_text(" ", strip=True): a["href"] for a in self.soup.select("a[href]")}

    def rows(self) -> list[list[str]]:
        """The cells of every table's body rows."""
        return [
            [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
            for row in self.soup.select("tbody tr")
        ]

    def _check(self) -> None:
        assert len(self.soup.select("h1")) == 1, f"{self.url}: one h1 a page"
        title = " ".join(self.soup.title.get_text(strip=True).split())
        assert title.startswith(self.heading), f"{self.url}: title {title!r} must start with h1"
        ids = [tag["id"] for tag in self.soup.select("[id]")]
        assert len(ids) == len(set(ids)), f"{self.url}: repeated id"
        for field in self.soup.select("input, select, textarea"):
            if field.get("type") in {"hidden", "submit"}:
                continue
            assert self.soup.select(f"label[for='{field['id']}']"), (
                f"{self.url}: {field['id']} has no label"
            )
        for form in self.soup.select("form"):
            assert form.get("action"), f"{self.url}: a form without an action"
        for tag in self.soup.select("[style], [onclick], script:not([src])"):
            assert tag.get("type") == "application/json", f"{self.url}: inline {tag}"


class Browser:
    """Opens pages as somebody, and counts what they ask of the database."""

    def __init__(self, app: Flask, engine: Engine, clock: Clock) -> None:
        self.app, self.engine, self.clock = app, engine, clock
        self.client = app.test_client()

    def sign_in(self, person: Person) -> Person:
        with self.client.session_transaction() as held:
            held.clear()
            held["_user_id"] = str(person.id)
            held["_fresh"] = held["_permanent"] = True
            held[BEGUN] = self.clock().timestamp()
        return person

    def sign_out(self) -> None:
        self.client = self.app.test_client()

    def get(self, url: str, *, most: int = QUERIES_A_PAGE) -> Page:
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                asked.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        try:
            page = Page(url, self.client.get(url))
        finally:
            event.remove(self.engine, "before_cursor_execute", note)
        assert len(asked) <= most, f"{url} asked {len(asked)} times:\n" + "\n".join(asked)
        return page

    def submit(self, url: str, **data) -> Page:
        """Send a form; ``follow`` the answer by opening ``page.location``."""
        return Page(url, self.client.post(url, data=data))
