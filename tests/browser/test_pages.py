"""Every page that a role can reach, at both widths: axe, reflow, scripts without faults."""

import re
import subprocess
from collections import deque
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, ROOT

pytestmark = pytest.mark.browser

MOST = 70
"""Pages a role; pages of one shape count once."""

LEAVES = re.compile(r"/static/|\.pdf$|\.csv|\.xlsx|/sign-out|/logo|#|\.well-known|/outbox")


CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def html_faults(folder: Path) -> list[str]:
    """Return what the Nu HTML checker says of every page in a folder, errors and warnings."""
    done = subprocess.run(
        ["java", "-jar", str(CHECKER), "--exit-zero-always", "--format", "gnu", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr.splitlines()


def shape(path: str) -> str:
    """Return the path with ids and numbers made alike: pages of one kind look alike."""
    path = path.partition("?")[0]
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "ID", path)
    return re.sub(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", "NUMBER", path)


@pytest.mark.parametrize(
    "role",
    [
        "learner",
        "agency",
        "manager",
        "hr",
        "approver",
        "coordinator",
        "auditor",
        "administrator",
    ],
)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_is_sound(visit, site, role, size, tmp_path):
    somebody = visit(size)
    page = somebody.come_in(role)
    waiting, seen, found = deque(["/learning"]), set(), []
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        answer = page.goto(site.url + path)
        (tmp_path / f"{len(seen)}.html").write_text(answer.text(), encoding="utf-8")
        assert answer.status == 200, f"{role}: {path} answered {answer.status}"
        found += somebody.axe()
        if somebody.scrolls_sideways():
            found.append(f"{path} scrolls sideways at {size['width']}")
        hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        waiting += [
            href.removeprefix(site.url)
            for href in hrefs
            if href.startswith((site.url, "/")) and not LEAVES.search(href)
        ]
    if size == DESK:
        found += html_faults(tmp_path)
    assert not found, "\n".join(sorted(set(found)))
    assert not somebody.faults


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-in/card", "/join", "/verify", "/contacts", "/support"]
)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_public_pages_are_sound(visit, site, path, size, tmp_path):
    somebody = visit(size)
    answer = somebody.page.goto(site.url + path)
    (tmp_path / "page.html").write_text(answer.text(), encoding="utf-8")

    assert somebody.axe() == []
    assert not somebody.scrolls_sideways()
    assert html_faults(tmp_path) == []
