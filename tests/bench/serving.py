"""Our site, and a bare Flask page as yardstick, each under the same production server."""

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
LMS = [sys.executable, "-c", "from lms.site import main; main()"]
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(url: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LMS_")}
    kept.pop("DATABASE_URL", None)
    return {
        **kept,
        "LMS_DEMO": "yes",
        "LMS_BASE_URL": url,
        "LMS_SIGN_IN_TRIES": "1000000",
        "LMS_SCIM_REQUESTS": "9999999",
        "PYTHONPATH": str(ROOT),
    }


def lms(instance: Path, *arguments: str, url: str = "http://127.0.0.1") -> object:
    """Run a command on an instance and return its document."""
    done = subprocess.run(
        [*LMS, "--instance", str(instance), "--format", "json", *arguments],
        env=environment(url),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


WATCHED = """
import sys, threading
most, done = 0, threading.Event()
def watch():
    global most
    while not done.wait(0.02):
        lines = open("/proc/self/status").read().splitlines()
        own = next(one for one in lines if one.startswith("RssAnon"))
        most = max(most, int(own.split()[1]))
watching = threading.Thread(target=watch)
watching.start()
try:
    exec(sys.argv.pop(1))
finally:
    done.set()
    watching.join()
    print("MOST", most, file=sys.stderr)
"""


def memory(code: str, *arguments: str) -> tuple[int, str]:
    """Run some code in a process of its own; return the most memory it held, in MB, and its words.

    Its own memory: pages of the database file that the kernel shows it are not counted.
    """
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, code, *arguments],
        env={**environment("http://127.0.0.1"), "LMS_DEMO": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    most = next(line for line in done.stderr.splitlines() if line.startswith("MOST "))
    return int(most.split()[1]) // 1024, done.stdout


def demo(instance: Path, people: int) -> Path:
    """Return an instance with so many people, made once."""
    if not (instance / "outset.sqlite").exists():
        lms(instance, "demo", "--people", str(people))
    return instance


@contextmanager
def served(command: list[str], url: str) -> Iterator[str]:
    server = subprocess.Popen(
        command,
        env=environment(url),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > until:
                    msg = f"{' '.join(command)} does not answer"
                    raise RuntimeError(msg) from None
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def our_site(instance: Path) -> Iterator[str]:
    """Serve an instance with one worker, its jobs elsewhere; yield its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [*LMS, "--instance", str(instance), "serve", "--port", str(port), "--workers", "1"]
    with served(["env", "LMS_JOBS=workers", *command], url) as found:
        yield found


@contextmanager
def bare_site(database: Path) -> Iterator[str]:
    """Serve the yardstick over the same database file, with one worker; yield its address."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bare", str(database), str(port)]
    with served(command, f"http://127.0.0.1:{port}") as found:
        yield found


class Visitor:
    """Somebody signed in, as far as measuring needs: a cookie, and what a page holds."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def come_in(self, link: str) -> "Visitor":
        path = urllib.parse.urlsplit(link).path
        self.post(path, {"csrf_token": self.token(self.get(path))})
        return self

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=120) as answer:
            return answer.read().decode()

    def post(self, path: str, form: dict[str, str]) -> str:
        data = urllib.parse.urlencode(form).encode()
        asked = urllib.request.Request(self.url + path, data, headers={"Referer": self.url + path})
        with self.opener.open(asked, timeout=120) as answer:
            return answer.read().decode()

    @staticmethod
    def token(page: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if found is None:
            msg = "the page has no token"
            raise RuntimeError(msg)
        return found[1]

    @property
    def cookie(self) -> str:
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)
