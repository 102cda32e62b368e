"""What a coder answers for one text: what another one learns from, beside the annotation or in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.codebook import labels
from dragoman.coding.encoder import Array, Model
from dragoman.coding.party_network import Question
from dragoman.coding.roles import word
from training.corpus import STATUSES
from training.lessons import Lesson, Statement

Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Answers:
    """Probabilities in float16. Candidate words are numbered through all windows, so that answers outlive a change of windows."""

    words: tuple[int, ...]
    """The first word piece of each candidate word."""
    types: Halves
    """[words, 17]"""
    statuses: Halves
    """[words, 7]"""
    parties: tuple[Halves, ...]
    """Of each statement, for each of its mentions, that it is the actor, that it is the recipient [mentions, 2]."""

    def fit(self, text: Lesson) -> bool:
        """Whether they are about the words that the text has as it is read now, and about as many mentions."""
        return self.words == _words(text) and [len(one) for one in self.parties] == [len(one.mentions) for one in text.statements]


@dataclass(frozen=True, slots=True)
class Teaching:
    """A teacher's answers for the annotated texts, by name, and texts that nobody annotated with theirs."""

    by_name: dict[str, Answers]
    others: tuple[tuple[Lesson, Answers], ...]


def answers(model: Model, text: Lesson) -> Answers:
    """What a coder says of a text's candidate words, and of the parties of its statements, each of the type that is annotated."""
    states = [model.states(item.ids, item.named) for item in text.items]
    found = [word(states[n], trigger.place) for n, item in enumerate(text.items) for trigger in item.triggers]
    if not found:
        return Answers((), np.zeros((0, len(labels())), np.float16), np.zeros((0, len(STATUSES)), np.float16), ())
    words = np.stack(found)
    return Answers(
        _words(text),
        model.types(words).astype(np.float16),
        model.statuses(words).astype(np.float16),
        tuple((1 / (1 + np.exp(-each))).astype(np.float16) for each in _parties(model, text.statements, states)),
    )


def _words(text: Lesson) -> tuple[int, ...]:
    return tuple(item.ids[trigger.place[0]] for item in text.items for trigger in item.triggers)


def _parties(model: Model, statements: Sequence[Statement], states: Sequence[Array]) -> Sequence[Array]:
    row = {spot: n for n, spot in enumerate(dict.fromkeys(spot for s in statements for spot in s.mentions))}
    asked = [
        Question(
            word(states[s.trigger[0]], s.trigger[1]),
            s.kind,
            np.array([row[spot] for spot in s.mentions], dtype=np.int64),
            np.array(s.features, dtype=np.int64),
            s.same.astype(np.float32),
        )
        for s in statements
    ]
    return model.parties.logits(np.stack([word(states[at], place) for at, place in row]), asked) if asked else ()
