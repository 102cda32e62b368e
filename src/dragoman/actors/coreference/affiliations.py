"""Whose a person is where only the sentence tells: "Y's delegation, led by X", "Y's foreign minister, A, met Z's, B"."""

from __future__ import annotations

from dragoman.actors.coreference.discourse import Discourse
from dragoman.actors.coreference.strangers import gender_of
from dragoman.actors.mentions.frame import POSSESSIVE
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.word_sets import word_set

_LEADING = word_set("affiliations.leading")
_FEMALE_ENDINGS = tuple(word_set("affiliations.female_surnames"))
_MALE_ENDINGS = tuple(word_set("affiliations.male_surnames"))
_FEMALE_FIRST = tuple(word_set("affiliations.female_first_names"))


def affiliate(discourse: Discourse, drafts: list[Draft]) -> None:
    """Give persons of no known state the one that the sentence gives them, and a gender to those whose name tells it."""
    for draft in drafts:
        referent = draft.referent
        if referent.kind != "person" or referent.plural:
            continue
        if not referent.gender:
            referent.gender = gender_of((referent.office or "").lower().split(" ")[-1]) or gender_by_ending(referent.name)
        _join_apposed(discourse, draft)
        if not referent.code and draft.form in {"name", "title"}:
            leader = _led_body(discourse, draft)
            owner = leader if leader is not None else _elliptic_owner(discourse, draft)
            if owner is not None:
                referent.code, referent.reason = owner.code, f"of {owner.name}"
                referent.sector = referent.sector or owner.sector


def _join_apposed(discourse: Discourse, draft: Draft) -> None:
    """ "Bangladesh's army chief, General X, flew": the office and the name are one person's."""
    frame, named = discourse.frame, discourse.by_token.get(draft.end + 1)
    if draft.referent.office is None or draft.form == "title" or frame.words[draft.end : draft.end + 1] != [","] or named is None:
        return
    other = named.referent
    if named.start != draft.end + 1 or named.form != "title" or other.kind != "person" or other.plural or other is draft.referent:
        return
    if frame.words[named.end : named.end + 1] not in ([","], ["."]) or (other.code and other.code != draft.referent.code):
        return
    if not other.code:
        other.code, other.reason = draft.referent.code, f"{draft.referent.office} of {draft.referent.code}"
    other.office = f"{other.office}, {draft.referent.office}" if other.office else draft.referent.office
    draft.referent = other


def gender_by_ending(name: str) -> str:
    """The gender that a name's ending tells in languages that mark it ("-ova", "-dottir"): "f", "m" or "" where it does not."""
    words = name.lower().split()
    if len(words) < 2:
        return ""
    if words[-1].endswith(_FEMALE_ENDINGS) or words[0].endswith(_FEMALE_FIRST):
        return "f"
    return "m" if words[-1].endswith(_MALE_ENDINGS) else ""


def _led_body(discourse: Discourse, draft: Draft) -> Referent | None:
    """The state or body whose delegation or army someone leads: "Uzbekistan's delegation, led by X"."""
    root = discourse.root(draft)
    if root.dep_ != "pobj" or root.head.lower_ != "by" or root.head.head.lemma_ not in _LEADING:
        return None
    verb = root.head.head
    nouns = [verb.head] if verb.dep_ == "acl" else [child for child in verb.children if child.dep_ == "nsubjpass"]
    found = [discourse.by_token[noun.i].referent for noun in nouns if noun.i in discourse.by_token]
    return found[0] if len(found) == 1 and found[0].code and found[0].kind != "person" else None


def _elliptic_owner(discourse: Discourse, draft: Draft) -> Referent | None:
    """The state of "Greece's, B" after "Turkey's foreign minister, A"."""
    words, start = discourse.frame.words, draft.start
    if start < 3 or words[start - 1] != "," or words[start - 2] not in POSSESSIVE:
        return None
    hit = discourse.frame.hit_at.get(start - 3)
    if hit is None or not hit.is_state:
        return None
    return Referent("state", hit.actor.name, hit.actor.code, draft.referent.sector)
