"""From module.toml to what it says, noting every problem."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lms.assessment.rules import Check
from lms.content.rules.markdown import SECTION_FILE, term_key
from lms.content.rules.module import Outcome, Source, Term
from lms.kernel.tables import Table, once

URL = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One ``[[sections]]`` table: a section before its file is read."""

    table: Table
    file: str
    title: str
    minutes: int
    outcomes: tuple[str, ...]
    sensitive: str
    scenario: str

    @property
    def id(self) -> str:
        """The file's name without its ending."""
        return self.file.removesuffix(".md")

    @property
    def minutes_said(self) -> bool:
        """False where the minutes are missing or no number, which is a problem of its own."""
        return self.table.values.get("minutes") == self.minutes


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What ``module.toml`` says."""

    title: str
    summary: str
    minutes: int
    audience: str
    owner: str
    guidance: str
    last_reviewed: date
    next_review: date
    approval: str
    check: Check
    outcomes: tuple[Outcome, ...]
    plans: tuple[Plan, ...]
    glossary: tuple[Term, ...]
    sources: tuple[Source, ...]


def read_facts(root: Table) -> Facts:
    """Return what ``module.toml`` says; what is wrong is noted in ``root.problems``."""
    outcomes = _outcomes(root)
    facts = Facts(
        title=root.text("title", longest=120),
        summary=root.text("summary", longest=400),
        minutes=root.number("minutes", least=1, most=600),
        audience=root.text("audience"),
        owner=root.text("owner", longest=100),
        guidance=root.text("guidance", longest=40),
        last_reviewed=root.day("last_reviewed"),
        next_review=root.day("next_review"),
        approval=root.text("approval"),
        check=_check(root.table("check")),
        outcomes=outcomes,
        plans=_plans(root, {outcome.id for outcome in outcomes}),
        glossary=_glossary(root),
        sources=_sources(root),
    )
    root.done()
    _check_sums(root, facts)
    return facts


def _check(table: Table) -> Check:
    check = Check(
        ask=table.number("ask", least=1, most=100),
        must_ask=table.number("must_ask", least=0, most=100),
        pass_percent=table.number("pass_percent", least=1, most=100),
        minutes=table.number("minutes", least=1, most=120),
    )
    if check.must_ask > check.ask:
        table.bad("must_ask counts among those asked, so it cannot be more than ask.", "must_ask")
    table.done()
    return check


def _outcomes(root: Table) -> tuple[Outcome, ...]:
    tables = root.tables("outcomes")
    outcomes = []
    for table in tables:
        outcomes.append(Outcome(id=table.identity(), text=table.text("text")))
        table.done()
    once(tables, [outcome.id for outcome in outcomes], what="outcome")
    return tuple(outcomes)


def _plans(root: Table, outcomes: Collection[str]) -> tuple[Plan, ...]:
    plans = tuple(_plan(table, outcomes) for table in root.tables("sections"))
    seen: dict[str, int] = {}
    for plan in plans:
        if plan.file in seen:
            plan.table.bad(f'"{plan.file}" is there already, on line {seen[plan.file]}.', "file")
        seen.setdefault(plan.file, plan.table.line("file"))
    if not plans and "sections" in root.values:
        root.bad("sections is empty; a module has at least one.", "sections")
    return plans


def _plan(table: Table, outcomes: Collection[str]) -> Plan:
    file = table.text("file", longest=80)
    if file and not SECTION_FILE.fullmatch(file):
        table.bad(
            f'file "{file}" must be two digits, small letters and hyphens, and .md, '
            'such as "01-why-this-matters.md", and lie in the module\'s folder.',
            "file",
        )
        file = ""
    plan = Plan(
        table=table,
        file=file,
        title=table.text("title", longest=100),
        minutes=table.number("minutes", least=1, most=120),
        outcomes=table.references("outcomes", outcomes, what="outcome under [[outcomes]]"),
        sensitive=table.text("sensitive", longest=600, needed=False),
        scenario=table.identity("scenario") if "scenario" in table.values else "",
    )
    table.done()
    return plan


def _glossary(root: Table) -> tuple[Term, ...]:
    seen: dict[str, int] = {}
    terms = []
    for table in root.tables("glossary", needed=False):
        term = Term(term=table.text("term", longest=60), meaning=table.text("meaning"))
        table.done()
        key = term_key(term.term)
        if key in seen:
            table.bad(f'the term "{term.term}" is there already, on line {seen[key]}.', "term")
        seen.setdefault(key, table.line("term"))
        terms.append(term)
    return tuple(terms)


def _sources(root: Table) -> tuple[Source, ...]:
    sources = []
    for table in root.tables("sources", needed=False):
        source = Source(
            name=table.text("name"), publisher=table.text("publisher"), url=table.text("url")
        )
        if source.url and not URL.fullmatch(source.url):
            table.bad(f'url "{source.url}" must begin with https:// and name a page.', "url")
        table.done()
        sources.append(source)
    return tuple(sources)


def _check_sums(root: Table, facts: Facts) -> None:
    total = sum(plan.minutes for plan in facts.plans) + facts.check.minutes
    said = root.values.get("minutes") == facts.minutes and "check" in root.values
    if said and all(plan.minutes_said for plan in facts.plans) and total != facts.minutes:
        root.bad(
            f"minutes is {facts.minutes}, but the sections and the check make {total}.", "minutes"
        )
    if facts.next_review <= facts.last_reviewed != date.min != facts.next_review:
        root.bad("next_review must come after last_reviewed.", "next_review")
    taught = {outcome for plan in facts.plans for outcome in plan.outcomes}
    for table, outcome in zip(root.tables("outcomes"), facts.outcomes, strict=True):
        if outcome.id and outcome.id not in taught:
            table.bad(f'no section names the outcome "{outcome.id}".', "id")
