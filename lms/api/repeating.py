"""The same request sent twice is done once: ``Idempotency-Key``.

The answer is kept in the transaction of what it answers, so that there is never one without
the other. Source: the IETF's draft on the Idempotency-Key header.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Response, request

from lms.identity import commands, queries
from lms.kernel.errors import Conflict, Invalid
from lms.kernel.work import Work

KEY = re.compile(r"[!-~]{1,200}")


class OtherBody(Invalid):
    """The key was used for another request."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another request. Use a new one for each.",
            field="Idempotency-Key",
        )


class UnderWay(Conflict):
    """The same request is being done just now."""

    def __init__(self) -> None:
        super().__init__("The same request is being done just now. Ask again in a moment.")


@dataclass
class Again:
    """Whether a request was answered before, and where its answer is kept."""

    work: Work
    key: str
    sign: str
    answer: Response | None = None

    def keep(self, answer: Response) -> Response:
        """Keep an answer for whoever sends the same again."""
        if self.key and not commands.keep_answer(
            self.work,
            self.key,
            sign=self.sign,
            status=answer.status_code,
            text=answer.get_data(as_text=True),
        ):
            raise UnderWay
        return answer


@contextmanager
def once(work: Work) -> Iterator[Again]:
    """Find out whether this request was answered before.

    Raises:
        Invalid: the key is none.
        OtherBody: it was used for another request.

    """
    key = request.headers.get("Idempotency-Key", "")
    if "Idempotency-Key" in request.headers and not KEY.fullmatch(key):
        msg = "An Idempotency-Key has 1 to 200 visible characters."
        raise Invalid(msg, field="Idempotency-Key")
    asked = f"{request.method} {request.path}".encode() + b"\n" + request.get_data()
    again = Again(work, key, hashlib.sha256(asked).hexdigest())
    before = queries.answer_kept(work.session, work.actor.id, key, work.now) if key else None
    if before is not None:
        if before.sign != again.sign:
            raise OtherBody
        again.answer = Response(before.text, status=before.status, mimetype="application/json")
        again.answer.headers["Idempotent-Replayed"] = "true"
    yield again
