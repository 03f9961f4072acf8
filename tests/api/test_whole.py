"""Everything that schemathesis asks of the API, by its own document."""

import os
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import ignored_auth

from tests.support.factories import EngagementFactory

SCOPES = (
    "people:read",
    "people:write",
    "engagements:read",
    "engagements:write",
    "imports:read",
    "imports:write",
)
ALLOWED = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "3xx", 401, 403, 404, 409, 412, 422]
            }
        }
    }
)
"""What no schema can say is 422: an address, an agency for agency work alone, days in order."""

EACH = 25
"""Requests for each operation as the document allows, and as many as it forbids."""


class Asker:
    """Asks operations, with every check there is, and remembers what was found."""

    def __init__(self, secret: str, examples: int) -> None:
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.lines: list[str] = []
        self.found: list[str] = []
        self.bounded = settings(
            max_examples=examples,
            database=None,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )

    def ask(self, operation) -> None:
        statuses: Counter[int] = Counter()

        def once(case) -> None:
            answer = case.call(headers=self.headers)
            statuses[answer.status_code] += 1
            try:
                case.validate_response(answer, excluded_checks=[ignored_auth])
            except BaseExceptionGroup as faults:
                sent = case.as_curl_command()
                self.found += [f"{operation.label}: {one}\n{sent}" for one in faults.exceptions]

        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not _can_be_wrong(operation):
                continue
            strategy = operation.as_strategy(generation_mode=mode)
            self.bounded(given(case=strategy)(once))()
        told = ", ".join(f"{status} {number} times" for status, number in sorted(statuses.items()))
        self.lines.append(f"{operation.label}: {told}")


def _can_be_wrong(operation) -> bool:
    """Tell whether there is anything in an operation that its document could forbid."""
    return bool(operation.body) or bool(operation.query) or bool(operation.path_parameters)


@pytest.mark.slow
def test_schemathesis_finds_nothing(app, token, session):
    """Its report is written to the file that ``API_REPORT`` names."""
    for _ in range(3):
        EngagementFactory()
    session.commit()
    examples = int(os.environ.get("API_EXAMPLES", EACH))
    asker = Asker(token(*SCOPES, name="Schemathesis"), examples)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=ALLOWED)

    # Every request has a token that works: who has none is tried in test_auth.
    schema.raw_schema.pop("security")

    for one in schema.get_all_operations():
        asker.ask(one.ok())

    if os.environ.get("API_REPORT"):
        report = "\n".join([*asker.lines, *asker.found, f"{len(asker.found)} found"])
        Path(os.environ["API_REPORT"]).write_text(report + "\n", encoding="utf-8")
    assert len(asker.lines) >= 12
    assert not asker.found, "\n".join(asker.found[:5])
