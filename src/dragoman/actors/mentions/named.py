"""Mentions by name: states, organisations, groups and outlets, each with the acting noun that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.actors.mentions.frame import POSSESSIVE, Frame, Hit
from dragoman.actors.mentions.metonyms import acts_for_government
from dragoman.actors.mentions.person_names import HONORIFICS
from dragoman.actors.mentions.referents import Draft, Referent
from dragoman.actors.words.role_nouns import RoleNoun, longest_ending_at, longest_starting_at
from dragoman.actors.words.word_sets import word_set
from dragoman.model import MentionForm

if TYPE_CHECKING:
    from collections.abc import Iterable

Known = dict[tuple[str | None, str | None, str], Referent]
RELATIONAL = word_set("named.relational")
_ANY_SECTOR = word_set("named.any_sector")
STANDING = word_set("named.standing")
_PARTICIPLES = word_set("named.participles")
_RUN = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})


def named(frame: Frame, covered: set[int]) -> list[Draft]:
    """A draft for every registry name that stands for an actor or marks a party on a thing ("Russian attack").

    ``covered`` are tokens that already belong to a person's name, title or description.
    """
    known: Known = {}
    drafts: list[Draft] = []
    for hit in frame.hits:
        if frame.kinds[hit.start] in {"credit", "dateline"} or any(index in covered for index in range(hit.start, hit.end)):
            continue
        draft = _draft(frame, hit, known, covered)
        if draft is not None:
            drafts.append(draft)
    return _several_owners(frame, drafts)


def _draft(frame: Frame, hit: Hit, known: Known, covered: set[int]) -> Draft | None:
    form: MentionForm = "demonym" if hit.form == "demonym" else "name"
    owner = _of_noun(frame, hit, covered)
    if owner is not None:
        draft = _acting(frame, hit, known, owner[0], hit.end, owner[1], "role", owner[2])
        codes = _listed(frame, hit)
        if owner[1].plural and len(codes) > 1:
            text = frame.doc[owner[0] : owner[2] + 1].text
            draft.referent = Referent("group", text, None, owner[1].sector, plural=True, members=codes)
        return draft
    end, noun, thing = _noun_after(frame, hit, covered)
    possessive = hit.end < len(frame.words) and frame.words[hit.end] in POSSESSIVE
    if noun is not None and not (noun.noun in RELATIONAL and (possessive or noun.noun in STANDING)):
        return _acting(frame, hit, known, hit.start, end, noun, form, end - 1)
    if hit.form == "capital" and not possessive and (thing is not None or not acts_for_government(frame, hit)):
        return None
    referent = _referent(known, hit, None)
    if thing is None and hit.form == "demonym" and frame.token(hit.end - 1).tag_ in {"NNS", "NNPS"}:
        people = (hit.actor.code, "CVL", "people")
        known.setdefault(people, Referent("group", frame.doc[hit.start : hit.end].text, hit.actor.code, hit.actor.sector, plural=True))
        return Draft(hit.start, hit.end, hit.end - 1, form, known[people], f"people of {hit.actor.name}")
    if thing is not None:
        reason = f"{'possessor of' if possessive else 'modifies'} a thing: {thing}"
        return Draft(hit.start, hit.end, hit.end - 1, form, referent, reason, acting=False)
    return Draft(hit.start, hit.end, hit.end - 1, form, referent, hit.actor.reason or f"{hit.form} in the registry")


def _referent(known: Known, hit: Hit, noun: RoleNoun | None, text: str = "") -> Referent:
    """One referent for each state, body of it or group, however often it is named."""
    sector = (noun.sector if noun is not None else None) or hit.actor.sector
    if noun is not None and noun.noun in _ANY_SECTOR and hit.actor.sector:
        sector = hit.actor.sector
    plural = noun is not None and (noun.plural or noun.noun in {"police", "troops", "forces", "rebels", "people", "armed forces"})
    name = hit.actor.name if noun is None else text
    key = (hit.actor.code, sector, noun.noun + "+" * plural if noun is not None else hit.actor.name)
    if key not in known:
        kind = hit.actor.kind
        if noun is not None and noun.kind == "person":
            kind = "group" if plural else "person"
        known[key] = Referent(kind, name, hit.actor.code, sector, None, hit.actor.qid, hit.actor.state_media, plural=plural)
        if noun is not None and noun.kind == "person" and not plural:
            known[key].office = noun.noun
            known[key].gender = HONORIFICS.get(noun.noun.split()[-1], "")
    return known[key]


def _acting(frame: Frame, hit: Hit, known: Known, start: int, end: int, noun: RoleNoun, form: MentionForm, head: int) -> Draft:
    referent = _referent(known, hit, noun, frame.doc[start:end].text)
    return Draft(start, end, head, form, referent, f"{noun.noun} of {hit.actor.name}")


def _of_noun(frame: Frame, hit: Hit, covered: set[int]) -> tuple[int, RoleNoun, int] | None:
    """The person or body noun that the name belongs to by "of": "government of Sudan", "defence chiefs of Russia"."""
    index = hit.start
    if index > 1 and frame.lower[index - 1] == "the":
        index -= 1
    if index < 2 or frame.lower[index - 1] != "of" or index - 2 in covered or not frame.same_sentence(index - 1, hit.start):
        return None
    noun = frame.noun_ending(index - 1, frame.openings[hit.start])
    if noun is None or noun[1].kind not in {"person", "body"} or noun[1].noun in RELATIONAL | {"capital", "side", "part"}:
        return None
    return noun[0], noun[1], index - 2


def _listed(frame: Frame, hit: Hit) -> tuple[str, ...]:
    """The codes of a name and of those that follow it in a list: "of Ukraine, Russia and China"."""
    codes = [hit.actor.code] if hit.actor.code else []
    index = hit.end
    while index < len(frame.words):
        step = index
        while step < len(frame.words) and frame.lower[step] in {",", "and", "the"}:
            step += 1
        following = frame.hit_at.get(step)
        if (
            step == index
            or following is None
            or following.start != step
            or not following.actor.code
            or not frame.same_sentence(hit.start, step)
        ):
            break
        if following.actor.code not in codes:
            codes.append(following.actor.code)
        index = following.end
    return tuple(codes) if index > hit.end and "and" in frame.lower[hit.end : index] else tuple(codes[:1])


def _noun_after(frame: Frame, hit: Hit, covered: set[int]) -> tuple[int, RoleNoun | None, str | None]:
    """What the name modifies: ``(end, acting noun, None)``, ``(end, None, thing)`` or ``(end, None, None)`` where nothing."""
    words, index = frame.words, hit.end
    if index < len(words) and words[index] in POSSESSIVE:
        index += 1
    elif index + 1 < len(words) and words[index] == "-" and frame.lower[index + 1] in _PARTICIPLES:
        return index, None, f"{frame.lower[index + 1]} by it"
    elif words[hit.end - 1].rpartition("-")[2] in _PARTICIPLES:
        return index, None, "what is led, backed or held by it"
    first = index
    limit = min(len(words), first + 7)
    last_noun = -1
    while index < limit and index not in covered and frame.kinds[index] == frame.kinds[hit.start]:
        token = frame.token(index)
        other = frame.hit_at.get(index)
        if (token.is_sent_start and index > first) or (other is not None and other.is_state):
            break
        participle = token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"}
        if not (token.pos_ in _RUN or participle or words[index] == "-" or token.tag_ == "RBS"):
            break
        if token.pos_ in {"NOUN", "PROPN"}:
            last_noun = index
        index += 1
    if last_noun < 0:
        following = longest_starting_at(frame.lower, first) if first < len(words) and first not in covered else None
        if following is not None and hit.form == "demonym" and frame.token(first).pos_ not in {"VERB", "AUX"}:
            return following[0], following[1][0], None
        return hit.end, None, None
    if hit.form != "demonym" and first == hit.end and not _modifies(frame, hit, last_noun):
        return hit.end, None, None
    noun = longest_ending_at(frame.lower, last_noun, first)
    if noun is not None:
        longer = longest_starting_at(frame.lower, noun[0])
        if longer is not None and longer[0] > last_noun + 1:
            return longer[0], longer[1][0], None
        return last_noun + 1, noun[1][0], None
    return last_noun + 1, None, frame.words[last_noun]


def _modifies(frame: Frame, hit: Hit, noun: int) -> bool:
    """Whether a plain name before a noun is its modifier, not its neighbour ("told Iraq arms inspectors …")."""
    head = frame.token(hit.end - 1)
    return head.dep_ in {"compound", "amod", "nmod", "poss", "advmod", "npadvmod", "nummod"} or head.head.i == noun or noun == hit.end


def _several_owners(frame: Frame, drafts: list[Draft]) -> list[Draft]:
    """ "Russian and Chinese officials": the noun stands for both; the first demonym shares its sector."""
    by_start = {draft.start: draft for draft in drafts}
    for draft in drafts:
        codes = list(draft.referent.codes)
        start = draft.start
        if draft.end - draft.start < 2 or draft.form == "role" or draft.head not in range(draft.start + 1, draft.end):
            continue
        while start > 1:
            link = start - 1
            while link > 0 and frame.lower[link] in {"and", ",", "&", "/", "or"}:
                link -= 1
            other = frame.hit_at.get(link)
            if (
                link == start - 1
                or other is None
                or not other.is_state
                or other.start not in by_start
                or by_start[other.start].end != link + 1
            ):
                break
            if by_start[other.start].form != "demonym" and other.form == "name":
                break
            codes[:0] = [code for code in by_start[other.start].referent.codes if code not in codes]
            start = other.start
        if len(codes) > 1:
            draft.codes = tuple(codes)
    return drafts


def free(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without those that overlap an earlier or longer one, in text order."""
    taken: set[int] = set()
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.form == "pronoun", -(d.end - d.start), d.start)):
        if not taken.intersection(range(draft.start, draft.end)):
            taken.update(range(draft.start, draft.end))
            kept.append(draft)
    return sorted(kept, key=lambda d: d.start)
