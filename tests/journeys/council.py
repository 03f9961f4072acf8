"""A council's instance on a clock of its own: its commands, its pages, its post."""

import email
import email.policy
import io
import json
import os
import re
import shutil
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from lms.cli import run
from lms.content.reading import read_module
from lms.kernel.days import COUNCIL_TIME, council_day
from lms.site import create_app
from tests.journeys.visitor import PLACE, Visitor
from tests.support.clock import Clock
from tests.support.provider import SmallProvider

SHIPPED = Path(__file__).parents[2] / "modules"
ESSENTIALS = "day-one-essentials"
LATELY = 60
"""Seconds since a file was left in the folder; a fresh one may still be being written."""


class Council:
    """Marlshire, new and empty, in a folder; it teaches the shortest of the modules alone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, Clock()
        self.at(date(2026, 2, 2), 8)
        self.provider = SmallProvider(self.clock)
        shutil.copytree(SHIPPED / ESSENTIALS, folder / "modules" / ESSENTIALS)
        self.app = create_app(
            {
                "TESTING": True,
                "LMS_DEMO": False,
                "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'outset.sqlite'}",
                "LMS_COUNCIL_NAME": "Marlshire Council",
                "LMS_BASE_URL": PLACE,
                "LMS_MAIL_FROM": "training@marlshire.example",
                "LMS_MODULES": str(folder / "modules"),
                "LMS_SMTP_HOST": "",
                "LMS_SIGN_IN_TRIES": 1000,
                "LMS_OIDC": [self.provider.config()],
            },
            instance=folder,
            clock=self.clock,
        )

    def close(self) -> None:
        self.provider.stop()
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()

    def at(self, day: date, hour: int) -> None:
        """Let it be that hour of that day in the council's time."""
        self.clock.now = datetime.combine(day, time(hour), COUNCIL_TIME).astimezone(UTC)

    @property
    def today(self) -> date:
        return council_day(self.clock())

    def lms(self, *arguments: object) -> Any:
        """Run a command and return its JSON; its answer must be yes."""
        said, status = io.StringIO(), 0
        with redirect_stdout(said):
            try:
                run(lambda **_: self.app, ["--format", "json", *map(str, arguments)])
            except SystemExit as end:
                status = end.code or 0
        assert status == 0, f"lms {' '.join(map(str, arguments))}: {said.getvalue()}"
        return json.loads(said.getvalue())

    def bring_in(self, source: str, content: bytes, *more: str) -> dict[str, Any]:
        """Leave a list in the folder that is watched for its source; return its report."""
        folder = self.folder / "drop" / source
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.today:%Y-%m-%d}.csv"
        path.write_bytes(content)
        then = path.stat().st_mtime - LATELY
        os.utime(path, (then, then))
        watching = ("--watch", folder, "--once", "--source", source, "--invite", "first-day")
        (report,) = self.lms("people", "import", *watching, *more)["done"]
        return report

    def comes_in(self, address: str) -> Visitor:
        """Let somebody in by the invitation in their mail, and return their browser."""
        url = self.link_to(address, "/sign-in/link/")
        return Visitor(self.app).open(url).press("Go to my training")

    def sign_in(self, address: str) -> Visitor:
        """Let somebody in by a link of their own, and return their browser."""
        url = self.lms("people", "sign-in-link", address)["url"]
        return Visitor(self.app).open(url).press("Go to my training")

    def letters(self, to: str) -> list[str]:
        """Return the texts of the letters to an address, the oldest first."""
        paths = sorted(
            (self.folder / "outbox").glob("*.eml"), key=lambda one: one.stat().st_mtime_ns
        )
        found = [
            email.message_from_bytes(one.read_bytes(), policy=email.policy.default)
            for one in paths
        ]
        return [one.get_body().get_content() for one in found if one["To"] == to]

    def link_to(self, address: str, part: str) -> str:
        """Return the link in the latest letter to an address that holds ``part``."""
        links = re.findall(rf"{re.escape(PLACE)}\S*", "\n".join(self.letters(address)))
        return next(one for one in reversed(links) if part in one)

    def named(self, name: str) -> dict[str, Any]:
        """Return the one person of that name: nobody is in the register twice."""
        (found,) = [one for one in self.lms("people", "list") if one["name"] == name]
        return found


def learn(visitor: Visitor, slug: str) -> Visitor:
    """Read a module, answer its check right, and hand in."""
    module = read_module(SHIPPED / slug)
    visitor.open(f"/modules/{slug}")
    for section in module.sections:
        visitor.open(f"/modules/{slug}/{section.id}")
        if section.has_pause:
            visitor.press("Answer, and see ours", {"pause": "0"})
        else:
            visitor.press("I have read this")
    visitor.open(f"/modules/{slug}/check").press("Begin the knowledge check")
    asked = {one["name"].removeprefix("was-") for one in visitor.page.select("input[name^=was-]")}
    right = {f"a-{one.id}": list(one.right) for one in module.questions if one.id in asked}
    return visitor.press("Look them over", right).press("Hand in")
