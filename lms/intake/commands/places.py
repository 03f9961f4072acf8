"""Where a list says that people work: found, or made under 'Unplaced'."""

from collections import defaultdict
from uuid import UUID, uuid4

from lms.intake.rules.fields import Line
from lms.kernel.work import Work
from lms.people import commands as people
from lms.people import queries, rules

UNPLACED = "Unplaced"
"""The unit under which teams are made that nobody has placed in the tree yet."""

OTHER = "other"
NO_SETTING = "No setting has that URN, and the row names none. Add it under Settings."


class Gazetteer:
    """Units, settings and agencies by the words of a list.

    What is missing is made where the list is brought in; where it is only looked at, an id
    stands in that nothing else has.
    """

    def __init__(self, work: Work, *, makes: bool) -> None:
        self._work, self._makes = work, makes
        self.names: dict[UUID, str] = {}
        self._units: dict[str, list[tuple[UUID, frozenset[str]]]] = defaultdict(list)
        self._found: dict[tuple[str, ...], UUID | None] = {}
        self._settings: dict[str, UUID] = {}
        self._agencies: dict[str, UUID] = {}
        self._load()

    def _load(self) -> None:
        session = self._work.session
        units = queries.units(session)
        folded = {one.path: rules.fold(one.name) for one in units}
        for one in units:
            self.names[one.id] = one.name
            above = frozenset(folded[path] for path in _paths_above(one.path) if path in folded)
            self._units[folded[one.path]].append((one.id, above))
        for setting in queries.settings(session):
            self.names[setting.id] = setting.name
            self._settings[rules.fold(setting.name)] = setting.id
            if setting.urn:
                self._settings[setting.urn] = setting.id
        for agency in queries.agencies(session):
            self.names[agency.id] = agency.name
            self._agencies[rules.fold(agency.name)] = agency.id

    def unit(self, line: Line) -> UUID | None:
        """Return the unit of a row: the deepest that it names."""
        told = tuple(line.told.get(one, "") for one in ("directorate", "service", "team"))
        if told not in self._found:
            self._found[told] = self._unit([one for one in told if rules.fold(one)])
        return self._found[told]

    def _unit(self, named: list[str]) -> UUID | None:
        if not named:
            return None
        *above, name = named
        there = self._units[rules.fold(name)]
        wanted = {rules.fold(one) for one in above}
        fitting = [key for key, around in there if wanted <= around]
        if len(fitting) == 1 or len(there) == 1:
            return (fitting or [key for key, _ in there])[0]
        unplaced = [key for key, around in there if rules.fold(UNPLACED) in around]
        return unplaced[0] if unplaced else self._make_unit(name)

    def _make_unit(self, name: str) -> UUID:
        made = people.ensure_unit(self._work, UNPLACED, name).id if self._makes else uuid4()
        self.names[made] = name
        self._units[rules.fold(name)].append((made, frozenset({rules.fold(UNPLACED)})))
        return made

    def setting(self, line: Line) -> UUID | None:
        """Return the setting of a row, by its URN or its name."""
        urn, name = line.told.get("urn", ""), line.told.get("setting", "")
        keys = [one for one in (urn, rules.fold(name)) if one]
        found = next((self._settings[one] for one in keys if one in self._settings), None)
        if found is not None or not keys:
            return found
        if not rules.fold(name):
            line.notes.append(NO_SETTING)
            return None
        made = uuid4()
        if self._makes:
            made = people.add_setting(self._work, name=name, urn=urn or None, phase=OTHER).id
        self.names[made] = name
        for one in keys:
            self._settings[one] = made
        return made

    def agency(self, name: str | None) -> UUID | None:
        """Return the agency of that name; None for none."""
        key = rules.fold(name or "")
        if not key or name is None:
            return None
        if key not in self._agencies:
            made = people.ensure_agency(self._work, name).id if self._makes else uuid4()
            self.names[made] = name
            self._agencies[key] = made
        return self._agencies[key]


def _paths_above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts))]
