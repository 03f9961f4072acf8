"""Reading a page of a module."""

from tests.bench import load, serving
from tests.bench.bench import Bench, Line
from tests.bench.load import Ask

MODULE = "safeguarding-induction"


def first_section(page: str) -> str:
    """Return the address of the module's first section, from its cover."""
    start = page.index(f'href="/modules/{MODULE}/') + len('href="')
    return page[start : page.index('"', start)]


def reading(bench: Bench) -> list[Line]:
    """A section of a module, signed in, against a bare page with one indexed query."""
    found = {people: _reading(bench, people) for people in (bench.small, bench.large)}
    return [
        Line(
            f"a page of a module, signed in, {people:,} people in the register",
            f"{ours / bare:.0%} of a bare page",
            "30% at least",
            f"{ours:,.0f} and {bare:,.0f} requests a second",
        )
        for people, (ours, bare) in found.items()
    ]


def _reading(bench: Bench, people: int) -> tuple[float, float]:
    instance = bench.instance(people)
    with (
        serving.our_site(instance) as url,
        serving.bare_site(bench.folder / "bare.sqlite") as bare,
    ):
        learner = serving.Visitor(url).come_in(bench.links(instance, url)["learner"])
        section = first_section(learner.get(f"/modules/{MODULE}"))
        learner.get(section)
        ours = [[Ask(url + section, cookie=learner.cookie)]] * load.CONNECTIONS
        return load.side_by_side(ours, [[Ask(f"{bare}/page")]] * load.CONNECTIONS)
