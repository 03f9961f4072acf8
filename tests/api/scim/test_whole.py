"""Everything that scim2-tester tries, against the running application."""

import os
from pathlib import Path

from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

BAD = {Status.ERROR, Status.CRITICAL, Status.DEVIATION}


def test_scim2_tester_finds_nothing(app, token):
    """Its whole report is written to the file that ``SCIM_REPORT`` names."""
    secret = token("scim")
    client = WSGISCIMClient(
        app.wsgi_app,
        base_url="http://localhost/scim/v2",
        environ={"HTTP_AUTHORIZATION": f"Bearer {secret}"},
    )

    results = check_server(client)

    report = "\n".join(
        f"{one.status.name:9} {one.resource_type or '':6} {one.title}: {one.reason or 'good'}"
        for one in results
    )
    if os.environ.get("SCIM_REPORT"):
        Path(os.environ["SCIM_REPORT"]).write_text(report + "\n", encoding="utf-8")
    assert len(results) > 50
    bad = [one for one in results if one.status in BAD]
    assert not bad, report
