"""The wording by which page furniture is known, compiled once from the lists in ``data``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from re import Pattern

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|"
    r"January|February|March|April|June|July|August|September|October|November|December)"
)
_WEEKDAY = r"(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:1[89]|20)\d\d"
DAY = (
    rf"(?:{_WEEKDAY}\.?,? )?(?:the )?(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:[-–]\d{{1,2}})?\b(?:,? {_YEAR})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?(?:,? {_YEAR})?|"
    rf"{_YEAR}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:{_YEAR}|\d\d\b))"
)
_CLOCK = r"(?:(?:at )?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?\(?(?:[A-Z]{2,4}|UTC ?[+-]\d+)\)?)?)"
_UPPER = r"(?:Mc|Mac|Mt\. |St\. )?[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ’'.-]|l-){1,24}"
_UPPER_CITY = rf"{_UPPER}(?:(?: / | and |/| ){_UPPER}){{0,4}}"
_TITLE = r"[A-ZÀ-ÖØ-Þ][\w’'.-]{1,24}"
_TITLE_CITY = rf"{_TITLE}(?:(?: / |/| (?:de |of |the |am |al |el )?){_TITLE}){{0,3}}"
_REGION = rf"(?:, (?:{_TITLE}|[A-Z]\.(?:[A-Z]\.)+)(?: (?:and |of |the )?{_TITLE}){{0,3}})"
_DASH = r"(?:\s*(?:--+|[—–―])|\s*_(?=\s|$)|\s+-(?=\s|$))"
_STOP = r"(?:\s*(?:--+|[—–―]|[:.])|\s*_(?=\s|$)|\s*-(?=\s|$))"
NAME = r"[A-ZÀ-Þ][\w’'-]+(?: (?:[A-Z]\.|[a-z]{2,3}(?= [A-Z])|[A-ZÀ-Þ][\w’'-]+)){1,3}"


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of ``data/<name>.txt``, longest first; comments and blank lines left out."""
    lines = (files("dragoman.passages") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(sorted((line for line in lines if line and not line.startswith("# ")), key=lambda line: (-len(line), line)))


def _any(name: str) -> str:
    """An alternation of the plain words in a list."""
    return "(?:" + "|".join(re.escape(word) for word in words(name)) + ")"


@cache
def dateline() -> Pattern[str]:
    """A dateline at the start of a paragraph, sure by its agency or date: ``KYIV, May 3 (Reuters) -``."""
    agency = r"\((?=[^\W\d_])[^()\n]{1,40}\)"
    known = rf"\({_any('agencies')}\b[^()\n]{{0,24}}\)"
    return re.compile(
        rf"(?:{_UPPER_CITY}{_REGION}?(?:,? {DAY})?\s*{agency}(?:{_STOP}|$)"
        rf"|{_TITLE_CITY}{_REGION}?(?:,? {DAY})?\s*{known}{_STOP}"
        rf"|{_TITLE_CITY}{_REGION}?,? {DAY}(?:\s*{agency})?(?:{_STOP}|$))"
    )


@cache
def bare_dateline() -> Pattern[str]:
    """A dateline of a place alone: ``MIAMI _``, ``PHNOM PENH —``, ``NEWARK, N.J. --``."""
    return re.compile(rf"(?!(?:Q|A|END|MORE)\b){_UPPER_CITY}{_REGION}?{_DASH}(?=\s+[^\sa-z]|\s*$)")


@cache
def stamp() -> Pattern[str]:
    """``date 2023-07-26`` at the head of a page, as some collectors write it."""
    return re.compile(rf"date:? {_YEAR}-\d\d-\d\d(?=\s|$)")


@cache
def date_line() -> Pattern[str]:
    """A line that holds a date of publication and nothing else."""
    label = r"(?:(?:first |last )?(?:published|updated|posted|modified|issued|created)(?: on| at)?|date|dateline)"
    place = r"(?:[A-ZÀ-Þ][\w’'. -]{1,30}, )?"
    day = rf"{_CLOCK}?[, ]*{place}{DAY}(?:[,|;·]? ?(?:at |- )?{_CLOCK})?"
    heading = r"(?:[A-Z]{2,}[A-Z ]{2,30}, )?"
    return re.compile(rf"\W*(?:(?i:{label})\W{{0,3}}(?:{day}|{_CLOCK})|{heading}{day})(?:\W*(?i:{label})\W{{0,3}}(?:{day}|{_CLOCK}))?\W*$")


@cache
def promo() -> Pattern[str]:
    """Self-promotion, navigation and mailing instructions, from the start of a paragraph or sentence."""
    return re.compile("(?i:" + "|".join(words("promo")) + ")")


@cache
def announcement() -> Pattern[str]:
    """``Read also: …``, ``RELATED: …``, or such a phrase alone on its line."""
    return re.compile(rf"\W{{0,3}}(?i:{'|'.join(words('announcements'))})\s*(?:[:|>»]\s*(?P<what>\S.*)?$|$)")


@cache
def photo_line() -> Pattern[str]:
    """``Photo: …``, ``Image by …``, ``Caption: …``; ``what`` is what follows the label."""
    return re.compile(
        rf"(?:(?i:{_any('photo_words')})(?: credits?)?(?:\s*[:/]| by\b| courtesy of\b)\s*|(?i:captions?|credits?)\s*:\s*)(?P<what>.*)$",
        re.DOTALL,
    )


@cache
def credit_only() -> Pattern[str]:
    """Whether what follows a label is a name or agency (a credit) and not a description (a caption)."""
    small = r"of|the|for|and|de|del|van|von|bin|al|via|by|handout|pool|file|archive|courtesy|ministry|press|service"
    word = rf"(?:[A-ZÀ-Þ0-9@©][\w’'.&@-]*|{small})"
    return re.compile(rf"{word}(?:[ ,/|]+{word}){{0,14}}\W*$")


@cache
def agency_line() -> Pattern[str]:
    """A line of agency names and photographers only: ``AFP / Illustration picture``, ``ASSOCIATED PRESS.``."""
    name = r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}"
    kind = r"(?i:illustration picture|file photo|file|handout|pool)"
    part = rf"(?:(?i:{_any('agencies')})|{_any('photo_words')}|{name}|{kind})"
    return re.compile(rf"(?:{part}\s*[/|,]\s*){{0,3}}(?i:{_any('agencies')})(?:\s*[/|,]\s*{part}){{0,3}}\.?$")


@cache
def byline() -> Pattern[str]:
    """``By Jane Doe, Associated Press Writer``; ``By our Asia desk, Colombo | Updated …``."""
    return re.compile(
        r"(?:(?:By|BY)(?: (?:our|a|the|and|of|in|for|staff|writer|desk|correspondents?|reporters?|[A-ZÀ-Þ0-9][^\s]*|[|·–—-]|updated|at))+"
        r"|From (?:our|Our|OUR) .{0,50}[^.]|(?:Staff|STAFF) (?:and agencies|AND AGENCIES|writers?|WRITERS?|reporters?))$"
    )


@cache
def credit_line() -> Pattern[str]:
    """A line that says who reported, wrote, edited or supplied something."""
    made = (
        r"(?:reporting|writing|edit(?:ing|ed)|written|compiled|translated|produced|translation|research|graphics?|"
        r"additional [a-z]+|with (?:reporting|files|additional reporting))"
    )
    return re.compile(
        rf"(?:\W?(?i:{made})(?:(?:,| and) [a-z]+){{0,2}} (?:by|from)\b.{{0,200}}$"
        r"|.{2,120}\b(?:contributed|contributing) (?:to this|reporting|from)\b.{0,60}$"
        r"|(?i:date|published)\W.{0,40}\|\s*(?i:source)\b.{0,80}$|(?i:sources?|provided by|courtesy of)\s*:.{1,80}(?<!\.)$"
        r"|(?i:press (?:service|office)) of .{2,80}(?<!\.)$"
        rf"|The (?:writer|author) (?:is|was|teaches|writes|works|heads|has|served)\b.{{1,160}}$)"
    )


@cache
def bracket_credit() -> Pattern[str]:
    """``(Photo by …)``, ``(Agency/Service via AP)`` at the end of a paragraph."""
    photo = rf"(?i:{_any('photo_words')})\b(?: credits?)?\s*(?:[:/]|by\b|courtesy\b)?[^()]{{0,120}}"
    relayed = (
        rf"[^()]{{0,80}}\b(?:via|for) {_any('agencies')}\b[^()]{{0,30}}|{_any('agencies')}/[^()]{{0,60}}|[^()]{{0,60}}/{_any('agencies')}"
    )
    filed = r"(?i:(?:file|reader) (?:photo|picture|image)|handout|file)"
    return re.compile(rf"\(\s*(?:{photo}|{relayed}|{filed}|(?<=[.?!”\"’'] \()(?P<agency>{_any('agencies')}))\)\.?$")


@cache
def tail_credit() -> Pattern[str]:
    """``Photograph: X/Y`` or ``Getty Images`` after the last full stop of a caption."""
    label = r"(?:Photograph|Photo|Image|Picture|Credits?|Illustration|Video)s?(?: by|\s*:)"
    who = r"[A-Za-zÀ-Þ][^.:;!?()]{1,80}"
    agency = rf"(?:Getty Images|AFP/Getty Images|AP Photo(?:/{NAME})?|Shutterstock|Alamy|EPA|NurPhoto)"
    return re.compile(rf"(?<=[.?!”\"’)])\s+(?:{label}\s*{who}|(?:{NAME} ?/ ?)?{agency})\.?$")


@cache
def wire_end() -> Pattern[str]:
    """Marks that close a wire story: ``(pvs/vi/ji)``, ``UR …``, ``Enditem``, ``(END)``."""
    initials = r"\([a-z]{2,4}(?:[/-][a-z]{2,4}){1,4}\)"
    end = r"Enditem|ENDITEM|\(?(?:END|End|ENDS|Ends|MORE)(?: OPTIONAL TRIM)?\)?|-30-|#{2,}|-0-"
    slug = r"(?:NYT|AP|UPI|LAT)-[\w-]*\d[\w ]*|(?:&[A-Z]{1,3};\s*)+"
    return re.compile(rf"(?:(?<=[.?!”\"’)'])\s+|^)(?:UR\b(?:(?:;| ).{{0,60}})?|{initials}|{end}|{slug})$")


@cache
def signing() -> Pattern[str]:
    """A broadcaster's sentence that hands over to a reporter or signs off, at the end of a paragraph."""
    cast = _any("broadcasters")
    what = r"(?:more|the (?:story|latest|details|rest)|details|that story|our report|this report|with|live)"
    more = rf"(?:has|with|brings us|joins us|is (?:here|standing by)) ?{what}?\b[^.]{{0,60}}"
    told = r"(?:has|with) (?:more|details|the story|the latest|that story|our report)[^.]{0,40}"
    place = r"[A-Z][\w .'’-]{2,40}"
    topic = r"(?:on|about|from|how|why) (?:[^.]|\b(?:Mr|Mrs|Ms|Dr)\.){1,120}"
    return re.compile(
        r"(?:(?<=[.?!”\"’'])\s+|^)(?:"
        rf"Here[’']s {cast}[’']s {NAME}\.?|{cast}[’']s {NAME}(?: (?:(?:reports?|explains)(?: {topic})?|{more}))?\."
        rf"|{NAME} (?:(?:reports|reporting)(?: (?:from|for) {place})?|{told})\."
        rf"|(?:From|For) [^.,]{{2,40}}, {NAME} reports\."
        rf"|(?:(?:For|From|At) (?:the )?[^.,]{{2,30}},? )(?:I[’']m|this is) {NAME}(?:,? (?:reporting|in|from|at)\b[^.]{{0,40}})?\."
        rf"|(?:I[’']m|This is) {NAME},? reporting\b[^.]{{0,40}}\."
        rf"|{NAME}(?:,| for|,? reporting for) {cast}(?: News| news)?(?:,? (?:in |at )?{place})?\.?"
        rf"|{NAME} {cast} (?:News|news)(?:,? {place})?\.?"
        r")$"
    )


@cache
def opening() -> Pattern[str]:
    """What stands before the news in a broadcast or editorial: ``CNN …, I'm …``; ``The Times said in an editorial …:``."""
    presented = rf"(?:From )?{_any('broadcasters')}[^.:]{{0,40}}, I[’']m {NAME}\."
    editorial = r"[A-Z][^.:]{2,60} (?:said|says|wrote|writes) in an editorial\b[^:]{0,40}:(?: &[A-Z]{2};)?"
    return re.compile(rf"(?:{presented}|{editorial})")


@cache
def biography() -> Pattern[str]:
    """A closing sentence that introduces the author; ``name`` is who."""
    title = r"(?:(?:Mr|Mrs|Ms|Dr|Rep|Sen|Gov|Prof|Sir)\.? )?"
    aside = r"(?:, [^.;]{2,60}\.?,)?"
    return re.compile(rf"[•*]?\s*{title}(?P<name>{NAME}|[A-Z][a-z]+){aside} is [^;]{{0,120}}\b(?i:{_any('author_roles')})\b")


@cache
def signature() -> Pattern[str]:
    """The name and place with which a reader's letter ends."""
    word = r"[A-ZÀ-Þ][\w’'-]*"
    return re.compile(rf"(?<=[.?!”’)])\s+{word}(?:,? (?:(?:in|of|and|for|al|de|upon) )?{word}){{1,9}}$")


@cache
def cited() -> Pattern[str]:
    """The headline that a reader's letter answers: ``(How the talks were lost, 3 May)``; group 1 is what stands inside."""
    return re.compile(rf"\(([A-ZÀ-Þ][^()]{{12,140}}, \d{{1,2}} {_MONTH})\)")


_PRESENT = re.compile(r"\b(?:is|are|has|have|[a-z]{3,}ing)\b")
_PAST_OR_SPOKEN = re.compile(
    r"\b(?:said|says|was|were|had|did|met|told|held|made|took|went|gave|[a-z]{3,}ed)\b|[\"“”]|\bon [A-Z][a-z]+day\b"
)


def in_the_present(line: str) -> bool:
    """Whether a sentence is put as captions are: in the present, quoting nobody, telling no past act."""
    return _PRESENT.search(line) is not None and _PAST_OR_SPOKEN.search(line) is None
