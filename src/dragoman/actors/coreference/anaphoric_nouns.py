"""Definite nouns that stand for someone named before: "the minister", "the two leaders", "the country", "the outlet"."""

from __future__ import annotations

from dragoman.actors.coreference import plurals, state_nouns
from dragoman.actors.coreference.clauses import Scores, barred, clear, note
from dragoman.actors.coreference.discourse import Discourse
from dragoman.actors.coreference.incumbents import SAME_OFFICE
from dragoman.actors.coreference.role_phrases import DEFINITE, INDEFINITE, OWNED, SPEAKERS_OWN, Phrase
from dragoman.actors.mentions.frame import POSSESSIVE, Frame
from dragoman.actors.mentions.named import RELATIONAL
from dragoman.actors.mentions.referents import Referent
from dragoman.actors.words import state_kinds
from dragoman.actors.words.word_sets import word_set
from dragoman.model import ActorKind

Answer = tuple[Referent, str]
_LOCAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "SPY"})
_BOTH = frozenset({"both", "neither", "either", "each"})
_COUNTERPARTS = frozenset({"counterpart", "opposite number", "interlocutor"})
_PORTFOLIOS = word_set("windows.portfolio") | {"prime", "vice", "deputy", "army"}
_LOOSE = frozenset({"leader", "politician", "ruler", "dictator", "strongman"})
_OTHERS = _COUNTERPARTS | {"host", "guest", "visitor"}
_HOMELANDS = frozenset({"country", "nation", "state", "homeland", "republic", "kingdom"})
_BLOC = word_set("anaphoric_nouns.bloc")
_SENDING = word_set("anaphoric_nouns.sending")
_ARMED = word_set("anaphoric_nouns.armed")
_OF_THE_PLACE = frozenset({"authority", "police", "government", "official", "army"})
_COLLECTIVE = frozenset({"people", "police", "crew", "family", "youth"})
_LOCAL_PERSONS = word_set("anaphoric_nouns.local_persons")
"""Persons whom every state has, so that a text about one state means its own."""
_OWN_PEOPLE = frozenset({"people", "citizen", "national", "population", "public", "civilian", "soldier"})
_TRAVELLING = word_set("anaphoric_nouns.travelling")
_ARMIES = word_set("anaphoric_nouns.armies")


def two_at(discourse: Discourse, index: int) -> tuple[int, Answer] | None:
    """ "both", "the two" or "the pair" with no noun of their own: the two spoken of, and where the words start."""
    frame = discourse.frame
    token, word = frame.token(index), frame.lower[index]
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "dative"} or "and" in frame.lower[index + 1 : index + 6]:
        return None
    if word != "both" and (index == 0 or frame.lower[index - 1] != "the" or frame.lower[index + 1 : index + 2] == ["of"]):
        return None
    start = index if word == "both" else index - 1
    answer = plurals.several(discourse, start, 2, persons=False, reach=3 if word in {"pair", "duo"} else 9)
    return (start, answer) if answer is not None else None


def resolve(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """Whom the phrase stands for, with the reason; None where that is not clear."""
    noun = phrase.noun
    together = _together(discourse, phrase)
    if together is not None or (_counts(phrase) and phrase.determiner not in SPEAKERS_OWN):
        return together
    apposed = _apposed(discourse, phrase)
    if apposed is not None:
        return apposed
    if noun.noun in _OTHERS and phrase.determiner in OWNED | {"the"}:
        return _other_side(discourse, phrase)
    if phrase.determiner in OWNED | SPEAKERS_OWN:
        return _owned(discourse, phrase)
    holder = _named_owner(discourse, phrase)
    if holder is not None:
        return holder
    if phrase.determiner in INDEFINITE:
        return _introduced(discourse.frame, phrase)
    if _held_elsewhere(discourse.frame, phrase):
        return _of_two(discourse, phrase)
    if phrase.determiner in DEFINITE:
        return _definite(discourse, phrase) if not _restricted(discourse.frame, phrase) else None
    if not phrase.determiner and (phrase.number is not None or phrase.start - 1 in discourse.by_token):
        return None
    if not phrase.determiner and (noun.plural or noun.noun in {"opposition", "police", "parliament"} or noun.sector == "MIL"):
        sent = _sent(discourse, phrase)
        if sent is not None or not (noun.plural or noun.noun in {"opposition", "police", "parliament"}):
            return sent
        came = _introduced(discourse.frame, phrase) if noun.plural else None
        if came is not None or (noun.plural and not _acts(discourse.frame, phrase)):
            return came
        return (_earlier_same(discourse, phrase) or _local(discourse, phrase)) if noun.sector in _LOCAL else None
    return None


def _apposed(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "the host, Prime Minister X, …": whom the name after the comma names."""
    words, named = discourse.frame.words, discourse.by_token.get(phrase.end + 1)
    if phrase.noun.kind != "person" or phrase.noun.plural or named is None or words[phrase.end] != "," or named.start != phrase.end + 1:
        return None
    closed = named.end < len(words) and words[named.end] in {",", "."}
    if not closed or named.referent.kind != "person" or named.referent.plural or not discourse.holds(named.start):
        return None
    return named.referent, f"{phrase.noun.noun}: named next to it, {named.referent.name}"


def _acts(frame: Frame, phrase: Phrase) -> bool:
    """Whether a noun without article is the subject or the doer of something, not one of a kind ("an assortment of rebels")."""
    token = frame.token(phrase.end - 1)
    return token.dep_ in {"nsubj", "nsubjpass"} or (token.dep_ == "pobj" and token.head.lower_ in {"by", "to"})


def _counts(phrase: Phrase) -> bool:
    """Whether a phrase means a number of states or persons together."""
    return phrase.determiner in _BOTH or (phrase.number is not None and bool(phrase.determiner))


def _together(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "both sides", "the three ministers", "the neighbours", "the long-allied countries", "its traditional allies"."""
    noun, lower = phrase.noun, discourse.frame.lower
    if noun.kind not in {"person", "state", "body", "organisation"} or (lower[phrase.end : phrase.end + 1] == ["of"]):
        return None
    if phrase.determiner in SPEAKERS_OWN or (phrase.determiner == "both" and lower[phrase.end : phrase.end + 1] == ["and"]):
        return None
    if _counts(phrase) and noun.kind == "organisation":
        return plurals.bodies(discourse, phrase.start, phrase.number or 2)
    if phrase.number is not None and noun.kind == "person" and phrase.determiner in {"the", "these", "those"}:
        same = _earlier_same(discourse, phrase)
        if same is not None and same[0].plural and len(same[0].codes) == 1:
            return same
    if _counts(phrase) or _paired(phrase):
        return plurals.several(discourse, phrase.start, phrase.number or 2, persons=noun.kind == "person")
    if noun.kind == "state" and noun.plural and phrase.determiner in OWNED:
        return state_nouns.standing_partners(discourse, phrase)
    if noun.kind == "state" and noun.plural and phrase.determiner in {"the", "these"} and _qualified(discourse.frame, phrase):
        return plurals.all_before(discourse, phrase.start)
    return None


def _qualified(frame: Frame, phrase: Phrase) -> bool:
    """Whether a plural says how its states stand to each other, and nothing after it says which are meant."""
    described = set(frame.lower[phrase.start : phrase.noun_start])
    after = frame.lower[phrase.end] if phrase.end < len(frame.words) else ""
    return bool(described & state_nouns.MUTUAL) and after not in {"that", "which", "who", "in", "with", "of"}


def _restricted(frame: Frame, phrase: Phrase) -> bool:
    """Whether a relative clause without a comma says whom the noun means: "the forces that Ankara backs"."""
    if phrase.end >= len(frame.words) or frame.words[phrase.end] in {",", ".", ";"}:
        return False
    noun = frame.token(phrase.end - 1)
    return any(child.dep_ == "relcl" and child.i > noun.i for child in noun.children)


def _introduced(frame: Frame, phrase: Phrase) -> Answer | None:
    """ "a delegation from Namibia": of the state that it comes from."""
    if phrase.noun.kind not in {"person", "body"} or frame.lower[phrase.end : phrase.end + 1] != ["from"]:
        return None
    hit = frame.hit_at.get(phrase.end + 1) or frame.hit_at.get(phrase.end + 2)
    if hit is None or hit.actor.code is None or not hit.is_state or phrase.determiner not in {"a", "an", ""}:
        return None
    return _office(frame, phrase, hit.actor.code), f"{phrase.noun.noun} from {hit.actor.name}"


def _sent(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "sent troops", "withdrew its forces": those of the state or body that sends them."""
    noun = discourse.frame.token(phrase.end - 1)
    if phrase.noun.sector != "MIL" or noun.dep_ != "dobj" or noun.head.lemma_ not in _SENDING:
        return None
    for child in noun.head.children:
        draft = discourse.by_token.get(child.i) if child.dep_ == "nsubj" else None
        if draft is not None and draft.acting and len(draft.all_codes()) == 1 and draft.referent.code:
            return _office(discourse.frame, phrase, draft.referent.code), f"{phrase.noun.noun} sent by {draft.referent.name}"
    return None


def _held_elsewhere(frame: Frame, phrase: Phrase) -> bool:
    """Whether "of" and a name or another noun follow: the owner is not to be looked for before."""
    if phrase.end < len(frame.words) and frame.lower[phrase.end] == "of":
        return True
    later = [token for token in frame.token(phrase.end - 1).conjuncts if token.i >= phrase.end]
    return any(child.lower_ == "of" for token in later for child in token.children)


def _of_two(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "the leaders of the two countries", "officials of both sides"."""
    after = discourse.frame.lower[phrase.end + 1 : phrase.end + 3]
    if not phrase.noun.plural or phrase.noun.kind != "person" or not (after == ["the", "two"] or after[:1] == ["both"]):
        return None
    return plurals.several(discourse, phrase.start, 2, persons=False)


def _paired(phrase: Phrase) -> bool:
    """ "the sides", "the neighbours": two without the number."""
    noun = phrase.noun
    return (
        noun.plural
        and phrase.determiner == "the"
        and noun.noun in {"side", "neighbour", "neighbor"}
        and phrase.noun_start - phrase.start <= 1
    )


def _owned(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """ "his defence minister", "its army": of the owner's state. Counterparts and allies are someone else's."""
    owner = discourse.by_token.get(phrase.start)
    if owner is None:
        return None
    if phrase.number is not None or len(owner.all_codes()) > 1:
        shared = owner.referent.members and phrase.noun.plural and phrase.number in {None, len(owner.referent.members)}
        return (owner.referent, f"{phrase.noun.noun} of {owner.referent.name}") if shared else None
    if not owner.referent.code:
        return None
    if phrase.noun.noun in _HOMELANDS and not phrase.noun.plural:
        state = discourse.frame.registry.state(owner.referent.code)
        return (
            (Referent("state", state.name, owner.referent.code), f"{phrase.noun.noun} of {owner.referent.name}")
            if state is not None
            else None
        )
    if phrase.noun.noun in RELATIONAL or phrase.noun.kind not in {"person", "body"}:
        return None
    if phrase.noun.sector == "CVL" and phrase.noun.noun not in _OWN_PEOPLE:
        return None
    return _office(discourse.frame, phrase, owner.referent.code), f"{phrase.noun.noun} of {owner.referent.name}"


def _other_side(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Hosts are of the state of the dateline, guests are not; a counterpart is the one other person spoken of."""
    noun, home = phrase.noun.noun, discourse.frame.home
    owner = discourse.by_token.get(phrase.start) if phrase.determiner in OWNED else None
    if (noun in _COUNTERPARTS) != (owner is not None) and noun in _COUNTERPARTS:
        return None
    if noun not in _COUNTERPARTS and home is None:
        return _arrived(discourse, phrase) if noun != "host" else None
    fitting: list[Referent] = []
    fellows = [discourse.by_token.get(token.i) for token in discourse.frame.token(phrase.end - 1).conjuncts]
    for _, draft in discourse.before(phrase.start, 3):
        referent = draft.referent
        if referent.kind != "person" or referent.plural or not referent.code or referent in fitting or not plurals.leads(referent):
            continue
        if draft in fellows:
            continue
        if owner is not None and (referent.code == owner.referent.code or referent.sector != owner.referent.sector):
            continue
        if noun in _COUNTERPARTS or (referent.code == home) == (noun == "host"):
            fitting.append(referent)
    if len({referent.code for referent in fitting}) != 1:
        return None
    return fitting[0], f"{noun}: the other one spoken of, {fitting[0].name}"


def _arrived(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "the visitor", "the guests": the one who travelled, in this sentence or one of the three before."""
    for _, draft in discourse.before(phrase.start, 3):
        verb = discourse.root(draft).head
        if discourse.root(draft).dep_ == "nsubj" and verb.lemma_ in _TRAVELLING and draft.referent.code and draft.referent.kind != "outlet":
            if phrase.noun.plural and draft.referent.kind == "person" and not draft.referent.plural:
                return _office(discourse.frame, phrase, draft.referent.code), f"{phrase.noun.noun}: those with {draft.referent.name}"
            return draft.referent, f"{phrase.noun.noun}: who travelled, {draft.referent.name}"
    return None


def _named_owner(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """ "Marcos's army", "the Marcos regime": of the state of the person named right before."""
    index = phrase.start - 1
    if phrase.determiner or index < 0:
        return None
    if discourse.frame.words[index] in POSSESSIVE:
        index -= 1
    owner = discourse.by_token.get(index)
    if owner is not None and index < phrase.start - 1 and phrase.noun.plural and len(owner.all_codes()) > 1:
        text, codes = discourse.frame.doc[phrase.noun_start : phrase.end].text, owner.all_codes()
        several = Referent("group", text, None, phrase.noun.sector, plural=True, members=codes)
        return several, f"{phrase.noun.noun} of {owner.referent.name}"
    if owner is None or owner.referent.kind != "person" or not owner.referent.code or phrase.noun.noun in RELATIONAL:
        return None
    if phrase.noun.kind not in {"person", "body"} or owner.end != index + 1:
        return None
    return _office(discourse.frame, phrase, owner.referent.code), f"{phrase.noun.noun} of {owner.referent.name}"


def _office(frame: Frame, phrase: Phrase, code: str) -> Referent:
    noun = phrase.noun
    text = frame.doc[phrase.noun_start : phrase.end].text
    plural = noun.plural or noun.noun in _COLLECTIVE
    kind: ActorKind = "group" if plural else "person" if noun.kind == "person" else "state"
    office = noun.noun if kind == "person" else None
    return Referent(kind, text, code, noun.sector, office, plural=plural)


def _definite(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    kinds = {reading.kind for reading in phrase.readings}
    if "state" in kinds and not phrase.noun.plural:
        return state_nouns.country(discourse, phrase)
    if "outlet" in kinds:
        found = _nearest(discourse, phrase, {"outlet"}, 4)
        if found is not None:
            return found
    if phrase.noun.kind == "person" and not phrase.noun.plural:
        return _office_holder(discourse, phrase)
    if "organisation" in kinds and not phrase.noun.plural and (phrase.noun.noun in _BLOC or phrase.noun.noun == "group"):
        wanted = {"organisation"} if phrase.noun.noun != "group" else {"group", "organisation"}
        found = _nearest(discourse, phrase, wanted, 4)
        if found is not None:
            return found
    found = _earlier_same(discourse, phrase) or _commanders(discourse, phrase)
    if found is None and phrase.noun.sector == "REB":
        found = _armed_group(discourse, phrase)
    return found or _local(discourse, phrase)


def _armed_group(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "the militants", "the fighters": of the armed group named last."""
    for _, draft in discourse.before(phrase.start, 4):
        referent = draft.referent
        if referent.sector == "REB" and referent.kind != "person" and referent.code and len(draft.all_codes()) == 1:
            return referent, f"{phrase.noun.noun}: armed group named before, {referent.name}"
    return None


def _commanders(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """ "the generals", "the soldiers" after a junta or an army."""
    if phrase.noun.noun not in _ARMED or not phrase.noun.plural:
        return None
    for _, draft in discourse.before(phrase.start, 3):
        if discourse.frame.lower[draft.head] in _ARMIES and draft.referent.code:
            return _office(discourse.frame, phrase, draft.referent.code), f"{phrase.noun.noun} of {draft.referent.name}"
    return None


def _nearest(discourse: Discourse, phrase: Phrase, kinds: set[str], reach: int) -> tuple[Referent, str] | None:
    out = barred(discourse, discourse.frame.token(phrase.end - 1))
    for _, draft in discourse.before(phrase.start, reach):
        if draft.referent is out:
            continue
        hit = discourse.frame.hit_at.get(draft.start)
        if hit is not None and hit.actor.kind == "organisation" and hit.actor.kind in kinds and draft.referent.kind != "organisation":
            body = hit.actor
            return Referent("organisation", body.name, body.code, body.sector), f"{phrase.noun.noun}: nearest named before, {body.name}"
        if draft.referent.kind in kinds and not draft.referent.members:
            return draft.referent, f"{phrase.noun.noun}: nearest named before, {draft.referent.name}"
    return None


def _office_holder(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """The person named before whose office the noun names; failing that, one who acts for a state in the noun's sector."""
    offices: Scores = {}
    weaker: Scores = {}
    for distance, draft in discourse.before(phrase.start, 8):
        referent = draft.referent
        if referent.kind != "person" or referent.plural:
            continue
        if _holds(discourse.frame, phrase, referent):
            exact = phrase.noun.noun.split()[-1] in (referent.office or "").lower().split()
            note(offices, (10.5 if exact else 10.0) - distance, referent)
        elif distance <= 2:
            fits = phrase.noun.noun in _LOOSE or (phrase.noun.sector == referent.sector and referent.sector not in {"GOV", "CVL"})
            note(weaker, 1.0 if fits else 0.0, referent)
    best = clear(offices, 0.25)
    if best is not None:
        return best, f"{phrase.noun.noun}: office of {best.name}"
    sole = next(iter(weaker.values())) if not offices and len(weaker) == 1 else None
    if sole is not None and sole[0] > 0.5:
        referent = sole[1]
        return referent, f"{phrase.noun.noun}: only person spoken of, {referent.name}"
    return _earlier_same(discourse, phrase) if not offices else None


def _holds(frame: Frame, phrase: Phrase, referent: Referent) -> bool:
    """Whether a person's office is the one that a noun names, in these or in other words."""
    office = (referent.office or "").lower().replace("-", " ")
    noun = phrase.noun.noun.replace("-", " ")
    if not office:
        return False
    if (noun.split()[-1] in office.split() or noun in office) and _portfolio_fits(frame, phrase, office):
        return True
    return any(noun in words and (office in words or office.split()[-1] in words) for words in SAME_OFFICE)


def _portfolio_fits(frame: Frame, phrase: Phrase, office: str) -> bool:
    """Whether the words before the noun ("foreign" in "the foreign minister") are in the office as well."""
    described = [*phrase.noun.noun.split()[:-1], *frame.lower[phrase.start : phrase.noun_start]]
    telling = [word.replace("defense", "defence") for word in described if word in _PORTFOLIOS]
    return all(word in office.replace("defense", "defence") for word in telling)


def _kinds(frame: Frame, phrase: Phrase) -> frozenset[str] | None:
    """The states that a word like "communist" in the phrase fits; None where no word tells."""
    return state_kinds.fitting([*frame.lower[phrase.start : phrase.noun_start], "country"], 0, phrase.noun_start - phrase.start + 1)


def _peoples(frame: Frame, phrase: Phrase) -> set[str]:
    """Words of a phrase that name a people or a faith without a state ("Kurdish", "Shia")."""
    return {frame.lower[i] for i in range(phrase.start, phrase.noun_start) if frame.token(i).ent_type_ == "NORP" and i not in frame.hit_at}


def _earlier_same(discourse: Discourse, phrase: Phrase) -> tuple[Referent, str] | None:
    """Whom the same noun meant last, where it had an owner then ("Russian troops ... the troops")."""
    kinds, told = _kinds(discourse.frame, phrase), _peoples(discourse.frame, phrase)
    for _, draft in discourse.before(phrase.start, 12):
        referent = draft.referent
        if (
            phrase.noun.noun == "member"
            or not told <= set(discourse.frame.lower[draft.start : draft.end])
            or (kinds is not None and referent.code not in kinds)
        ):
            continue
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
    if noun.kind == "person" and noun.noun not in _LOCAL_PERSONS:
        return None
    kinds = _kinds(discourse.frame, phrase)
    code = discourse.frame.dominant()
    if (kinds is not None and code not in kinds) or _peoples(discourse.frame, phrase):
        return None
    if "foreign" in discourse.frame.lower[phrase.start : phrase.noun_start] and phrase.noun.plural:
        return None
    if code is None:
        return _only_acting(discourse, phrase)
    return _office(discourse.frame, phrase, code), f"{noun.noun} in a text about {code}"


def _only_acting(discourse: Discourse, phrase: Phrase) -> Answer | None:
    """The government body of the one state whose officials or bodies act in the sentence ("X's delegation …, the ministry said")."""
    row = [draft for _, draft in discourse.before(phrase.start, 0) if draft.acting and draft.all_codes()]
    codes = {code for draft in row for code in draft.all_codes()}
    where = {draft.referent.code for _, draft in discourse.before(phrase.start, 0) if discourse.is_place(draft)}
    if len(codes) == 1 and where == codes and phrase.noun.noun in _OF_THE_PLACE:
        code = codes.pop()
        return _office(discourse.frame, phrase, code), f"{phrase.noun.noun} of the one state where it happens, {code}"
    official = [d for d in row if d.referent.sector in {"GOV", "MIL"} and d.referent.kind != "person" and discourse.is_subject(d)]
    if len(codes) != 1 or not official or phrase.noun.kind != "body" or phrase.noun.sector != "GOV":
        return None
    code = codes.pop()
    return _office(discourse.frame, phrase, code), f"{phrase.noun.noun} of the one state that acts in the sentence, {code}"
