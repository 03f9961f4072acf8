"""What happens in the mentoring programme. The person is whom it concerns."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from lms.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MentorOffered(Event):
    """A DSL offered to mentor, or changed what suits them; the subject is the profile."""

    tag: ClassVar[str] = "mentoring.offered"


@dataclass(frozen=True, kw_only=True)
class HeadAsked(Event):
    """A head is asked to agree to a mentor's time; the subject is the profile."""

    tag: ClassVar[str] = "mentoring.head_asked"
    setting_id: UUID


@dataclass(frozen=True, kw_only=True)
class HeadAgreed(Event):
    """A head agreed to a mentor's time; the subject is the profile."""

    tag: ClassVar[str] = "mentoring.head_agreed"


@dataclass(frozen=True, kw_only=True)
class MentorPaused(Event):
    """A mentor takes nobody new for now, or does again; the subject is the profile."""

    tag: ClassVar[str] = "mentoring.paused"
    paused: bool


@dataclass(frozen=True, kw_only=True)
class MentorWithdrew(Event):
    """A mentor took the offer back; the subject is the profile."""

    tag: ClassVar[str] = "mentoring.withdrew"


@dataclass(frozen=True, kw_only=True)
class MentorNeeded(Event):
    """A DSL waits for a mentor from a day; the subject is the wait."""

    tag: ClassVar[str] = "mentoring.needed"
    setting_id: UUID
    by_appointment: bool


@dataclass(frozen=True, kw_only=True)
class MentorNeedTold(Event):
    """A DSL told what suits them; the subject is the wait."""

    tag: ClassVar[str] = "mentoring.need_told"


@dataclass(frozen=True, kw_only=True)
class MentorNeedClosed(Event):
    """A DSL waits no more; the subject is the wait."""

    tag: ClassVar[str] = "mentoring.need_closed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class PairingSent(Event):
    """Two were proposed to each other; the subject is the pairing, the person the mentee."""

    tag: ClassVar[str] = "mentoring.sent"
    mentor_id: UUID
    lapses_on: date


@dataclass(frozen=True, kw_only=True)
class PairingAccepted(Event):
    """One of the two said yes; the subject is the pairing."""

    tag: ClassVar[str] = "mentoring.accepted"
    side: str


@dataclass(frozen=True, kw_only=True)
class Paired(Event):
    """Both said yes; the subject is the pairing, the person the mentee."""

    tag: ClassVar[str] = "mentoring.paired"
    mentor_id: UUID


@dataclass(frozen=True, kw_only=True)
class PairingEnded(Event):
    """A pairing ended, before or after it began; the subject is the pairing."""

    tag: ClassVar[str] = "mentoring.ended"
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class TermsSet(Event):
    """The council's term dates were entered; the subject is the first of them.

    Where all were taken out, it is the first of those there were.
    """

    tag: ClassVar[str] = "mentoring.terms_set"
    terms: int


@dataclass(frozen=True, kw_only=True)
class MentorWeightsSet(Event):
    """The council weighs the parts of a score otherwise; the subject is the weights."""

    tag: ClassVar[str] = "mentoring.weights_set"
