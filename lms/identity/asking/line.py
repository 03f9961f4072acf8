"""A line to another system: bounded in time and size, and nobody is sent elsewhere."""

import io
import time
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from urllib3.exceptions import HTTPError

CONNECT, READ, WHOLE = 3.05, 5.0, 8.0
"""Seconds to reach a provider, between two pieces of its answer, and for all of it."""

MOST = 512 * 1024
"""Bytes of an answer; those of large providers have a twentieth."""


class Line(OAuth2Session):  # type: ignore[misc]  # authlib has no types
    """A line to a provider: bounded in time and size, and nobody is sent elsewhere."""

    def send(self, request: requests.PreparedRequest, **how: Any) -> requests.Response:  # noqa: ANN401
        """Send a request and read the whole answer, within the limits."""
        ends = time.monotonic() + WHOLE
        how |= {"stream": True, "allow_redirects": False, "timeout": (CONNECT, READ)}
        response: requests.Response = super().send(request, **how)
        held, raw = io.BytesIO(), response.raw
        try:
            while piece := raw.read1(64 * 1024, decode_content=True):
                held.write(piece)
                if held.tell() > MOST or time.monotonic() > ends:
                    msg = "the answer is too long, or takes too long"
                    raise requests.Timeout(msg)
        except HTTPError as error:
            raise requests.ConnectionError from error
        finally:
            raw.close()
        held.seek(0)
        response.raw = held
        return response
