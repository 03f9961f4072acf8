"""Answering a question of a knowledge check."""

from bs4 import BeautifulSoup, Tag

from tests.bench import load, serving
from tests.bench.bench import Bench, Line
from tests.bench.load import Ask

SHORT = "day-one-essentials"


def answering(bench: Bench) -> list[Line]:
    """A question answered, against a bare POST that commits one row."""
    found = {people: _answering(bench, people) for people in (bench.small, bench.large)}
    return [
        Line(
            f"a question answered, {people:,} people in the register",
            f"{ours / bare:.0%} of a bare POST that commits one row",
            "40% at least",
            f"{ours:,.0f} and {bare:,.0f} requests a second",
        )
        for people, (ours, bare) in found.items()
    ]


def _answering(bench: Bench, people: int) -> tuple[float, float]:
    instance = bench.instance(people)
    with (
        serving.our_site(instance) as url,
        serving.bare_site(bench.folder / "bare.sqlite") as bare,
    ):
        learner = serving.Visitor(url).come_in(bench.links(instance, url)["learner"])
        ours = [
            [
                Ask(
                    url + address,
                    cookie=learner.cookie,
                    method="POST",
                    form=form,
                    headers={"X-Requested-With": "fetch", "Referer": url + address},
                )
                for form in turns
            ]
            for address, turns in questions(learner)
        ]
        rows = [Ask(f"{bare}/row", method="POST", form={"value": "x"})]
        return load.side_by_side(ours, [rows] * load.CONNECTIONS)


def questions(learner: serving.Visitor) -> list[tuple[str, list[dict[str, str]]]]:
    """Read the short module, begin its check, and return four questions with two answers each."""
    cover = BeautifulSoup(learner.get(f"/modules/{SHORT}"), "html5lib")
    sections = {
        a["href"].partition("#")[0]
        for a in cover.select(f'main a[href^="/modules/{SHORT}/"]')
        if not a["href"].endswith(("/print", "/check", "/glossary"))
    }
    for section in sorted(sections):
        page = BeautifulSoup(learner.get(section), "html5lib")
        form = page.select_one(f'main form[method="post"][action="{section}"]')
        if form is not None:
            learner.post(form["action"], filled(form))
    begun = BeautifulSoup(learner.get(f"/modules/{SHORT}/check"), "html5lib")
    form = begun.select_one('main form[method="post"]')
    under_way = begun.select_one('main a.govuk-button[href*="/check/"]')
    asked = BeautifulSoup(
        learner.post(form["action"], filled(form))
        if form is not None
        else learner.get(under_way["href"]),
        "html5lib",
    )
    form = asked.select_one("form:has(input[type=radio])")
    token = form.select_one("input[name=csrf_token]")["value"]
    names = list(dict.fromkeys(one["name"] for one in form.select("input[type=radio]")))
    return [
        (
            form["action"],
            [
                {"csrf_token": token, name: one["value"]}
                for one in form.select(f'input[name="{name}"]')[:2]
            ],
        )
        for name in names[: load.CONNECTIONS]
    ]


def filled(form: Tag) -> dict[str, str]:
    """Return a form as somebody sends it who chooses the first of everything."""
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden][name]")}
    for one in form.select("input[type=radio]"):
        sent.setdefault(one["name"], one["value"])
    button = form.select_one("button[name]")
    if button is not None:
        sent[button["name"]] = button.get("value", "")
    return sent
