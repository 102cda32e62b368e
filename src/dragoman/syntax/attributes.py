"""spaCy's attribute ruler, with what its rules say of a word kept for the next time: the same attributes, much sooner.

Nearly all of its rules look at one token alone, at its form, tag and relation. They are asked once for each such combination.
"""

from __future__ import annotations

from typing import Any

from spacy.attrs import DEP, LOWER, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.pipeline.attributeruler import set_token_attrs  # type: ignore[attr-defined]
from spacy.tokens import Doc

_SEEN = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
"""What a rule may look at so that its answer can be kept; whether a token is white space follows from its form."""
_MOST = 1 << 14
"""How many combinations are kept."""


class Attributes:
    """Sets tags, parts of speech, morphology and lemmas as the ruler does that it is made of."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._attrs: list[dict[int, int]] = ruler.attrs
        self._indices: list[int] = ruler.indices
        self._alone = Matcher(ruler.vocab)
        self._together = Matcher(ruler.vocab)
        rules: list[Any] = list(ruler.patterns)
        for number, rule in enumerate(rules):
            for pattern in rule["patterns"]:
                one = len(pattern) == 1 and _SEEN.issuperset(pattern[0])
                # The number serves as the rule's name; later patterns of the same rule are added to it.
                (self._alone if one else self._together).add(str(number), [pattern])
        self._strings = ruler.vocab.strings
        self._kept: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._sets: dict[tuple[int, ...], dict[int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        joint = self._joint(doc)
        rows = doc.to_array([LOWER, TAG, DEP]).tolist()
        if len(self._kept) > _MOST:
            self._kept.clear()
        for i, row in enumerate(rows):
            key = tuple(row)
            rules = self._kept.get(key)
            if rules is None:
                rules = self._kept[key] = self._numbers(doc, i)
            if i in joint:
                rules = tuple(sorted((*rules, *joint[i])))
            set_token_attrs(doc[i], self._merged(rules))
        return doc

    def _numbers(self, doc: Doc, token: int) -> tuple[int, ...]:
        """The rules that a token alone meets, in their order."""
        return tuple(sorted(int(self._strings[rule]) for rule, _, _ in self._alone(doc[token : token + 1], allow_missing=True)))

    def _joint(self, doc: Doc) -> dict[int, list[int]]:
        """Token → the rules about it that look at its neighbours too."""
        found: dict[int, list[int]] = {}
        for rule, start, end in self._together(doc, allow_missing=True):
            number = int(self._strings[rule])
            index = self._indices[number]
            found.setdefault(start + index if index >= 0 else end + index, []).append(number)
        return found

    def _merged(self, rules: tuple[int, ...]) -> dict[int, int]:
        """What the rules set, the later ones before the earlier."""
        merged = self._sets.get(rules)
        if merged is None:
            merged = self._sets[rules] = {attr: value for number in rules for attr, value in self._attrs[number].items()}
        return merged


@Language.factory("dragoman_attribute_ruler")
def make(nlp: Language, name: str) -> Attributes:
    """Factory: stands in for the pipeline's ``attribute_ruler``."""
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    return Attributes(ruler)
