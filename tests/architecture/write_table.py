"""Writes docs/who-may-open-what.md anew: ``python -m tests.architecture.write_table``."""

import tempfile

from lms.site import create_app
from tests.architecture.test_routes import TABLE, table


def main() -> None:
    with tempfile.TemporaryDirectory() as instance:
        TABLE.write_text(table(create_app(instance=instance)), encoding="utf-8")


if __name__ == "__main__":
    main()
