"""Two real identity providers beside a site of our own, each in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass

from tests.browser.conftest import ROOT, wait_for
from tests.support.canaille_provider import CLIENT, SECRET

CANAILLE = [sys.executable, "-m", "tests.support.canaille_provider"]


@dataclass
class RealProvider:
    """One canaille, in its own process and memory."""

    key: str
    name: str
    port: int
    server: subprocess.Popen | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, site_url: str) -> None:
        back = f"{site_url}/sign-in/with/{self.key}/back"
        self.server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.support.canaille_provider",
                str(self.port),
                self.name,
                back,
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.issuer, self.server, "/.well-known/openid-configuration")

    def stop(self) -> None:
        if self.server is not None:
            self.server.kill()
            self.server.wait(20)
            self.server = None

    def environment(self) -> dict[str, str]:
        ours = f"LMS_OIDC_{self.key.upper()}_"
        return {
            f"{ours}NAME": self.name,
            f"{ours}ISSUER": self.issuer,
            f"{ours}CLIENT_ID": CLIENT,
            f"{ours}CLIENT_SECRET": SECRET,
            f"{ours}SIGN_OUT": "yes",
        }
