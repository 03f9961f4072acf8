"""Somebody at a browser without scripts: opens pages, fills in their forms, presses buttons."""

from datetime import date

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.datastructures import MultiDict

PLACE = "https://training.marlshire.example"


class Visitor:
    """One browser; ``page`` is what it shows."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page = BeautifulSoup("", "html.parser")
        self.status = 0

    @property
    def heading(self) -> str:
        return self.page.select_one("h1").get_text(" ", strip=True)

    @property
    def main(self) -> str:
        """The words of the page's main part."""
        return self.page.select_one("main").get_text(" ", strip=True)

    def open(self, url: str) -> "Visitor":
        """Open an address, here or as a letter has it, and go wherever it leads."""
        return self._show(self.client.get(url.removeprefix(PLACE), base_url=PLACE))

    def leads_to(self, url: str) -> str:
        """Return where an address of ours sends the browser, without going there."""
        return self.client.get(url, base_url=PLACE).location

    def link(self, words: str) -> "Visitor":
        """Follow the first link of the main part that says these words."""
        links = [one for one in self.page.select("main a[href]") if words in _words(one)]
        assert links, f"no link says {words!r} on ‘{self.heading}’: {self.main}"
        return self.open(links[0]["href"])

    def press(self, button: str, said: dict[str, object] | None = None) -> "Visitor":
        """Fill in the form of the first button that says this, by names of fields, and press it.

        Choices may be said in the page's words; a day is three boxes.
        """
        buttons = [one for one in self.page.select("button") if button in _words(one)]
        assert buttons, f"no button says {button!r} on ‘{self.heading}’: {self.main}"
        pressed = buttons[0]
        form = pressed.find_parent("form")
        filled = _as_it_stands(form)
        for name, value in (said or {}).items():
            filled.setlist(name, _typed(form, name, value))
        if pressed.get("name"):
            filled[pressed["name"]] = pressed.get("value", "")
        where = form["action"].removeprefix(PLACE)
        sent = {"base_url": PLACE, "data": filled, "headers": {"Referer": f"{PLACE}{where}"}}
        self._show(self.client.post(where, **sent))
        assert self.status < 400, f"{where}: {self.status}, ‘{self.heading}’: {self.main}"
        return self

    def _show(self, answer) -> "Visitor":
        while 300 <= answer.status_code < 400:
            here = answer.location.removeprefix(PLACE)
            answer = self.client.get(here, base_url=PLACE)
        self.status = answer.status_code
        self.page = BeautifulSoup(answer.text, "html.parser")
        return self


def _words(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


def _as_it_stands(form: Tag) -> MultiDict:
    """Return what a browser would send of a form that nobody touched."""
    found = MultiDict()
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.has_attr("disabled") or field.get("type") == "submit":
            continue
        if field.name == "select":
            options = field.select("option")
            chosen = next((one for one in options if one.has_attr("selected")), options[0])
            found.add(field["name"], chosen["value"])
        elif field.get("type") not in {"radio", "checkbox"} or field.has_attr("checked"):
            found.add(field["name"], field.get("value") or field.get_text())
    return found


def _typed(form: Tag, name: str, value: object) -> list[str]:
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    wanted = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    return [_choice(form, name, one) for one in wanted]


def _choice(form: Tag, name: str, said: str) -> str:
    """Return the value of the choice that the page words so; what is typed stays as it is."""
    for option in form.select(f"select[name='{name}'] option"):
        if _words(option).lstrip("– ") == said:
            return option["value"]
    for box in form.select(
        f"input[name='{name}'][type=radio], input[name='{name}'][type=checkbox]"
    ):
        if _words(form.select_one(f"label[for='{box['id']}']")) == said:
            return box["value"]
    return said
