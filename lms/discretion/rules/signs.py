"""What points at a child, written over the classes of words.

A text becomes a row of letters, one for each word by its class, and a sign is a pattern over that
row: ``<child><comma>?(<cap>)`` is a child, perhaps a comma, and a word with a capital that nobody
knows. The round brackets hold what is shown, else the whole. Patterns are read by Python and by
browsers, so they hold only what both understand, and no repetition without an end.
"""

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "name": "a name",
    "initials": "initials",
    "birth": "a date of birth or birthday",
    "number": "a reference number",
    "address": "where somebody lives",
    "detail": "a detail that may fit one child only",
}
"""Kind → how a person calls it."""

SHAPES: tuple[tuple[str, str], ...] = (
    ("yearno", "(?:y|yr|year)[0-9]{1,2}"),
    ("form", "(?:[1-9]|1[0-3])[abcehjklnrstwxyz]"),
    ("upn", "[a-z][0-9]{11}[0-9a-z]"),
    ("dial", "0[0-9]{2,}"),
    ("num", "[0-9]{1,2}"),
    ("three", "[0-9]{3}"),
    ("four", "[0-9]{4}"),
    ("long", "[0-9]{5,}"),
    ("inward", "[0-9][a-z]{2}"),
    ("outward", "[a-z]{1,2}[0-9][0-9a-z]?"),
    ("postcode", "[a-z]{1,2}[0-9][0-9a-z]?[0-9][a-z]{2}"),
    ("mixed", "[0-9].*"),
)
"""Class → the whole shape of a word with digits, in small letters; the first that fits."""

MARKS: Mapping[str, str] = {
    ".": "stop",
    "!": "stop",
    "?": "stop",
    ";": "stop",
    "\n": "stop",
    ":": "colon",
    ",": "comma",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "/": "slash",
    "(": "open",
    ")": "close",
    "&": "and",
    "'": "quote",
    "’": "quote",
}
"""Signs between words."""

OTHER_CLASSES = (
    "plain",
    "small",
    "other",
    "allowed",
    "given",
    "either",
    "verbish",
    "cap",
    "first",
    "known",
    "init",
    "inits",
    "org",
    "agency",
    "pos",
    "yearold",
    "headchild",
    "news",
    "inyear",
)
"""Classes beside those of ``words``, ``SHAPES`` and ``MARKS``."""

_ANY = "<given|either|verbish|cap|first>"
_NEW = "<given|either|verbish|cap>"
_YEAR = "(?:<yearno>|<year><num>|<class|form>)"
_IN_YEAR = "(?:<in|from><yearno|class|form>|<in|from>?<year><num>|<inyear><num>)"
_AGE = f"(?:{_IN_YEAR}|{_YEAR}|<old>?<num>)"
_BIT = "<inits|init|org|agency|cap|first|mixed|form|outward|num|three|four|long|dial>"
_DAY = (
    "(?:<num><stop|slash|dash><num>(?:<stop|slash|dash><num|four>)?"
    "|<num|mixed><of>?<month|either><four>?|<month|either><num|mixed|four>|<dial|long>)"
)
_STREET = "(?:<num|mixed|form|three><cap|first|known|given|either|institution|saint>{1,3}<street>)"

MASKS: tuple[str, ...] = (
    f"<saint>{_ANY}<pos>?",
    f"(?:{_ANY}|<known|title|saint>){{1,4}}(?:<pos|quote><cap|known>{{0,2}}|<pos>)?<institution>+",
    "<child><init><review>",
    "<given><cap|given><pos><review>",
    "<given><pos><cap>",
    "<given>(?:<open><agency><close>|<from|in><definite>?<agency>)",
    "<role><comma>?(<given>)",
    f"<venue><plain|in|definite|comma|colon|be|is|known|cap|institution|allowed|stop>{{0,6}}{_STREET}",
    "<venue|institution|street|org|agency><^stop>{0,8}<outward><inward>",
)
"""What is nobody, though it looks like it: an institution, a colleague, where a meeting is."""


@dataclass(frozen=True)
class Sign:
    """One way to point at a child."""

    kind: str
    pattern: str


SIGNS: tuple[Sign, ...] = (
    # Numbers, before their digits are taken for ages or days.
    Sign("number", "<upn>"),
    Sign("number", "(?<!<dial>)<three><dash>?<three><dash>?<four>(?!<num|three|four>)"),
    Sign(
        "number",
        f"<ref><ref|number|stop|colon|plain|be|is>{{0,4}}(<ref>?{_BIT}(?:<slash|dash>{_BIT}){{1,3}})",
    ),
    Sign("number", "<ref><^stop>{0,9}?(<long>(?:<dash>" + _BIT + ")?)"),
    Sign("number", "<ref><number><stop|colon>?(<three|four>)"),
    Sign("number", "<number><stop|colon|be|is>{0,2}(<long>)"),
    Sign("number", "<child><ref|number>{1,2}<stop|colon>?(<dial>)"),
    # Births.
    Sign("birth", f"<birth><^stop>{{0,4}}?{_DAY}"),
    Sign("birth", "<birth><in>?(?:<month|either>)?<four>"),
    Sign("birth", f"<be|is|turns|plain><num><in>{_DAY}"),
    # Homes.
    Sign("address", "<outward><inward>|<postcode>"),
    Sign("address", _STREET),
    Sign(
        "address",
        "<lives|live|stays|home|brood|twins|they|child><^stop>{0,8}?(<cap|known|given|either|first>{1,2}<street>)",
    ),
    Sign(
        "address",
        f"<lives|live><plain|and|for|definite|with|they|kin|young|in>{{0,6}}?<in>(<definite>?{_NEW})",
    ),
    Sign("address", "<lives><in>{1,2}<for>?<definite><^stop>{1,3}"),
    Sign("address", "<lives|live><in><num|mixed><^stop>{1,3}"),
    Sign("address", "<they|brood|kin><lives|live><in>(<definite><plain>{1,3}<in><^stop>{1,3})"),
    # Details.
    Sign("detail", "<definite><only><plain|known|cap|in>{0,3}?<child|brood|young>"),
    Sign("detail", "<only><plain|known|cap>?<child>"),
    Sign("detail", "<only><children|definite|plain><there|in>(?=<stop|comma|definite>|$)"),
    Sign("detail", "<definite><of><definite>?<few|num><^stop>{0,3}?<children|brood|twins>"),
    Sign("detail", "<definite|few><plain|known>?<twins>"),
    Sign("detail", f"<twins>{_IN_YEAR}|<twins><young|child>"),
    Sign("detail", "<child|young><comma>?<whose><kin|young|brood>"),
    Sign("detail", "<definite><plain>?<headchild>(?!<and>)"),
    Sign("detail", "<brood><who><run>"),
    Sign("detail", f"<definite><plain>?<child><from>(?:<known>|{_NEW})"),
    Sign(
        "detail",
        f"<definite><plain>?<child><who>?<says|tell><they|plain>?<from>(?:<known>|{_NEW})",
    ),
    Sign("detail", "<definite><plain|job|known>{1,2}<pos><young|child>"),
    Sign("detail", "<kin><be|is><definite|article><plain>{0,2}<job>"),
    Sign("detail", "<kin><work><in>"),
    Sign("detail", f"<few><plain>?<brood|children|child><from>{_NEW}"),
    Sign("detail", "<young><of><definite|article><^stop>{1,2}"),
    Sign("detail", "<definite><plain>?<young><be|is><in>"),
    Sign("detail", "<child><^stop>{0,8}?<only><definite>(?!<for>)"),
    Sign("detail", "<only><have><definite><plain>{0,2}<child>"),
    Sign("detail", "<definite>{1,2}<with><definite|article><plain>{1,2}<in><they>"),
    Sign("detail", "<definite><plain>?<child><who><deed>"),
    Sign("detail", "<definite><brood><with><few|num|plain><children>"),
    Sign("detail", "<headchild><has|is|says|tell>"),
    Sign("detail", "<young><of><definite><plain|job>{1,2}<who>"),
    Sign("detail", "<child|they|brood|kin|young><^stop>{0,7}?<news>"),
    Sign("detail", f"<definite><plain>?<child>{_IN_YEAR}"),
    Sign("detail", f"<definite>{_YEAR}<child>"),
    Sign("detail", f"<article>{_YEAR}<child><who|with|whose>"),
    Sign("detail", "<definite><plain>?<child><with><definite|article>"),
    Sign("detail", "<definite|article><num><dash>?<yearold><child>"),
    # Initials.
    Sign("initials", "<init><stop><init><stop>?"),
    Sign(
        "initials",
        f"(<init|inits>)(?:<comma|open>{_AGE}|{_IN_YEAR}|{_YEAR}|<old><num>)(?!<num|month|slash>)",
    ),
    Sign("initials", f"(<init>)<stop>{_IN_YEAR}"),
    Sign("initials", f"{_YEAR}<comma>?<initials>?(<inits>)"),
    Sign("initials", "<child><comma|open>?(<init|inits>)"),
    Sign("initials", "<initials><^stop>{0,4}?(<init|inits>)"),
    Sign("initials", "<inits><and>(?:<inits>|<they><young|kin>)"),
    Sign("initials", "(<inits>)<kin|young>"),
    Sign("initials", "(<init|inits>)<pos><plain>?<kin|young|file|own|role>"),
    Sign("initials", "<role><of|for>(<inits>)"),
    Sign("initials", "<about><colon>(<inits>)"),
    Sign("initials", "<about>(<init>)(?!<quote>)"),
    Sign("initials", "(<init>)<and><they>"),
    # Names.
    Sign("name", "<child|they|be|is><^stop>{0,3}?<called>(<allowed|given|either|verbish|cap>)"),
    Sign("name", f"<name><pos|be|is|colon>({_ANY})"),
    Sign("name", f"(<given>(?:<dash>{_ANY})?<cap|init|either|verbish|given>(?:<dash>{_NEW})?)"),
    Sign("name", "(?<!<title>)<given>(?:<dash><cap|given|either>)?"),
    Sign("name", f"<title><init>?({_NEW})<pos>(?:<plain|few>?<young|kin|child|brood|children>)"),
    Sign("name", f"<young|kin|child><of><title>?({_NEW})"),
    Sign(
        "name",
        f"<title>({_NEW})<has|says|be|is><^stop>{{0,6}}?<they|article><plain>?<young|child>",
    ),
    Sign("name", f"<definite>({_NEW}(?:<dash>{_ANY})?)<brood|children|child|twins|young|file>"),
    Sign("name", f"<child><comma|open>?({_NEW})"),
    Sign("name", "(<cap>)<child>"),
    Sign("name", "<with|about|worry>(<cap>)(?=<stop|and|comma|who>|$)"),
    Sign("name", "<file><for>(<cap>)"),
    Sign("name", "(<cap>)<comma><who>"),
    Sign("name", "(<small>)<pos><kin|young|file>"),
    Sign("name", f"({_ANY})<pos|quote><plain>?<kin|young|file|brood|twins|own|home|role>"),
    Sign("name", f"({_ANY}<cap|init>?)<open>{_AGE}<close>"),
    Sign("name", f"({_NEW})<comma>?(?:<inyear><num>|<in|from><yearno|class|form>)"),
    Sign(
        "name",
        "(?<!<in|of|from|for|and|comma>)(<either|verbish|first>)"
        "(?:<inyear><num>|<in|from><yearno|class|form>)",
    ),
    Sign("name", f"({_ANY})<comma>{_AGE}<comma><be|is|has|says|tell>"),
    Sign("name", f"(?<!<title>)({_NEW})<old|says|tell>"),
    Sign("name", "(<verbish>)<has|is>"),
    Sign("name", "(<either>)<be|is|has><plain>?<feeling>"),
    Sign("name", "<tell|ask>(<either|verbish|cap>)(?!<institution|known|cap>)"),
    Sign("name", "<with>(<either|verbish>)<about>"),
    Sign("name", "<about|called|with|worry>(<cap|either|verbish><cap>)(?!<institution|known>)"),
    Sign("name", "<worry|plain><about>(<cap>)(?!<cap|known|institution>)"),
    Sign("name", "(<cap><cap>)<comma|open>?" + _AGE),
    Sign("name", "<clause>(<cap>)(?!<cap|known|institution|street|org|agency|dash|slash>)"),
    Sign("name", "<happened><for>(<cap>)"),
)
"""In this order; what one has taken is not taken again."""
