"""A small, faultless module, written to a folder; a test spoils what it is about."""

from dataclasses import dataclass
from pathlib import Path

from lms.content import reading
from lms.content.errors import BadModule
from lms.content.rules import ModuleContent

FILLER = "Adults look, listen and tell somebody the same day, whatever else waits. "
"""Twelve words."""

MODULE = """\
title = "Doors and corridors"
summary = "You will be able to make a corridor safer."
minutes = 7
audience = "Everyone."
owner = "Education safeguarding lead"
guidance = "House rules 2026"
last_reviewed = 2026-11-20
next_review = 2027-09-01
approval = "Awaiting approval by a named safeguarding lead."

[check]
minutes = 2
ask = 2
must_ask = 1
pass_percent = 80

[[outcomes]]
id = "notice"
text = "Notice what a place does."

[[outcomes]]
id = "act"
text = "Act the same day."

[[sections]]
file = "01-places.md"
title = "Places"
minutes = 3
outcomes = ["notice"]
sensitive = "This section is about feeling unsafe. Nothing is described."

[[sections]]
file = "02-acting.md"
title = "Acting"
minutes = 2
outcomes = ["act"]
scenario = "corridor"

[[glossary]]
term = "sight line"
meaning = "What an adult can see from where they stand."

[[sources]]
name = "Working together to safeguard children"
publisher = "Department for Education"
url = "https://www.gov.uk/government/publications/working-together-to-safeguard-children--2"
"""

FIRST = f"""\
The bell goes and the corridor fills. {FILLER * 10}

## What a place does

A [[sight line]] ends at the corner. {FILLER * 12} See [the next section](02-acting.md).

![A plan of the corridor, its corner dark](media/plan.svg)

::: key Look at the place
{FILLER}
:::

::: pause
The light at the corner is broken. Who mends it, and by when?

- The site manager, by Friday.
- I would ask at the
  office first.

---

Ours: somebody with a name, and a day.
:::
"""

SECOND = """\
Say who, where and by when.

::: compare Two ways to write it down
Someone should watch the corridor.

---

From Monday Ms Ito stands at the corner from 12.15 to 13.15.
:::

::: contacts dsl mash
:::

::: pause
What would you do first?

- Tell somebody.
- Look myself.

---

Ours: tell somebody, then look.
:::
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><title>Plan</title></svg>\n'

QUESTION = """\
[[questions]]
id = "{id}"
kind = "{kind}"
section = "{section}"
outcome = "{outcome}"
difficulty = "easy"
must = {must}
tried = "Not yet tried with learners."
text = "What do you do next, in moment {id}?"
{options}
"""

OPTION = """\
[[questions.options]]
id = "{id}"
text = "{text}"
{right}why = "Because of what would have happened next."
"""

SCENARIO = """\
title = "The link corridor"
place = "Ashvale College, an invented college"
sensitive = "Nothing is described in detail."
outline = \"\"\"
Students say the corridor is where comments are made.

This is invented and must not be used for a real child.
\"\"\"

[[experts]]
id = "amadi"
name = "Dr Amadi"
role = "Education safeguarding lead"

[[experts]]
id = "roe"
name = "Ms Roe"
role = "Designated safeguarding lead"

[[experts]]
id = "khan"
name = "Mr Khan"
role = "Police"

[[experts]]
id = "lowe"
name = "Ms Lowe"
role = "Social worker"

[[people]]
id = "students"
text = "Students who use the corridor"

[[people]]
id = "staff"
text = "Staff"

[[owners]]
id = "site"
text = "Site manager"

[[owners]]
id = "nobody"
text = "Everyone together"

[[days]]
id = "today"
text = "Before the end of today"

[[days]]
id = "friday"
text = "By Friday"

[[days]]
id = "none"
text = "No date"

[[first]]
id = "f-tell"
text = "Tell the lead what the log shows."
kind = "good"
experts = ["amadi", "roe", "khan", "lowe"]
told = "Somebody has to hold the whole."

[[first]]
id = "f-ask"
text = "Ask each student what happened to them."
kind = "harmful"
told = "That is questioning."

[[hazards]]
id = "h-corner"
text = "Nobody can see round the corner at 12.20."
kind = "good"
experts = ["amadi", "roe", "khan", "lowe"]
told = "The place is part of the risk."
people = ["students", "staff"]
likelihood = [3, 4]
impact = [3, 4]
after_likelihood = [2, 2]
after_impact = [3, 4]
reasons = [
  { id = "r1", text = "The log shows it on most days.", good = true, told = "It does." },
  { id = "r2", text = "Nobody has complained.", good = false, told = "Silence is not safety." },
]

[[hazards]]
id = "h-clothes"
text = "What students wear on a Friday."
kind = "harmful"
told = "It blames those who are hurt."

[[controls]]
id = "c-light"
text = "The site manager mends the light by Friday."
kind = "good"
experts = ["amadi", "roe", "khan", "lowe"]
told = "It takes the dark away."
hazards = ["h-corner"]
rung = "place"
owners = ["site"]
by = "friday"

[[controls]]
id = "c-rota"
text = "Two members of staff stand at the corner at lunch, from Monday."
kind = "good"
experts = ["amadi", "roe"]
told = "An adult is there."
says = { khan = "Only after the light." }
hazards = ["h-corner"]
rung = "adult"
owners = ["site"]
by = "friday"

[[controls]]
id = "c-leave"
text = "Students who feel unsafe may leave five minutes early, from Monday."
kind = "harmful"
unless = "they ask for it"
experts = ["khan", "lowe"]
told = "It makes them visible."
says = { khan = "Where a student asks.", roe = "It moves those who are hurt." }

[[controls]]
id = "c-monitor"
text = "Staff monitor the situation at lunch, from Monday."
kind = "useless"
told = "Nobody knows who looks, or for what."

[[views]]
id = "v-students"
text = "The student council, at its next meeting."
kind = "good"
experts = ["amadi", "roe", "khan", "lowe"]
told = "They know the corridor."

[[reviews]]
id = "w-month"
text = "After four weeks, with the log."
kind = "good"
experts = ["amadi", "roe", "khan"]
told = "Lights fail again."
says = { lowe = "I would look after two." }

[[reviews]]
id = "w-none"
text = "No date: when somebody asks."
kind = "useless"
told = "Nobody asks."

[weights]
core = ["h-corner", "c-light"]

[taught]
controls = "02-acting"
"""


OPTIONS = {
    "one": [
        ("a", "Tell the lead now.", True),
        ("b", "Wait until Friday.", False),
        ("c", "Write to everyone about it.", False),
    ],
    "many": [
        ("a", "Tell the lead.", True),
        ("b", "Write it down.", True),
        ("c", "Ask everyone who saw it.", False),
    ],
    "order": [(one, f"Step {one}.", False) for one in "abcd"],
}


def options(kind: str) -> str:
    return "\n".join(
        OPTION.format(id=one, text=text, right="right = true\n" if right else "")
        for one, text, right in OPTIONS[kind]
    )


def bank() -> str:
    """Six questions: three an outcome, three that must be right."""
    kinds = ("one", "many", "order")
    return "\n".join(
        QUESTION.format(
            id=f"q{number}",
            kind=kinds[number % 3],
            section="01-places" if number < 3 else "02-acting",
            outcome="notice" if number < 3 else "act",
            must="true" if number % 2 else "false",
            options=options(kinds[number % 3]),
        )
        for number in range(6)
    )


@dataclass
class ModuleFolder:
    """A module on disk. ``ModuleFolder.made(tmp_path)`` writes it, faultless."""

    path: Path

    @classmethod
    def made(cls, parent: Path, slug: str = "doors") -> "ModuleFolder":
        made = cls(parent / slug)
        made.write("module.toml", MODULE)
        made.write("01-places.md", FIRST)
        made.write("02-acting.md", SECOND)
        made.write("questions.toml", bank())
        made.write("scenarios/corridor.toml", SCENARIO)
        made.write("media/plan.svg", PICTURE)
        return made

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def text(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` first stands."""
        text = self.text(name)
        assert old in text, f"{name} does not hold {old!r}"
        self.write(name, text.replace(old, new, 1))

    def line(self, name: str, fragment: str, *, nth: int = 1) -> int:
        """The line on which ``fragment`` stands for the ``nth`` time."""
        lines = [at for at, line in enumerate(self.text(name).split("\n"), 1) if fragment in line]
        return lines[nth - 1]

    def read(self) -> ModuleContent:
        return reading.read_module(self.path)

    def faults(self) -> list[tuple[str, int, str]]:
        """Every problem as file within the folder, line and message."""
        try:
            self.read()
        except BadModule as bad:
            return [
                (Path(one.file).relative_to(self.path).as_posix(), one.line, one.message)
                for one in bad.problems
            ]
        return []

    def only_fault(self) -> tuple[str, int, str]:
        faults = self.faults()
        assert len(faults) == 1, faults
        return faults[0]
