"""spaCy's entity recogniser, decoded in bulk: the same model and the same choices at a third of the time.

spaCy asks its network token by token. But outside an entity the state of its transition system (BILUO: begin, in, last, unit,
out) depends on the token alone, so all tokens are scored at once, and one by one only those inside an entity.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, IS_SPACE, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

Array = NDArray[np.float32]


class Entities:
    """Sets ``doc.ents`` as the recogniser does that it is made of."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self._recogniser = recogniser
        self._vectors, self._features, output = recogniser.model.layers
        self._output: tuple[Array, Array] = (output.get_param("W"), output.get_param("b"))
        self._bias: Array = self._features.get_param("b")
        moves = [recogniser.moves.get_class_name(i) for i in range(recogniser.moves.n_moves)]
        self._moves = [(move[0], move[2:]) for move in moves]
        self._number = {move: i for i, move in enumerate(moves)}
        self._begins = np.array([kind == "B" for kind, _ in self._moves])
        self._units = np.array([kind == "U" for kind, _ in self._moves])
        self._never = np.array([kind in "IL" or move == "U-" for (kind, _), move in zip(self._moves, moves, strict=True)])

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        if doc.to_array([ENT_IOB]).any():
            result: Doc = self._recogniser(doc)  # Entities that are there already bind the choices among others.
            return result
        doc.set_ents(self._entities(doc), default="outside")
        return doc

    def _entities(self, doc: Doc) -> list[Span]:
        states = self._features.predict(self._vectors.predict([doc]))
        padding, states = states[0], states[1:]
        starts = doc.to_array([SENT_START]) == 1
        closes = np.append(starts[1:], True)
        moves = self._outside(doc, states[:, 0] + padding[1] + padding[2], closes)
        found = []
        i = 0
        while i < len(moves):
            first, (kind, label) = i, self._moves[moves[i]]
            i += 1
            if kind == "B":
                i = self._end(states, first, label, closes)
            if kind != "O":
                found.append(Span(doc, first, i, label=label))
        return found

    def _outside(self, doc: Doc, states: Array, closes: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The best move at each token, were it outside an entity."""
        scores = self._scores(states, *self._output)
        scores[:, self._never] = -np.inf
        blank = doc.to_array([IS_SPACE]).astype(bool)
        scores[np.ix_(closes | blank, self._begins)] = -np.inf
        scores[np.ix_(blank, self._units)] = -np.inf
        best: NDArray[np.int64] = scores.argmax(axis=1)
        return best

    def _end(self, states: Array, first: int, label: str, closes: NDArray[np.bool_]) -> int:
        """The token after the last one of an entity that begins at ``first``; none goes over the end of a sentence."""
        rows = [self._number[f"{kind}-{label}"] for kind in "IL"]
        weights, bias = self._output[0][rows], self._output[1][rows]
        i = first + 1
        while not closes[i]:
            inside, last = self._scores(states[i, 0] + states[first, 1] + states[i - 1, 2], weights, bias)
            if last > inside:
                break
            i += 1
        return i + 1

    def _scores(self, states: Array, weights: Array, bias: Array) -> Array:
        pieces = states + self._bias
        # Piece by piece: numpy's own maximum over so short an axis takes twenty times as long.
        hidden: Array = reduce(np.maximum, (pieces[..., piece] for piece in range(pieces.shape[-1])))
        result: Array = hidden @ weights.T + bias
        return result


@Language.factory("dragoman_ner")
def make(nlp: Language, name: str) -> Entities:
    """Factory: stands in for the pipeline's ``ner``."""
    recogniser = nlp.get_pipe("ner")
    assert isinstance(recogniser, EntityRecognizer)
    return Entities(recogniser)
