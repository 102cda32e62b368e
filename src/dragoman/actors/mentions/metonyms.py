"""Whether the name of a capital stands for a government or for a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.mentions.frame import Frame, Hit
from dragoman.actors.words.word_sets import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTNER = word_set("metonyms.partner")
_SPATIAL_OF = word_set("metonyms.spatial_of")
_FROM = word_set("metonyms.from")
_TO = word_set("metonyms.to")
_PLACE_OBJECT = word_set("metonyms.place_object")
_WAYS = word_set("metonyms.ways")
_PLACE_SUBJECT = word_set("metonyms.place_subject")


def acts_for_government(frame: Frame, hit: Hit) -> bool:
    """Whether a bare capital is used as its government: as subject, as partner or target of talk, not as a place."""
    if hit.end < len(frame.words) and frame.words[hit.end] == "," and _country_follows(frame, hit):
        return False
    token = frame.token(hit.end - 1)
    for _ in range(4):
        if token.dep_ in {"conj", "appos"} and token.head != token:
            token = token.head
        else:
            break
    return _by_role(frame, token)


def _country_follows(frame: Frame, hit: Hit) -> bool:
    other = frame.hit_at.get(hit.end + 1)
    return other is not None and other.actor.code == hit.actor.code and other.form in {"name", "former"}


def _by_role(frame: Frame, token: Token) -> bool:
    dep, head = token.dep_, token.head
    if dep in {"nsubj", "nsubjpass", "csubj"}:
        return not (
            head.lemma_ in {"be", "lie", "host", "become", "remain", "fall"} and any(c.lemma_ in _PLACE_SUBJECT for c in head.children)
        )
    if dep == "poss":
        return True
    if dep in {"dobj", "iobj", "dative", "obj"}:
        return head.lemma_.lower() not in _PLACE_OBJECT
    if dep == "pobj":
        return _by_preposition(head.lower_, head.head) and (head.lower_ != "between" or _between_parties(frame, token, head.head))
    return False


def _between_parties(frame: Frame, token: Token, governor: Token) -> bool:
    """Whether "between A and B" joins two actors, not the ends of a road."""
    return governor.lemma_.lower() not in _WAYS and all(other.i in frame.hit_at for other in token.conjuncts)


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
