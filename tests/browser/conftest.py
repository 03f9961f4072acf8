"""Marlshire in a real server, and a person in a real browser."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LMS = [sys.executable, "-c", "from lms.site import main; main()"]
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1200, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PEOPLE = 80
PATIENCE = 60
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
"""Seconds until a server must answer."""


@dataclass(frozen=True)
class Site:
    url: str
    links: dict[str, str]
    instance: Path
    environment: dict[str, str]

    def lms(self, *arguments: str) -> object:
        """Run a command on the same instance and return its document."""
        done = subprocess.run(
            [*LMS, "--instance", str(self.instance), "--format", "json", *arguments],
            env=self.environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen, page: str = "/healthz") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url + page, timeout=2).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


@contextmanager
def served(instance: Path, *, people: int, **settings: str) -> Iterator[Site]:
    """Serve an invented council, in a process of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("LMS_")},
        "LMS_DEMO": "yes",
        "LMS_BASE_URL": url,
        "LMS_COUNCIL_NAME": "Marlshire Council",
        "LMS_DIRECTORATE": "Children and Families",
        "LMS_SIGN_IN_TRIES": "100000",
        "LMS_VERIFY_TRIES": "100000",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    environment.pop("DATABASE_URL", None)
    base = Site(url, {}, instance, environment)
    links = base.lms("demo", "--people", str(people))["links"]
    server = subprocess.Popen(
        [*LMS, "--instance", str(instance), "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url, server)
        yield Site(url, links, instance, environment)
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An invented council in a server of its own."""
    with served(tmp_path_factory.mktemp("marlshire"), people=PEOPLE) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "Chromium is missing: run script/setup --test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


class Visitor:
    """A person in a browser window; every console error and failed request counts."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.site.url + path)
        return self.page

    def come_in(self, role: str) -> Page:
        """Sign in by the demonstration's link for that role."""
        return self.press_in(self.site.links[role])

    def press_in(self, link: str) -> Page:
        self.open(link)
        self.page.get_by_role("button", name="Go to my training").click()
        self.page.wait_for_url(re.compile("/learning"))
        return self.page

    def axe(self) -> list[str]:
        """Return what axe finds on the page."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [
            f"{self.page.url}: {one['id']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def scrolls_sideways(self) -> bool:
        """Tell whether the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )


@pytest.fixture
def visit(chromium: Browser, site: Site):
    """``visit(PHONE, scripts=False)`` opens a window of its own."""
    opened = []

    def open_window(size: dict[str, int] = DESK, *, scripts: bool = True) -> Visitor:
        context = chromium.new_context(viewport=size, java_script_enabled=scripts, bypass_csp=True)
        opened.append(context)
        return Visitor(context, site)

    yield open_window
    for context in opened:
        context.close()
