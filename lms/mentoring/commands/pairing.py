"""Bringing two together: a person sends the proposal, both answer, either may step back."""

from uuid import UUID, uuid4

from lms.kernel.errors import Invalid, NotAllowed, NotFound
from lms.kernel.work import Work
from lms.mentoring import permissions, queries
from lms.mentoring.errors import HasProposal, MayNotPair, NotOpen, OfferOver, ReasonNeeded
from lms.mentoring.events import Paired, PairingAccepted, PairingEnded, PairingSent
from lms.mentoring.models import MentorNeed, Pairing
from lms.mentoring.rules import terms
from lms.mentoring.rules.facts import BLOCKS
from lms.mentoring.rules.pairing import LONGEST_REASON, OVERRIDABLE, SIDES, Step, step
from lms.people.rules import WHOLE_COUNCIL


def send(work: Work, need_id: UUID, mentor_id: UUID, *, reason: str = "") -> Pairing:
    """Propose two people to each other; both are asked by mail, for five school days.

    The rules are held against the facts of this moment, whatever was on the page.

    Args:
        work: the work.
        need_id: whose wait.
        mentor_id: which mentor, as a person.
        reason: why otherwise than proposed; needed where a rule is set aside that may be.

    Raises:
        NotFound: nobody waits like that.
        NotAllowed: the actor may not bring people together.
        NotOpen: they wait no longer.
        HasProposal: a proposal stands, or they are paired.
        MayNotPair: a rule forbids it now.
        ReasonNeeded: a rule is set aside, and nobody said why.

    """
    work.require(permissions.COORDINATE, WHOLE_COUNCIL)
    need = queries.need(work.session, need_id, lock=True)
    if need.closed_at is not None:
        raise NotOpen
    if queries.standing_of(work.session, need.person_id, work.today):
        raise HasProposal
    profile = queries.profile_of(work.session, mentor_id)
    if profile is None:
        msg = "There is no such mentor."
        raise NotFound(msg)
    # Of two who send this mentor's last place at once, the second sees that it is taken.
    queries.profile(work.session, profile.id, lock=True)
    said = " ".join(reason.split())[:LONGEST_REASON]
    score, parts = _checked(work, need, mentor_id, said)
    made = Pairing(
        id=uuid4(),
        need_id=need.id,
        mentor_id=mentor_id,
        score=score,
        parts=parts,
        reason=said,
        sent_at=work.now,
        sent_by=work.actor.id,
        lapses_on=terms.school_days_after(
            work.today, terms.OFFER_DAYS, queries.term_days(work.session)
        ),
        ended_for="",
        ended_by="",
    )
    work.session.add(made)
    work.session.flush()
    work.record(
        PairingSent(
            subject_id=made.id,
            person_id=need.person_id,
            mentor_id=mentor_id,
            lapses_on=made.lapses_on,
        )
    )
    return made


def accept(work: Work, pairing_id: UUID, *, side: str) -> Pairing:
    """Say yes for one of the two; whoever holds their link may. They are paired by the second.

    Raises:
        NotFound: there is no such pairing.
        OfferOver: it lapsed, or ended.

    """
    found = _answerable(work, pairing_id, side)
    if step(found, work.today) is Step.PAIRED:
        return found
    if side == "mentor":
        found.mentor_yes_at = found.mentor_yes_at or work.now
    else:
        found.mentee_yes_at = found.mentee_yes_at or work.now
    mentee_id = found.need.person_id
    work.session.flush()
    work.record(PairingAccepted(subject_id=found.id, person_id=mentee_id, side=side))
    if found.mentor_yes_at is not None and found.mentee_yes_at is not None:
        found.paired_at = work.now
        work.session.flush()
        work.record(Paired(subject_id=found.id, person_id=mentee_id, mentor_id=found.mentor_id))
    return found


def step_back(work: Work, pairing_id: UUID, *, side: str) -> Pairing:
    """Decline, or step back later; nobody is asked why, and nobody is at fault.

    The new DSL waits on, from the day they waited from.

    Raises:
        NotFound: there is no such pairing.
        OfferOver: it lapsed, or ended.

    """
    found = _answerable(work, pairing_id, side)
    was = "stepped_back" if found.paired_at is not None else "declined"
    return end(work, found, was, side)


def call_off(work: Work, pairing_id: UUID) -> Pairing:
    """Call a proposal off, or end a pairing, as whoever brings people together.

    Raises:
        NotFound: there is no such pairing.
        NotAllowed: the actor may not.
        OfferOver: it lapsed, or ended.

    """
    work.require(permissions.COORDINATE, WHOLE_COUNCIL)
    found = _answerable(work, pairing_id, "mentor")
    return end(work, found, "called_off", "coordinator")


def side_of(found: Pairing, person_id: UUID | None) -> str:
    """Return which of the two somebody is. Raises NotAllowed for anybody else."""
    if person_id is not None and found.mentor_id == person_id:
        return "mentor"
    if person_id is not None and found.need.person_id == person_id:
        return "mentee"
    msg = "This is between two other people."
    raise NotAllowed(msg)


def _answerable(work: Work, pairing_id: UUID, side: str) -> Pairing:
    if side not in SIDES:
        msg = "Say for whom you answer."
        raise Invalid(msg, field="side")
    found = queries.pairing(work.session, pairing_id, lock=True)
    with_themselves = found.need.person_id == found.mentor_id
    if with_themselves or step(found, work.today) in {Step.LAPSED, Step.ENDED}:
        raise OfferOver
    return found


def end(work: Work, found: Pairing, reason: str, by: str) -> Pairing:
    """End a pairing for one of ``rules.pairing.ENDS``, whoever may."""
    found.ended_at, found.ended_for, found.ended_by = work.now, reason, by
    work.session.flush()
    work.record(
        PairingEnded(subject_id=found.id, person_id=found.need.person_id, reason=reason, by=by)
    )
    return found


def _checked(
    work: Work, need: MentorNeed, mentor_id: UUID, reason: str
) -> tuple[int, dict[str, int]]:
    """Return the score of a pair and its parts. Raises MayNotPair or ReasonNeeded."""
    # SciPy takes its time to load; whoever never proposes anybody never waits for it.
    from lms.mentoring.queries.county import held  # noqa: PLC0415

    table = held(work.session, work.today, work.settings)
    row = next((at for at, one in enumerate(table.mentees) if one.id == str(need.person_id)), None)
    column = next((at for at, one in enumerate(table.mentors) if one.id == str(mentor_id)), None)
    if row is None or column is None:
        raise MayNotPair(["one of them is DSL or deputy nowhere now, or the head has not agreed"])
    blocks = table.blocks(row, column)
    if set(blocks) - OVERRIDABLE:
        raise MayNotPair([BLOCKS[one] for one in blocks])
    if blocks and not reason:
        raise ReasonNeeded
    # They may have moved on since they began to wait.
    need.setting_id = UUID(table.mentees[row].setting.id)
    return int(table.score[row, column]), table.points(row, column)
