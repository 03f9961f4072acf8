"""Rows of cells to lines: everything that is right is kept, everything that is wrong is named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lms.intake.rules import cells, days, kinds, names
from lms.intake.rules.fields import ADDRESSES, FIELDS, SHOWN, Fault, Line
from lms.intake.rules.headings import Column
from lms.people import rules as people
from lms.people.errors import BadAddress

FOOTER = re.compile(
    r"(?:grand |sub)?totals?\b.*|end of (?:report|file|list|data)\b.*|\*+.*\*+|page \d+.*"
    r"|(?:number|count) of (?:rows|records|starters|workers)\b.*|printed\b.*|report (?:run|date).*"
    r"|run (?:date|by).*|produced (?:on|by).*|official\b.*|confidential\b.*"
    r"|\d+ (?:rows|records)\b.*",
    re.IGNORECASE,
)
"""What stands under a list and is no row of it."""

PLAIN_LOCAL = re.compile(r"[a-z0-9]+(?:[._+'-][a-z0-9]+)*")
NEEDED = ("first_name", "last_name")


@dataclass(frozen=True)
class Meaning:
    """What a list's rows are read with, beside their columns."""

    kinds: kinds.Kinds
    kind: str | None = None
    """Kind of engagement where a row names none."""

    agency: str | None = None
    """Agency of agency work where a row names none."""

    only: bool = False
    """Whether nobody else's people may stand on it: an agency's list that the agency sent."""

    strict: bool = True
    """Whether a cell beyond the last heading means that the row is out of step."""


class Reader:
    """Reads the rows of one list."""

    def __init__(
        self, columns: Mapping[str, Sequence[Column]], width: int, meaning: Meaning
    ) -> None:
        """Take the columns by field, the number of headings, and what rows mean by themselves."""
        self._columns = [(field, tuple(some)) for field, some in columns.items()]
        self._heading = {field: some[0].heading for field, some in self._columns}
        self._width = width
        self._meaning = meaning

    def line(self, row: int, row_cells: Sequence[str]) -> Line | None:
        """Return what a row says; None for an empty one, or one that stands under the list."""
        line = Line(row)
        told = line.told
        for field, some in self._columns:
            for column in some:
                text = row_cells[column.at] if column.at < len(row_cells) else ""
                if text:
                    self._take(line, field, column.heading, text)
                    if field in told:
                        break
        if not told and not line.faults:
            return None
        if len(told) <= 2 and not line.faults and FOOTER.fullmatch(next(iter(told.values()))):
            return None
        if self._meaning.strict and any(row_cells[self._width :]):
            line.faults.append(
                Fault(
                    "",
                    "",
                    f"The row has more cells than there are headings ({self._width}). "
                    "A value that holds the separator needs quotation marks around it.",
                )
            )
            return line
        self._understand(line)
        return line

    def _take(self, line: Line, field: str, heading: str, text: str) -> None:
        try:
            said = cells.value(field, text)
            if said and field in ADDRESSES:
                said = address(said)
        except cells.BadCell as fault:
            line.faults.append(Fault(heading, shown(text), str(fault)))
        except BadAddress as fault:
            line.faults.append(Fault(heading, shown(text), str(fault)))
        else:
            if said:
                line.told[field] = said

    def _understand(self, line: Line) -> None:
        self._name(line)
        self._days(line)
        self._kind(line)
        told = line.told
        line.email = told.get("email") or told.get("personal_email")
        other = told.get("personal_email")
        line.other_email = other if other != line.email else None
        line.number = told.get("employee_number")
        line.reference = told.get("assignment_number") or line.number
        line.job_title = told.get("job_title")
        urn = told.get("urn")
        if urn is not None and not re.fullmatch(r"\d{6}", urn):
            self._fault(
                line, "urn", "A URN has six digits, like 123456. Leave it blank if unsure."
            )
        line.faults.sort(key=lambda fault: self._place(fault.column))

    def _name(self, line: Line) -> None:
        told = line.told
        whole = told.pop("full_name", "")
        known_as = told.get("known_as", "")
        if whole and not ("first_name" in told and "last_name" in told):
            first, last, called = names.split(whole)
            told.setdefault("first_name", first)
            told.setdefault("last_name", last)
            known_as = known_as or called
            if known_as:
                told["known_as"] = known_as
        for field in NEEDED:
            said = told.get(field, "")
            if people.fold(said):
                continue
            column = self._heading.get(field) or self._heading.get("full_name", "")
            if not _has(line, column):
                line.faults.append(
                    Fault(column, shown(whole or said), f"Enter the {FIELDS[field]}.")
                )
        line.first_name, line.last_name = told.get("first_name", ""), told.get("last_name", "")
        line.name = names.called(line.first_name, line.last_name, known_as)
        if len(line.name) > people.LONGEST_NAME:
            line.name = f"{line.first_name} {line.last_name}"[: people.LONGEST_NAME]

    def _days(self, line: Line) -> None:
        first, last = self._first_day(line), self._last_day(line)
        ends_on, said, column = last
        if first is not None and ends_on is not None and ends_on < first:
            reason = (
                f"The last day lies before the first, {first:%d/%m/%Y}. Put one of them right."
            )
            line.faults.append(Fault(column, said, reason))
        told = line.told
        if first is not None:
            line.starts_on, line.ends_on = first, ends_on
            told["start_date"] = first.isoformat()
        if ends_on is not None:
            told["end_date"] = ends_on.isoformat()

    def _first_day(self, line: Line) -> date | None:
        """Return the first day; where two columns tell it, that of the assignment counts."""
        told = line.told
        of_assignment = told.pop("assignment_start", "")
        field = "assignment_start" if of_assignment else "start_date"
        said = of_assignment or told.get("start_date", "")
        column = self._heading.get(field) or self._heading.get("assignment_start", "")
        try:
            found = days.day(said)
        except days.BadDay as fault:
            line.faults.append(Fault(column, shown(said), str(fault)))
            return None
        if found is None and not _has(line, column):
            line.faults.append(
                Fault(column, shown(said), "Enter the start date, like 14/09/2026.")
            )
        return found

    def _last_day(self, line: Line) -> tuple[date | None, str, str]:
        """Return the earlier of the last days told, with how it was written and where."""
        found: tuple[date | None, str, str] = (None, "", "")
        for field in ("end_date", "leaving_date"):
            said = line.told.pop(field, "")
            column = self._heading.get(field, "")
            try:
                one = days.last_day(said)
            except days.BadDay as fault:
                line.faults.append(Fault(column, shown(said), str(fault)))
                continue
            if one is not None and (found[0] is None or one < found[0]):
                found = (one, said, column)
        return found

    def _kind(self, line: Line) -> None:
        told, meaning = line.told, self._meaning
        said = told.pop("contract_type", "")
        column = self._heading.get("contract_type", "")
        agency = told.get("agency")
        kind = meaning.kinds.named(said) if said else self._unsaid(line)
        if kind is None:
            if not said and _has(line, column):
                return
            asked = "Enter" if not said else "This is no contract type known here. Enter"
            reason = f"{asked} one of: {kinds.known()}."
            line.faults.append(Fault(column, shown(said), reason))
            return
        if agency and kinds.normal(said).startswith("supply"):
            kind = "agency"
        line.kind = told["kind"] = kind
        if kind == "agency":
            line.agency = agency or meaning.agency
        else:
            told.pop("agency", None)
        if meaning.only and people.fold(line.agency or "") != people.fold(meaning.agency or ""):
            named = "agency" if agency and kind == "agency" else "contract_type"
            reason = f"Only workers whom {meaning.agency} supplies can stand on this list."
            line.faults.append(Fault(self._heading.get(named, ""), shown(agency or said), reason))

    def _unsaid(self, line: Line) -> str | None:
        """Return the kind of a row that names none: the list's, the agency's, the role's."""
        own = "agency" if "agency" in line.told else None
        return self._meaning.kind or own or kinds.of_role(line.told.get("job_title", ""))

    def _fault(self, line: Line, field: str, reason: str) -> None:
        column = self._heading.get(field, "")
        line.faults.append(Fault(column, shown(line.told.get(field, "")), reason))

    def _place(self, heading: str) -> int:
        order = {one.heading: one.at for _, some in self._columns for one in some}
        return order.get(heading, -1)


def _has(line: Line, column: str) -> bool:
    """Tell whether something is wrong with that column already; one fault a cell is enough."""
    return any(fault.column == column for fault in line.faults)


def shown(text: str) -> str:
    """Return a value as problems repeat it: nothing hidden, cut short where it is long."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def address(text: str) -> str:
    """Return an e-mail address as it is kept. Raises BadAddress.

    The same as ``people.rules.normal_address``; plain ones, which most are, without asking it.
    """
    lowered = text.removeprefix("mailto:").rstrip(";,").lower()
    local, _, domain = lowered.rpartition("@")
    if len(local) <= 64 and PLAIN_LOCAL.fullmatch(local) and _is_plain_domain(domain):
        return lowered
    return people.normal_address(lowered) or ""


@lru_cache(maxsize=2048)
def _is_plain_domain(domain: str) -> bool:
    """Tell whether a domain of small plain letters can stand in an address as it is."""
    try:
        return domain.isascii() and people.normal_address(f"a@{domain}") == f"a@{domain}"
    except BadAddress:
        return False
