"""Changes of who helps whom."""

from lms.mentoring.commands.asking import Suits, appointed, ask, close
from lms.mentoring.commands.lapsing import settle_pairings
from lms.mentoring.commands.offering import Offered, agree, ask_head, offer, pause, withdraw
from lms.mentoring.commands.pairing import accept, call_off, send, side_of, step_back
from lms.mentoring.commands.settling import set_terms, set_weights

__all__ = [
    "Offered",
    "Suits",
    "accept",
    "agree",
    "appointed",
    "ask",
    "ask_head",
    "call_off",
    "close",
    "offer",
    "pause",
    "send",
    "set_terms",
    "set_weights",
    "settle_pairings",
    "side_of",
    "step_back",
    "withdraw",
]
