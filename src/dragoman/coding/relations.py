"""The relation classifier: what a marked source does to a marked target."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding.codebook import labels
from dragoman.coding.encoder import relations_model
from dragoman.coding.marked import encode
from dragoman.errors import BadRequest


def classify(marked_sentences: Iterable[str]) -> list[tuple[str, float]]:
    """The PLOVER 2 type (or ``NONE``) of each sentence in which ``<s>…</s>`` acts on ``<t>…</t>``, with its probability.

    One of the two may be left unmarked. Raises BadRequest for a sentence without either.
    """
    model = relations_model()
    found = []
    for sentence in marked_sentences:
        encoded = encode(sentence)
        if encoded is None:
            raise BadRequest(f"mark the source with <s>…</s> and the target with <t>…</t>: {sentence[:60]!r}")
        probabilities = model.pair(model.states(encoded.ids, encoded.named), encoded.source, encoded.target)
        best = int(probabilities.argmax())
        found.append((labels()[best], float(probabilities[best])))
    return found
