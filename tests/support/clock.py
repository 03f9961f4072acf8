"""A clock that a test moves."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Says noon on Tuesday 24 November 2026 until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now
