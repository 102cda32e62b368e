"""Definite nouns that stand for someone named before: "the minister", "the two leaders", "the country", "the outlet"."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.actors.discourse import Discourse, pair
from dragoman.actors.frame import POSSESSIVE, Frame
from dragoman.actors.mentions import RELATIONAL
from dragoman.actors.referents import Draft, Referent
from dragoman.actors.role_nouns import RoleNoun, longest_ending_at
from dragoman.actors.word_sets import word_set
from dragoman.model import ActorKind

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
OWNED = frozenset({"his", "her", "its", "their", "my", "our"})
_LOCAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "SPY"})
_INDEFINITE = frozenset({"a", "an", "no", "some", "many", "any", "other", "another", "several"})
_IN_PHRASE = frozenset({"ADJ", "NOUN", "NUM", "DET", "PRON", "ADV", "PUNCT"})
_COUNTERPARTS = frozenset({"counterpart", "opposite number", "interlocutor"})
_PORTFOLIOS = frozenset({"foreign", "defence", "defense", "prime", "interior", "finance", "trade", "vice", "deputy"})
_LOOSE = frozenset({"leader", "politician", "ruler", "dictator", "strongman"})
_OTHERS = _COUNTERPARTS | {"host", "guest", "visitor"}
_BLOC = word_set("anaphoric_nouns.bloc")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase headed by a noun of the role table: its tokens from the determiner on, and how it is determined."""

    start: int
    end: int
    noun_start: int
    noun: RoleNoun
    readings: tuple[RoleNoun, ...]
    determiner: str
    number: int | None


def phrase_at(frame: Frame, last: int, taken: set[int]) -> Phrase | None:
    """The role phrase whose last word is the token ``last``, if its words are free and it is no modifier."""
    found = longest_ending_at(frame.lower, last)
    if found is None or any(index in taken for index in range(found[0], last + 1)):
        return None
    token = frame.token(last)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return None
    if last + 1 < len(frame.words):
        nxt = frame.token(last + 1)
        if nxt.text == "-" and not nxt.whitespace_:
            return None
        if nxt.pos_ in {"NOUN", "PROPN"} and not nxt.is_sent_start and nxt.text.strip() and last + 1 not in taken:
            return None
    start, determiner, number = found[0], "", None
    sentence = token.sent.start
    while start > sentence and (start - 1 not in taken or frame.lower[start - 1] in OWNED) and frame.token(start - 1).pos_ in _IN_PHRASE:
        word = frame.lower[start - 1]
        if word in DEFINITE | OWNED | _INDEFINITE:
            determiner = word
            start -= 1
            break
        if word in {"two", "three", "four", "five"}:
            number = ("two", "three", "four", "five").index(word) + 2
        elif frame.token(start - 1).pos_ in {"DET", "PRON", "ADV"} or (frame.token(start - 1).pos_ == "PUNCT" and word != "-"):
            break
        start -= 1
    if number is not None and start > sentence and frame.lower[start - 1] == "both":
        start, determiner = start - 1, "both"
    return Phrase(start, last + 1, found[0], found[1][0], found[1], determiner, number)


def two_at(discourse: Discourse, index: int) -> tuple[int, tuple[Referent, str]] | None:
    """ "both" or "the two" with no noun of their own: the pair spoken of, and where the words start."""
    frame = discourse.frame
    token = frame.token(index)
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "dative"} or "and" in frame.lower[index + 1 : index + 6]:
        return None
    start = index - 1 if frame.lower[index] == "two" and index > 0 and frame.lower[index - 1] == "the" else index
    if frame.lower[index] == "two" and start == index:
        return None
    phrase = Phrase(start, index + 1, index, RoleNoun("side", "body", None, True), (), "both", 2)
    answer = _two(discourse, phrase)
    return (start, answer) if answer is not None else None


def resolve(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Whom the phrase stands for, with the reason; None where that is not clear."""
    noun = phrase.noun
    if phrase.determiner == "both" or (phrase.number == 2 and phrase.determiner) or (noun.plural and _paired(discourse, phrase)):
        return _two(discourse, phrase)
    if noun.noun in _OTHERS and phrase.determiner in OWNED | {"the"}:
        return _other_side(discourse, phrase)
    if phrase.determiner in OWNED:
        return _owned(discourse, phrase)
    holder = _named_owner(discourse, phrase)
    if holder is not None:
        return holder
    if _held_elsewhere(discourse.frame, phrase):
        return None
    if phrase.determiner in {"the", "this", "that", "these", "those"}:
        return _definite(discourse, phrase)
    if not phrase.determiner and (noun.plural or noun.noun in {"opposition", "police", "parliament"}):
        return _earlier_same(discourse, phrase) or _local(discourse, phrase)
    return None


def _held_elsewhere(frame: Frame, phrase: Phrase) -> bool:
    """Whether "of" and a name or another noun follow: the owner is not to be looked for before."""
    return phrase.end < len(frame.words) and frame.lower[phrase.end] == "of"


def _paired(discourse: Discourse, phrase: Phrase) -> bool:
    return phrase.determiner == "the" and phrase.noun.noun in {"side", "neighbour", "neighbor"} and phrase.noun_start - phrase.start <= 1


def _two(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """The two codes named last: joined ones first, else those of the sentences before, if they are just two."""
    noun = phrase.noun
    wants_person = noun.kind == "person"
    if noun.kind not in {"person", "state", "body", "organisation"}:
        return None
    for _, draft in discourse.before(phrase.start, 3):
        if len(draft.referent.members) == 2 and (not wants_person or draft.referent.sector == "GOV"):
            return _as_pair(draft.referent.members, f"two named together: {draft.referent.name}", draft.referent.name)
    gathered: list[Draft] = []
    for distance in range(9):
        row = [d for gap, d in discourse.before(phrase.start, distance) if gap == distance and d.acting and not _only_place(discourse, d)]
        gathered.extend(d for d in row if d.referent.code and (_leads(d.referent) or not wants_person))
        codes = list(dict.fromkeys(code for d in gathered for code in d.all_codes() if discourse.frame.registry.state(code) is not None))
        if len(codes) == 2:
            chosen = [next(d for d in gathered if code in d.all_codes()) for code in codes]
            referent = pair(discourse.frame, chosen[::-1], "the two named before")
            return (referent, f"the two named before: {referent.name}") if referent is not None else None
        if len(codes) > 2:
            return _two_main(discourse, codes)
    return None


def _leads(referent: Referent) -> bool:
    """Whether a referent is one person who may be one of "the two leaders": no spokesman, aide or unnamed official."""
    office = (referent.office or "").lower()
    lesser = ("spokes", "aide", "advis", "official", "member", "reporter", "journalist", "negotiator")
    return referent.kind == "person" and not referent.plural and not any(word in office for word in lesser)


def _two_main(discourse: Discourse, codes: list[str]) -> tuple[Referent, str] | None:
    """Of several states named before, the two that the text is about, if they stand out."""
    counts = discourse.frame.states.most_common(3)
    if len(counts) < 2 or (len(counts) == 3 and counts[1][1] < 2 * counts[2][1]):
        return None
    main = tuple(code for code, _ in counts[:2])
    return _as_pair(main, "the two states that the text is about", " and ".join(main)) if set(main) <= set(codes) else None


def _as_pair(codes: tuple[str, ...], reason: str, name: str) -> tuple[Referent, str]:
    return Referent("group", name, None, None, plural=True, members=codes, reason=reason), reason


def _only_place(discourse: Discourse, draft: Draft) -> bool:
    return draft.referent.kind == "state" and discourse.is_place(draft)


def _owned(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """ "his defence minister", "its army": of the owner's state. Counterparts and allies are someone else's."""
    owner = discourse.by_token.get(phrase.start)
    if owner is None or phrase.noun.noun in RELATIONAL or not owner.referent.code or phrase.noun.kind not in {"person", "body"}:
        return None
    return _office(discourse.frame, phrase, owner.referent.code), f"{phrase.noun.noun} of {owner.referent.name}"


def _other_side(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Hosts are of the state of the dateline, guests are not; a counterpart is the one other person spoken of."""
    noun, home = phrase.noun.noun, discourse.frame.home
    owner = discourse.by_token.get(phrase.start) if phrase.determiner in OWNED else None
    if (noun in _COUNTERPARTS) != (owner is not None) and noun in _COUNTERPARTS:
        return None
    if noun not in _COUNTERPARTS and home is None:
        return None
    fitting: list[Referent] = []
    for _, draft in discourse.before(phrase.start, 3):
        referent = draft.referent
        if referent.kind != "person" or referent.plural or not referent.code or referent in fitting or not _leads(referent):
            continue
        if owner is not None and (referent.code == owner.referent.code or referent.sector != owner.referent.sector):
            continue
        if noun in _COUNTERPARTS or (referent.code == home) == (noun == "host"):
            fitting.append(referent)
    if len({referent.code for referent in fitting}) != 1:
        return None
    return fitting[0], f"{noun}: the other one spoken of, {fitting[0].name}"


def _named_owner(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """ "Marcos's army", "the Marcos regime": of the state of the person named right before."""
    index = phrase.start - 1
    if phrase.determiner or index < 0:
        return None
    if discourse.frame.words[index] in POSSESSIVE:
        index -= 1
    owner = discourse.by_token.get(index)
    if owner is None or owner.referent.kind != "person" or not owner.referent.code or phrase.noun.noun in RELATIONAL:
        return None
    if phrase.noun.kind not in {"person", "body"} or owner.end != index + 1:
        return None
    return _office(discourse.frame, phrase, owner.referent.code), f"{phrase.noun.noun} of {owner.referent.name}"


def _office(frame: Frame, phrase: Phrase, code: str) -> Referent:
    noun = phrase.noun
    text = frame.doc[phrase.noun_start : phrase.end].text
    kind: ActorKind = "person" if noun.kind == "person" and not noun.plural else "group" if noun.plural else "state"
    office = noun.noun if kind == "person" else None
    return Referent(kind, text, code, noun.sector, office, plural=noun.plural)


def _definite(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    kinds = {reading.kind for reading in phrase.readings}
    if "state" in kinds and not phrase.noun.plural:
        return _country(discourse, phrase)
    if "outlet" in kinds:
        found = _nearest(discourse, phrase, {"outlet"}, 4)
        if found is not None:
            return found
    if phrase.noun.kind == "person" and not phrase.noun.plural:
        return _office_holder(discourse, phrase)
    if "organisation" in kinds and (phrase.noun.noun in _BLOC or phrase.noun.noun == "group"):
        wanted = {"organisation"} if phrase.noun.noun != "group" else {"group", "organisation"}
        found = _nearest(discourse, phrase, wanted, 4)
        if found is not None:
            return found
    return _earlier_same(discourse, phrase) or _local(discourse, phrase)


def _nearest(discourse: Discourse, phrase: Phrase, kinds: set[str], reach: int) -> tuple[Referent, str] | None:
    for _, draft in discourse.before(phrase.start, reach):
        if draft.referent.kind in kinds and not draft.referent.members:
            return draft.referent, f"{phrase.noun.noun}: nearest named before, {draft.referent.name}"
    return None


def _country(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """The state spoken of: the subject or owner in this or the last sentence, else the state named last."""
    if discourse.frame.words[phrase.end - 1][0].isupper():
        return None
    token = discourse.frame.token(phrase.end - 1)
    place = token.dep_ == "pobj" and token.head.lower_ in {"in", "from", "to", "at", "across", "into", "throughout", "of"}
    best: tuple[float, Referent] | None = None
    for distance, draft in discourse.before(phrase.start, 3):
        referent = draft.referent
        if not referent.code or referent.members or discourse.frame.registry.state(referent.code) is None:
            continue
        root = discourse.root(draft)
        if root.head.pos_ in {"NOUN", "PROPN"} and root.head.is_ancestor(token):
            continue
        subject = discourse.is_subject(draft) and not place
        score = 3.0 - distance + (1.0 if subject else 0.0) + (0.7 if referent.kind == "state" else -0.7)
        score += 1.2 if place and discourse.is_place(draft) else 0.0
        score += 2.0 if discourse.frame.registry.lookup(f"{phrase.noun.noun.title()} of {_state_name(discourse, referent)}") else 0.0
        if best is None or score > best[0]:
            best = (score, referent)
    if best is None:
        return None
    name = _state_name(discourse, best[1])
    return Referent("state", name, best[1].code), f"{phrase.noun.noun}: state spoken of, {name}"


def _state_name(discourse: Discourse, referent: Referent) -> str:
    state = discourse.frame.registry.state(referent.code or "")
    return state.name if state is not None else referent.name


def _office_holder(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """The person named before whose office the noun names; failing that, one who acts for a state in the noun's sector."""
    last = phrase.noun.noun.split()[-1].replace("-", " ")
    weaker: dict[int, tuple[Referent, int]] = {}
    for distance, draft in discourse.before(phrase.start, 8):
        referent = draft.referent
        if referent.kind != "person" or referent.plural:
            continue
        office = (referent.office or "").lower().replace("-", " ")
        if office and (last in office.split() or phrase.noun.noun in office) and _portfolio_fits(discourse.frame, phrase, office):
            return referent, f"{phrase.noun.noun}: office of {referent.name}"
        if distance <= 2 and (phrase.noun.noun in _LOOSE or phrase.noun.sector == referent.sector != "GOV"):
            weaker.setdefault(id(referent), (referent, distance))
    if len(weaker) == 1:
        referent = next(iter(weaker.values()))[0]
        return referent, f"{phrase.noun.noun}: only person spoken of, {referent.name}"
    return _earlier_same(discourse, phrase)


def _portfolio_fits(frame: Frame, phrase: Phrase, office: str) -> bool:
    """Whether the words before the noun ("foreign" in "the foreign minister") are in the office as well."""
    described = [*phrase.noun.noun.split()[:-1], *frame.lower[phrase.start : phrase.noun_start]]
    telling = [word.replace("defense", "defence") for word in described if word in _PORTFOLIOS]
    return all(word in office.replace("defense", "defence") for word in telling)


def _earlier_same(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Whom the same noun meant last, where it had an owner then ("Russian troops ... the troops")."""
    for _, draft in discourse.before(phrase.start, 12):
        referent = draft.referent
        if referent.kind == "person" and not (referent.office and _portfolio_fits(discourse.frame, phrase, referent.office.lower())):
            continue
        last = discourse.frame.lower[draft.head]
        if draft.form in {"name", "demonym", "role"} and last == discourse.frame.lower[phrase.end - 1] and referent.codes:
            return referent, f"{phrase.noun.noun}: as before, {referent.name}"
    return None


def _local(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Bodies that every state has, with no owner named: those of the state that the text is about."""
    noun = phrase.noun
    if noun.sector not in _LOCAL or noun.kind not in {"body", "person"} or noun.noun in RELATIONAL | {"side", "capital"}:
        return None
    code = discourse.frame.dominant()
    if code is None:
        return None
    return _office(discourse.frame, phrase, code), f"{noun.noun} in a text about {code}"
