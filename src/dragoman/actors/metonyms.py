"""Whether the name of a capital stands for a government or for a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.frame import Frame, Hit

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTNER = frozenset("with between by against toward towards upon of for on behind".split())
_SPATIAL_OF = frozenset(
    "out outside outskirts suburb suburbs city center centre streets street north south east west capital edge side part outside heart kilometers kilometres km miles "
    "mile town province region port airport university bishop archbishop mayor resident residents battle siege fall bombing capture population "
    "district area road front conference treaty university university summit talks".split()
)
_FROM = frozenset(
    "support aid message demand pressure response statement reaction order instruction independence help assistance approval pledge promise "
    "signal criticism condemnation permission concession commitment proposal offer apology request word assurance guarantee money loan".split()
)
_TO = frozenset(
    "message letter warning threat support aid proposal response ultimatum say offer give sell supply appeal apologise apologize concession blow "
    "answer belong pledge promise assurance assistance commitment signal close hostile loyal loan arm weapon sale report hand lend owe grant "
    "provide transfer deliver present pass convey favourable friendly reply complain protest request demand export ambassador envoy write listen".split()
)
_PLACE_OBJECT = frozenset(
    "visit reach leave enter attack bomb hit storm shell capture seize take surround rock cross tour quit flee besiege retake encircle shake pass".split()
)
_PLACE_SUBJECT = frozenset({"city", "capital", "town", "place", "home", "center", "centre", "site", "venue"})


def acts_for_government(frame: Frame, hit: Hit) -> bool:
    """Whether a bare capital is used as its government: as subject, as partner or target of talk, not as a place."""
    if hit.end < len(frame.words) and frame.words[hit.end] == "," and _country_follows(frame, hit):
        return False
    token = frame.token(hit.end - 1)
    for _ in range(4):
        if token.dep_ in {"conj", "appos"} and token.head is not token:
            token = token.head
        else:
            break
    return _by_role(token)


def _country_follows(frame: Frame, hit: Hit) -> bool:
    other = frame.hit_at.get(hit.end + 1)
    return other is not None and other.actor.code == hit.actor.code and other.form in {"name", "former"}


def _by_role(token: Token) -> bool:
    dep, head = token.dep_, token.head
    if dep in {"nsubj", "nsubjpass", "csubj"}:
        return not (head.lemma_ in {"be", "lie", "host", "become", "remain", "fall"} and any(c.lemma_ in _PLACE_SUBJECT for c in head.children))
    if dep == "poss":
        return True
    if dep in {"dobj", "iobj", "dative", "obj"}:
        return head.lemma_.lower() not in _PLACE_OBJECT
    if dep == "pobj":
        return _by_preposition(head.lower_, head.head)
    return False


def _by_preposition(preposition: str, governor: Token) -> bool:
    lemma = governor.lemma_.lower()
    if preposition in {"of", "for"}:
        return lemma not in _SPATIAL_OF and not (preposition == "for" and lemma in {"leave", "depart", "head", "fly", "flight"})
    if preposition == "on":
        return governor.lemma_.lower() not in {"march", "attack", "advance", "close", "assault", "descend", "strike", "bombardment", "raid"}
    if preposition == "from":
        return lemma in _FROM
    if preposition == "to":
        return lemma in _TO
    return preposition in _PARTNER


