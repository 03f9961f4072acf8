"""Answers kept for a day, so that a request sent twice is done once."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.identity import rules
from lms.identity.models import KeptAnswer
from lms.kernel.work import Work


def keep_answer(work: Work, key: str, *, sign: str, status: int, text: str) -> bool:
    """Keep what a token's request was answered.

    Args:
        work: the work of what was asked.
        key: the token's own name for the request.
        sign: of everything that was asked.
        status: of the answer.
        text: of the answer.

    Returns:
        Whether it is kept; not where the same is being done at the same time.

    """
    made = KeptAnswer(
        id=uuid4(),
        token_id=work.actor.id,
        key=key,
        sign=sign,
        status=status,
        text=text,
        made_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(made)
            work.session.flush()
    except IntegrityError:
        return False
    return True


def tidy_answers(work: Work) -> int:
    """Forget answers that are older than a day; run every day. Returns how many."""
    old = KeptAnswer.made_at < work.now - timedelta(hours=rules.ANSWER_HOURS)
    done = work.session.connection().execute(delete(KeptAnswer).where(old))
    return done.rowcount
